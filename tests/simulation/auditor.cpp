#include "auditor.hpp"

#include "auditor_state.hpp"

namespace quittance::simulation {

auditor::auditor(auditor_options options) : state_(std::make_unique<state>(std::move(options))) {}
auditor::~auditor() = default;

void auditor::state::report(int rule, instant at, std::string what) {
    ++count;
    if (found.size() < options.most_violations) found.push_back({rule, at, std::move(what)});
}

void auditor::committed(commit_seen const& what) {
    try {
        state_->commit(what);
    } catch (std::exception const& e) {
        state_->report(18, what.at, "a commit stored what cannot be read: " + std::string{e.what()});
    }
}

void auditor::parked(std::string const& event_id) { state_->parked.insert(event_id); }

void auditor::answered(webhook_seen const& what) {
    try {
        state_->answer(what);
    } catch (std::exception const& e) {
        state_->report(8, what.at,
                       "event " + what.event_id + " could not be judged: " + std::string{e.what()});
    }
}

void auditor::mailed(mail_seen const& what) {
    try {
        state_->take_mail(what);
    } catch (std::exception const& e) {
        state_->report(16, what.at, "a mail could not be judged: " + std::string{e.what()});
    }
}

void auditor::logged(std::string_view line, instant at) {
    state_->note_outcome(line, at);
    state_->judge_words(line, at, false);
}
void auditor::page_sent(std::string_view html, instant at) { state_->judge_words(html, at, true); }

void auditor::api_answered(api_seen const& what) { state_->judge_api(what); }

void auditor::reconciled(instant) { state_->loss_open = false; }

void auditor::look(store_view const& store, processor_books const& books, instant now) {
    state_->judge_store(store, now);
    state_->judge_books(books, store, now, false);
}

void auditor::at_rest(store_view const& store, processor_books const& books, instant now) {
    state_->judge_store(store, now);
    state_->judge_books(books, store, now, true);
    state_->judge_rest(store, now);
}

std::vector<violation> const& auditor::violations() const { return state_->found; }
std::size_t auditor::violation_count() const { return state_->count; }

}  // namespace quittance::simulation
