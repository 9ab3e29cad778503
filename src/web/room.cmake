quittance_room(web
  SOURCES options.cpp signed_link.cpp site.cpp replies.cpp error_responses.cpp visitors.cpp hints.cpp
          purchase_replies.cpp plain_link.cpp signed_purchase.cpp link_routes.cpp return_route.cpp webhook_route.cpp
          api_access.cpp nearest_name.cpp api_request.cpp api_reply.cpp api_idempotency.cpp api_routes.cpp
          api_find.cpp api_fields.cpp api_money_reply.cpp api_money_request.cpp api_money_routes.cpp plan_routes.cpp
          plan_terms.cpp plan_view.cpp plan_reply.cpp
          public_routes.cpp use_cases.cpp
          admin_health.cpp health_reply.cpp admin_views.cpp admin_notices.cpp admin_routes.cpp
  MAY_USE engine domain pages http base
  LIBRARIES Boost::json fmt::fmt
  ASIO)
