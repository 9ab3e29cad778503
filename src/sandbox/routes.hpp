// The routes, in three groups.
#pragma once
#include "quittance/http/router.hpp"
#include "server_state.hpp"

namespace quittance::sandbox {

void mount_api(http::router& routes, shared_state here);
void mount_pages(http::router& routes, shared_state here);
void mount_desk(http::router& routes, shared_state here);

}  // namespace quittance::sandbox
