// Promises: the owner's digest as a mail of the business to its owner.
#pragma once
#include "foundation.hpp"
#include "quittance/engine/owner_digest.hpp"
#include "quittance/smtp/address.hpp"

namespace quittance::app {

class digest_mail final : public engine::digest_writer {
public:
    explicit digest_mail(foundation const& base);

    engine::posted_mail write(engine::digest_facts const& of, instant now) const override;

private:
    foundation const& base_;
    smtp::return_paths bounces_;
};

}  // namespace quittance::app
