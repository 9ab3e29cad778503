# The description of the API goes into the program.
set(quittance_openapi ${CMAKE_CURRENT_LIST_DIR}/openapi.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${quittance_openapi})
file(READ ${quittance_openapi} quittance_openapi_rest)
set(quittance_openapi_pieces "")
while(NOT "${quittance_openapi_rest}" STREQUAL "")
  string(SUBSTRING "${quittance_openapi_rest}" 0 8000 quittance_openapi_piece)
  string(APPEND quittance_openapi_pieces "        R\"json(${quittance_openapi_piece})json\",\n")
  string(LENGTH "${quittance_openapi_piece}" quittance_openapi_length)
  string(SUBSTRING "${quittance_openapi_rest}" ${quittance_openapi_length} -1 quittance_openapi_rest)
endwhile()
configure_file(${CMAKE_CURRENT_LIST_DIR}/openapi_text.cpp.in ${PROJECT_BINARY_DIR}/made/openapi_text.cpp @ONLY)

quittance_room(web
  SOURCES options.cpp accept_language.cpp signed_link.cpp client_link.cpp site.cpp replies.cpp error_responses.cpp visitors.cpp hints.cpp
          purchase_replies.cpp plain_link.cpp signed_purchase.cpp link_routes.cpp return_route.cpp
          client_visit.cpp client_settings.cpp client_record.cpp address_page.cpp client_view.cpp client_form.cpp client_routes.cpp client_wishes.cpp webhook_route.cpp
          api_access.cpp nearest_name.cpp api_request.cpp api_reply.cpp api_idempotency.cpp api_routes.cpp
          api_find.cpp api_fields.cpp api_money_reply.cpp api_money_request.cpp api_money_routes.cpp plan_routes.cpp
          plan_terms.cpp plan_view.cpp plan_reply.cpp
          api_query.cpp api_client_reply.cpp api_list_routes.cpp api_part_routes.cpp openapi_route.cpp
          public_routes.cpp use_cases.cpp
          admin_health.cpp health_reply.cpp admin_views.cpp admin_notices.cpp admin_mail.cpp admin_routes.cpp
          client_sums.cpp admin_forms.cpp admin_entry.cpp admin_actions.cpp client_receipt.cpp owner_digest.cpp
  MAY_USE engine domain pages http base
  LIBRARIES Boost::json fmt::fmt
  ASIO)
target_sources(quittance_web PRIVATE ${PROJECT_BINARY_DIR}/made/openapi_text.cpp)
