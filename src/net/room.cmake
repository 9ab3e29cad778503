quittance_room(net
  SOURCES beast.cpp client_error.cpp origin.cpp address_rules.cpp tls_context.cpp turnstile.cpp request_text.cpp channel.cpp
          https_client.cpp
  MAY_USE base
  ASIO)
# Beast's own code is not held to our warnings.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/net/beast.cpp PROPERTIES COMPILE_OPTIONS -w
                            SKIP_PRECOMPILE_HEADERS ON)
