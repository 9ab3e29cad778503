add_library(quittance_doubles STATIC ${here}/memory_store.cpp ${here}/memory_registry.cpp ${here}/memory_outbox.cpp ${here}/memory_ledgers.cpp
                                     ${here}/manual_clock.cpp ${here}/scripted_processor.cpp
                                     ${here}/scripted_charges.cpp ${here}/scripted_cards.cpp ${here}/scripted_mailer.cpp
                                     ${here}/memory_letters.cpp)
target_include_directories(quittance_doubles PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(quittance_doubles PUBLIC quittance::engine quittance::domain quittance::base
                                       PRIVATE quittance::records)

# A real redis-server for tests: start, kill -9, start again on the same folder.
add_library(quittance_redis_server STATIC ${PROJECT_SOURCE_DIR}/tests/integration/redis_server.cpp)
target_include_directories(quittance_redis_server PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(quittance_redis_server PRIVATE quittance_flags)
