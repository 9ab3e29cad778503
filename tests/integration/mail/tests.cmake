quittance_test(integration_mail
  SOURCES ${here}/exim_server.cpp ${here}/real_server.cpp ${PROJECT_SOURCE_DIR}/tests/unit/smtp/samples.cpp
          ${PROJECT_SOURCE_DIR}/tests/integration/net/authority.cpp
  LIBRARIES quittance::smtp OpenSSL::Crypto)
