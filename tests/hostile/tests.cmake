# Named for its label: it runs with the integration tests. QUITTANCE_FULL=1 makes the random parts long.
quittance_test(integration_hostile
  SOURCES ${here}/corpus.cpp ${here}/prober.cpp ${here}/verdicts.cpp ${here}/mutations.cpp ${here}/behind_proxies.cpp
  LIBRARIES quittance_http_rig TIMEOUT 1800)

# Driven by tests/system/test_hostile.py.
add_executable(hostile_slow_crowd ${here}/slow_crowd.cpp ${here}/crowd.cpp)
target_link_libraries(hostile_slow_crowd PRIVATE quittance_flags Threads::Threads)
target_include_directories(hostile_slow_crowd PRIVATE ${PROJECT_SOURCE_DIR}/tests)

add_executable(hostile_routes ${here}/routes.cpp ${PROJECT_SOURCE_DIR}/tests/unit/web/harness.cpp)
target_link_libraries(hostile_routes PRIVATE quittance::web quittance_doubles Boost::json doctest::doctest)
target_include_directories(hostile_routes PRIVATE ${PROJECT_SOURCE_DIR}/tests/unit/web)
