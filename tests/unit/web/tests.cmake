quittance_test(unit_web
  SOURCES ${here}/harness.cpp ${here}/links.cpp ${here}/signed_links.cpp ${here}/return_page.cpp ${here}/webhooks.cpp
          ${here}/api.cpp ${here}/api_claims.cpp ${here}/api_money.cpp ${here}/api_lists.cpp ${here}/openapi.cpp ${here}/plans.cpp ${here}/terms.cpp ${here}/plan_page.cpp ${here}/client_page.cpp ${here}/client_card.cpp ${here}/client_settings.cpp ${here}/languages.cpp ${here}/desk.cpp ${here}/notices.cpp ${here}/hints.cpp ${here}/desk_forms.cpp ${here}/client_receipts.cpp ${here}/api_credits.cpp
  LIBRARIES quittance::web quittance_doubles Boost::json)
target_include_directories(unit_web PRIVATE ${here} ${PROJECT_SOURCE_DIR}/src/web)
