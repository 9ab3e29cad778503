add_library(quittance_doubles STATIC ${here}/memory_store.cpp ${here}/memory_registry.cpp
                                     ${here}/manual_clock.cpp ${here}/scripted_processor.cpp)
target_include_directories(quittance_doubles PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(quittance_doubles PUBLIC quittance::engine quittance::domain quittance::base)
