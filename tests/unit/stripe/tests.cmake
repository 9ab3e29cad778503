quittance_test(unit_stripe
  SOURCES ${here}/signature.cpp ${here}/retry_rule.cpp ${here}/amounts.cpp ${here}/checkout_form.cpp ${here}/card_pages.cpp ${here}/access.cpp
          ${here}/hostile_json.cpp ${here}/adapter.cpp ${here}/lists.cpp ${here}/charge_forms.cpp
          ${here}/charges.cpp ${here}/pace.cpp ${here}/endpoints.cpp
  LIBRARIES quittance::stripe)
target_include_directories(unit_stripe PRIVATE ${PROJECT_SOURCE_DIR}/src/stripe)
