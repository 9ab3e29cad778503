quittance_test(unit_net
  SOURCES ${here}/origin.cpp ${here}/address_rules.cpp ${here}/request_text.cpp ${here}/turnstile.cpp
  LIBRARIES quittance::net)
target_include_directories(unit_net PRIVATE ${PROJECT_SOURCE_DIR}/src/net)
