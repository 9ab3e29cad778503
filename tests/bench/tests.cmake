# Benchmarks are not tests: nothing here runs with them, and nothing is built unless asked for by name:
#   scripts/build release quittance_bench
function(quittance_bench_program name)
  cmake_parse_arguments(BENCH "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${BENCH_SOURCES})
  target_link_libraries(${name} PRIVATE quittance_flags mimalloc ${BENCH_LIBRARIES})
  target_include_directories(${name} PRIVATE ${here})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
endfunction()

quittance_bench_program(bench_load SOURCES ${here}/load.cpp ${here}/exchange.cpp ${here}/event_file.cpp
  LIBRARIES quittance::base)
quittance_bench_program(bench_seed SOURCES ${here}/seed.cpp ${here}/exchange.cpp ${here}/paying_event.cpp
  LIBRARIES quittance::stripe Boost::json)
quittance_bench_program(bench_http_limits SOURCES ${here}/http_limits.cpp
  LIBRARIES quittance::http quittance::stripe)
quittance_bench_program(bench_mails SOURCES ${here}/mails.cpp ${PROJECT_SOURCE_DIR}/tests/contract/mailer/smtp_peer.cpp
  LIBRARIES quittance::smtp)
target_include_directories(bench_mails PRIVATE ${PROJECT_SOURCE_DIR}/tests)

quittance_bench_program(bench_reminders SOURCES ${here}/reminders.cpp
  LIBRARIES quittance::app quittance::pages quittance::smtp quittance::domain)
target_include_directories(bench_reminders PRIVATE ${PROJECT_SOURCE_DIR}/src/app)

quittance_bench_program(bench_collecting SOURCES ${here}/collecting.cpp ${here}/instant_processor.cpp
  LIBRARIES quittance_doubles quittance_redis_server quittance::engine quittance::redis)

add_custom_target(quittance_bench DEPENDS bench_load bench_seed bench_http_limits bench_mails bench_reminders bench_collecting)
if(TARGET quittance)
  add_dependencies(quittance_bench quittance)
endif()
