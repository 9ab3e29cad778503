// Promises: `name value` pairs of a command line, each known by name; what is not known is refused.
#pragma once
#include <charconv>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::bench {

class arguments {
public:
    // `known` with their defaults; the words before the first option are `words()`.
    arguments(int argc, char const* const* argv, std::map<std::string, std::string> known)
        : values_(std::move(known)) {
        for (int i = 1; i < argc; ++i) {
            std::string const word{argv[i]};
            if (!word.starts_with("--")) {
                words_.push_back(word);
                continue;
            }
            auto const place = values_.find(word.substr(2));
            if (place == values_.end()) throw std::invalid_argument("unknown option " + word);
            if (i + 1 == argc) throw std::invalid_argument(word + " needs a value");
            place->second = argv[++i];
        }
    }

    std::vector<std::string> const& words() const { return words_; }
    std::string const& text(std::string const& name) const { return values_.at(name); }
    std::size_t number(std::string const& name) const {
        auto const& value = values_.at(name);
        std::size_t parsed = 0;
        auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
        if (error != std::errc{} || end != value.data() + value.size())
            throw std::invalid_argument("--" + name + " must be a whole number");
        return parsed;
    }

private:
    std::map<std::string, std::string> values_;
    std::vector<std::string> words_;
};

}  // namespace quittance::bench
