quittance_room(net
  SOURCES beast.cpp
  MAY_USE base
  ASIO)
# Beast's own code is not held to our warnings.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/net/beast.cpp PROPERTIES COMPILE_OPTIONS -w
                            SKIP_PRECOMPILE_HEADERS ON)
