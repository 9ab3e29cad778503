# The simulator runs the product's rooms on ports of its own.
add_library(quittance_simulator STATIC
  ${here}/process.cpp ${here}/clocks.cpp ${here}/configuration.cpp ${here}/faults.cpp ${here}/plan.cpp ${here}/trace.cpp
  ${here}/surroundings.cpp ${here}/processor_link.cpp ${here}/store_link.cpp ${here}/mail_link.cpp ${here}/registry_link.cpp
  ${here}/gateway.cpp ${here}/guard.cpp ${here}/world.cpp ${here}/weather.cpp ${here}/people.cpp ${here}/correspondents.cpp ${here}/browser.cpp ${here}/owner.cpp ${here}/booking_system.cpp ${here}/decisions.cpp ${here}/arranging.cpp ${here}/scheduling.cpp ${here}/run.cpp
  # What compares a store with what was known of it, and what puts changes in writing, as the product does.
  ${PROJECT_SOURCE_DIR}/src/app/store_mark.cpp ${PROJECT_SOURCE_DIR}/src/app/state_folder.cpp ${PROJECT_SOURCE_DIR}/src/app/agreement_words.cpp
  ${here}/apart.cpp ${here}/shrink.cpp ${here}/campaign.cpp ${here}/command_line.cpp ${here}/suite.cpp
  ${here}/race_watch.cpp ${here}/race_round.cpp ${here}/race.cpp)
target_link_libraries(quittance_simulator
  PUBLIC quittance_auditor quittance_doubles quittance::engine quittance::stripe quittance::web quittance::sandbox
  PRIVATE Boost::json fmt::fmt quittance_planted)
target_include_directories(quittance_simulator PUBLIC ${PROJECT_SOURCE_DIR}/src)

if(TARGET quittance_asio_pch)
  target_precompile_headers(quittance_simulator REUSE_FROM quittance_asio_pch)
endif()

add_executable(simulate ${here}/main.cpp)
target_link_libraries(simulate PRIVATE quittance_simulator quittance_planted)
if(NOT QUITTANCE_SANITIZE)
  target_link_libraries(simulate PRIVATE mimalloc)
endif()
