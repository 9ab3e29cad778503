// The hostile requests of tests/hostile/requests: one a line, `name | verdict | bytes`.
//
// Bytes are written with \r \n \t \0 \\ \xHH and with {host}, {hidden} (a whole request that must never be
// seen), {n:hidden} and {x:hidden} (its length, decimal and hexadecimal), {c*N} (N times the character c) and
// {wait} (here the reply to what was said is waited for). A verdict is a list, one for each reply:
//
//   taken S      answered S, and the connection goes on         last S    answered S and closed
//   refused S    answered S by the gate, no route saw it, closed
//   leftover S   as refused; but cut behind its first request, that one is taken before the rest comes
//   broken S     answered S and closed, after a route saw it
//   gone         closed without a word once the client ends     late S, late gone   the same by a deadline
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::hostile {

struct verdict {
    std::string kind;
    int status = 0;  // 0: no reply
    bool closes() const { return kind != "taken"; }
};

struct hostile_request {
    std::string name;
    std::vector<verdict> verdicts;
    std::vector<std::string> pieces;  // parted where a reply is waited for
    bool slow() const;
};

// All of one table, or of all tables. Throws std::runtime_error naming the line that cannot be read.
std::vector<hostile_request> read_table(std::string const& name);
std::vector<hostile_request> read_all_tables();

struct answer {
    int status = 0;
    bool closes = false;  // it says so
};
// The replies in what came back, without invitations (100). Throws std::runtime_error when it is anything
// else than whole replies. `bodyless`: of HEAD.
std::vector<answer> answers_in(std::string_view bytes, bool bodyless);

// `text` with one to three bytes lost, doubled or turned, or two requests grown together.
class mutator {
public:
    explicit mutator(std::vector<hostile_request> const& all);
    std::string next();

private:
    std::size_t below(std::size_t bound);
    void change(std::string& text);

    std::vector<std::string> texts_;
    std::uint64_t state_ = 20261121;
};

// QUITTANCE_FULL is set, and no sanitizer makes everything ten times as long.
bool in_full();

}  // namespace quittance::hostile
