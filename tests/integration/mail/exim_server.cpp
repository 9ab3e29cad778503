#include "integration/mail/exim_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace quittance::tests {
namespace {

namespace fs = std::filesystem;

constexpr char const* program = "/usr/sbin/exim4";

constexpr char const* rules = R"(
acl_smtp_mail = check_sender
acl_smtp_rcpt = check_recipient
acl_smtp_predata = check_start
acl_smtp_data = check_content

begin acl
check_sender:
  deny   !authenticated = *
         message = 530 5.7.0 log in first
  accept
check_recipient:
  defer  local_parts = later
         message = 450 4.2.1 <$local_part@$domain> not now
  deny   local_parts = gone
         message = 550 5.1.1 <$local_part@$domain> there is no such person
  deny   local_parts = policy
         message = 550 5.7.1 not from you
  warn   local_parts = dies-before : dies-after
         set acl_m_dies = $local_part
  accept
check_start:
  deny   condition = ${if eq{$acl_m_dies}{dies-before}}
         condition = ${run{FOLDER/die}{yes}{yes}}
  accept
check_content:
  deny   condition = ${if eq{$acl_m_dies}{dies-after}}
         condition = ${run{FOLDER/die}{yes}{yes}}
  deny   condition = ${if eq{$h_X-Wish:}{refuse}}
         message = 552 5.3.4 too big for us
  defer  condition = ${if eq{$h_X-Wish:}{defer}}
         message = 451 4.3.0 not now
  accept

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{USER}}{eq{$auth3}{PASSWORD}}}}
  server_set_id = $auth2
)";

std::string replaced(std::string text, std::string const& what, std::string const& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

void write_file(fs::path const& path, std::string const& text, fs::perms mode) {
    std::ofstream{path} << text;
    fs::permissions(path, mode);
}

std::string own_user() {
    auto const* const found = ::getpwuid(::geteuid());
    return found == nullptr ? std::to_string(::geteuid()) : found->pw_name;
}

std::string said_by(std::string const& command) {
    auto* const output = ::popen(command.c_str(), "re");
    if (output == nullptr) throw std::runtime_error("exim cannot be asked");
    std::string text;
    for (int c = std::fgetc(output); c != EOF; c = std::fgetc(output)) text += static_cast<char>(c);
    if (::pclose(output) != 0) throw std::runtime_error("exim had no answer");
    return text;
}

}  // namespace

exim_server::exim_server(std::string const& certificate, std::string const& key, bool from_the_start)
    : from_the_start_(from_the_start), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto name = (fs::temp_directory_path() / "quittance-exim-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    folder_ = name;
    configure(certificate, key);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* const where = reinterpret_cast<sockaddr*>(&here);
    if (::bind(listener_, where, size) != 0 || ::listen(listener_, 16) != 0) {
        throw std::runtime_error("the mail server cannot listen");
    }
    ::getsockname(listener_, where, &size);
    port_ = ntohs(here.sin_port);
    accepting_ = std::thread{[this] { serve(); }};
}

exim_server::~exim_server() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    ::close(listener_);
    for (auto const one : processes_) {
        ::kill(one, SIGKILL);
        ::waitpid(one, nullptr, 0);
    }
    std::error_code told;  // a folder left behind in /tmp is not worth a failed test
    fs::remove_all(folder_, told);
}

void exim_server::configure(std::string const& certificate, std::string const& key) const {
    std::string const here = folder_;
    auto const user_name = own_user();
    std::ostringstream text;
    text << "primary_hostname = localhost\n"
         << "spool_directory = " << here << "/spool\nlog_file_path = " << here << "/%slog\n"
         << "exim_user = " << user_name << "\nexim_group = " << ::getegid() << "\n"
         << "keep_environment =\nadd_environment = PATH=/usr/bin:/bin\n"
         << "queue_only = true\nhost_lookup =\nrfc1413_query_timeout = 0s\ndisable_ipv6 = true\n"
         << "tls_advertise_hosts = *\ntls_certificate = " << here << "/server.pem\ntls_privatekey = " << here
         << "/server.key\n"
         << "auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}\n"
         << replaced(replaced(replaced(rules, "FOLDER", here), "USER", user), "PASSWORD", password);
    constexpr auto own = fs::perms::owner_read | fs::perms::owner_write;
    fs::create_directory(folder_ / "spool");
    write_file(folder_ / "exim.conf", text.str(), own);
    write_file(folder_ / "server.pem", certificate, own);
    write_file(folder_ / "server.key", key, own);
    write_file(folder_ / "die", "#!/bin/sh\nkill -9 $PPID\n", fs::perms::owner_all);
}

void exim_server::serve() {
    while (true) {
        int const line = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (line < 0) return;
        start_process(line);
        ::close(line);
    }
}

void exim_server::start_process(int line) {
    auto const settings = folder_ / "exim.conf";
    auto const errors = folder_ / "errors";
    std::vector<std::string> words{program, "-C", settings, "-bs"};
    if (from_the_start_) words.emplace_back("-tls-on-connect");
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, line, 0);
    ::posix_spawn_file_actions_adddup2(&files, line, 1);
    ::posix_spawn_file_actions_addopen(&files, 2, errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    pid_t process = -1;
    auto const started = ::posix_spawn(&process, program, &files, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    if (started == 0) processes_.push_back(process);
}

std::string exim_server::contents(fs::path const& file) const {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

// Its envelope is in the -H file: …, <sender>, …, XX, the number of recipients, each on a line.
queued_mail exim_server::read_mail(std::string const& id) const {
    queued_mail mail;
    std::istringstream lines{contents(folder_ / "spool" / "input" / (id + "-H"))};
    std::string line;
    for (int i = 0; i < 3; ++i) std::getline(lines, line);
    mail.sender = line.substr(1, line.size() - 2);
    while (line != "XX" && std::getline(lines, line)) {
    }
    std::getline(lines, line);
    for (int left = std::stoi(line); left > 0 && std::getline(lines, line); --left) {
        mail.recipients.push_back(line);
    }
    auto const text = said_by(std::string{program} + " -C " + (folder_ / "exim.conf").string() + " -Mvc " +
                              id + " 2>>" + (folder_ / "errors").string());
    mail.bytes = replaced(text, "\n", "\r\n");
    return mail;
}

std::vector<queued_mail> exim_server::mails() const {
    std::vector<std::string> ids;
    if (fs::exists(folder_ / "spool" / "input")) {
        for (auto const& one : fs::directory_iterator{folder_ / "spool" / "input"}) {
            std::string const name = one.path().filename();
            if (name.ends_with("-H")) ids.push_back(name.substr(0, name.size() - 2));
        }
    }
    std::ranges::sort(ids);
    std::vector<queued_mail> all;
    all.reserve(ids.size());
    for (auto const& id : ids) all.push_back(read_mail(id));
    return all;
}

}  // namespace quittance::tests
