// Promises: a path and a method lead to one handler; a known path with another method is 405 with `Allow`; an
// unknown path is the fallback page. HEAD goes to the GET route unless it has one of its own; the handler
// sees `method::head`, and the server sends what it answers without the body. A literal path wins over
// captures. Refuses two routes on the same pattern and method (an assertion at start).
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/http/message.hpp"

namespace quittance::http {

// What a `{}` segment of the pattern matched, percent-decoded, in order.
using captures = std::vector<std::string>;
using handler = std::function<boost::asio::awaitable<response>(request, captures)>;

class router {
public:
    router();
    router(router&&) noexcept;
    router& operator=(router&&) noexcept;
    ~router();

    // Pattern: "/pay/{}"; a `{}` takes one non-empty segment. `name` labels metrics.
    void add(method verb, std::string_view pattern, std::string_view name, handler handle);
    // For every path no route knows; default: a plain 404.
    void fallback(handler handle);

    // Never throws for what a client sent; a handler's exception becomes `on_error`'s response. The request
    // was the handler's by then: what `on_error` sees has verb, path, peer and request_id only.
    boost::asio::awaitable<response> answer(request asked) const;
    void on_error(std::function<response(request const&, std::exception_ptr)> translate);

    // Every route as "METHOD pattern", in order: what there is to ask for.
    std::vector<std::string> list() const;
    // The route's name for metrics, "none" for unknown paths.
    std::string_view name_of(method verb, std::string_view path) const;
    // Known body limit of a path in bytes (64 KiB unless set).
    void set_body_limit(std::string_view pattern, std::size_t bytes);
    std::size_t body_limit(std::string_view path) const;
    // Whether a POST there may come with `Transfer-Encoding: chunked` (refused unless allowed).
    void allow_chunked(std::string_view pattern);
    bool chunked_allowed(std::string_view path) const;

private:
    struct table;
    std::unique_ptr<table> table_;
};

}  // namespace quittance::http
