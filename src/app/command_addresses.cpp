// `quittance addresses`: how configuration and environment are understood, one name=value a line, for
// scripts.
#include <fmt/format.h>

#include "foundation.hpp"

namespace quittance::app {

int print_addresses(common_options const& how) {
    foundation const base{how, foundation::voice::warnings};
    auto const& around = base.around;
    bool const redis_is_ours = !process_variables()("QUITTANCE_REDIS") && base.settings.redis_url.empty();
    auto admin = around.admin_listen;
    if (admin.host == "0.0.0.0") admin.host = "127.0.0.1";
    fmt::print("public={}\nadmin={}\nadmin_url={}\nsandbox={}\n", around.public_listen.text(),
               around.admin_listen.text(), admin.text(), around.sandbox_listen.text());
    fmt::print("public_base={}\nstate={}\n", base.public_base(), around.state->where().string());
    fmt::print("processor={}\napi_base={}\n", around.processor.sandbox ? "sandbox" : "external",
               around.processor.base);
    fmt::print("redis_is_ours={}\n", redis_is_ours ? "yes" : "no");
    return 0;
}

}  // namespace quittance::app
