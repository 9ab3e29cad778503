#include "reply.hpp"

#include <hiredis/read.h>

#include <algorithm>
#include <utility>

#include "quittance/engine/store.hpp"

namespace quittance::redis {
namespace {

// The reply being read: the root is made here, elements live inside their array.
reply* place_of(redisReadTask const* task) {
    if (task->parent == nullptr) return std::make_unique<reply>().release();
    // Room is made as elements come, not as many as were announced: a length costs its sender nothing. Only
    // the last element is ever open, so nothing points at what moves.
    auto& items = static_cast<reply*>(task->parent->obj)->items;
    return &items.emplace_back();
}

void* make_text(redisReadTask const* task, char* bytes, std::size_t length) {
    auto* const made = place_of(task);
    made->what = task->type == REDIS_REPLY_ERROR ? reply::kind::error : reply::kind::text;
    made->text.assign(bytes, length);
    return made;
}

void* make_array(redisReadTask const* task, int elements) {
    constexpr int most_at_once = 1024;
    auto* const made = place_of(task);
    made->what = reply::kind::array;
    made->items.reserve(static_cast<std::size_t>(std::min(elements, most_at_once)));
    return made;
}

void* make_integer(redisReadTask const* task, long long value) {
    auto* const made = place_of(task);
    made->what = reply::kind::integer;
    made->integer = value;
    return made;
}

void* make_nil(redisReadTask const* task) { return place_of(task); }

void free_root(void* root) { std::unique_ptr<reply>(static_cast<reply*>(root)).reset(); }

[[noreturn]] void refuse_shape() {
    throw engine::document_unreadable(
        "Redis answered in another form than it was asked for; check what listens at its address and run "
        "`quittance fsck`");
}

redisReplyObjectFunctions makers{make_text, make_array, make_integer, make_nil, free_root};

}  // namespace

std::string const& reply::word() const {
    if (what != kind::text) refuse_shape();
    return text;
}

std::string& reply::word() {
    if (what != kind::text) refuse_shape();
    return text;
}

std::int64_t reply::number() const {
    if (what != kind::integer) refuse_shape();
    return integer;
}

std::vector<reply>& reply::list() {
    if (what != kind::array) refuse_shape();
    return items;
}

std::vector<reply> const& reply::list() const {
    if (what != kind::array) refuse_shape();
    return items;
}

std::vector<reply>& reply::list_of(std::size_t many) {
    if (what != kind::array || items.size() != many) refuse_shape();
    return items;
}

std::vector<reply> const& reply::pairs() const {
    if (what != kind::array || items.size() % 2 != 0) refuse_shape();
    return items;
}

reply const& reply::at(std::size_t place) const {
    if (what != kind::array || place >= items.size()) refuse_shape();
    return items[place];
}

reply_parser::reply_parser() : reader_(redisReaderCreateWithFunctions(&makers)) {
    if (!reader_) throw std::bad_alloc();
    reader_->maxbuf = 0;  // keep the buffer: it would be freed and made again for every large reply
}

void reply_parser::closer::operator()(redisReader* reader) const { redisReaderFree(reader); }

bool reply_parser::feed(std::string_view bytes) {
    broken_ = broken_ || redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != 0;
    return !broken_;
}

std::optional<reply> reply_parser::next() {
    void* root = nullptr;
    if (broken_ || redisReaderGetReply(reader_.get(), &root) != 0) {
        broken_ = true;
        return std::nullopt;
    }
    if (root == nullptr) return std::nullopt;
    std::unique_ptr<reply> const owned(static_cast<reply*>(root));
    return std::move(*owned);
}

}  // namespace quittance::redis
