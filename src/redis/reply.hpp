// One answer of Redis, and the parser that makes it (hiredis' reader, without its object tree).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct redisReader;

namespace quittance::redis {

struct reply {
    enum class kind { nil, text, integer, array, error };
    kind what = kind::nil;
    std::string text;  // of text, status and error
    std::int64_t integer = 0;
    std::vector<reply> items;

    bool is_nil() const { return what == kind::nil; }
    bool is_error() const { return what == kind::error; }

    // As asked for, or document_unreadable: what answers there is not the Redis that the question was put to.
    std::string& word();
    std::string const& word() const;
    std::int64_t number() const;
    std::vector<reply>& list();
    std::vector<reply> const& list() const;
    std::vector<reply>& list_of(std::size_t many);  // exactly
    std::vector<reply> const& pairs() const;        // name, value, name, value, …
    reply const& at(std::size_t place) const;
};

class reply_parser {
public:
    reply_parser();
    // False: what came is not RESP; the connection is of no more use.
    bool feed(std::string_view bytes);
    // The next whole reply; nothing yet. `broken` afterwards says whether the stream can be trusted still.
    std::optional<reply> next();
    bool broken() const { return broken_; }

private:
    struct closer {
        void operator()(redisReader* reader) const;
    };
    std::unique_ptr<redisReader, closer> reader_;
    bool broken_ = false;
};

}  // namespace quittance::redis
