#include "notice_text.hpp"

#include <algorithm>

namespace quittance::redis {
namespace {

engine::ordered_notice ordered(records::notice_record kept) {
    return {std::move(kept.endpoint), engine::notice_id{std::move(kept.id)},
            std::move(kept.client),   std::move(kept.booking),
            std::move(kept.kind),     std::move(kept.body),
            kept.ordered_at,          kept.tries};
}

engine::delivery_state state_named(std::string const& name) {
    using engine::delivery_state;
    for (auto const one : {delivery_state::waiting, delivery_state::delivered, delivery_state::given_up}) {
        if (name_of(one) == name) return one;
    }
    throw records::unreadable("'" + name + "' is no state of a delivery that this program knows");
}

}  // namespace

records::notice_record record_of(engine::ordered_notice const& what) {
    return {what.endpoint, what.id.text(), what.client,     what.booking,
            what.kind,     what.body,      what.ordered_at, what.tries};
}

std::string delivery_text(engine::delivery_note const& what) {
    return records::encode(records::delivery_record{record_of(what.notice), std::string{name_of(what.state)},
                                                    static_cast<int>(what.status), what.reason, what.at,
                                                    what.next});
}

engine::ordered_notice read_notice(std::string const& text) {
    try {
        return ordered(records::decode_notice(text));
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable(std::string("an ordered notice: ") + error.what());
    }
}

engine::delivery_note read_delivery(std::string const& text) {
    try {
        auto kept = records::decode_delivery(text);
        return {ordered(std::move(kept.notice)),
                state_named(kept.state),
                static_cast<unsigned>(std::max(kept.status, 0)),
                std::move(kept.reason),
                kept.at,
                kept.next};
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable(std::string("a delivery: ") + error.what());
    }
}

}  // namespace quittance::redis
