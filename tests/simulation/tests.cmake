add_library(quittance_auditor STATIC ${here}/stub_auditor.cpp)
target_include_directories(quittance_auditor PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(quittance_auditor PUBLIC quittance::base Boost::json)
include(${here}/simulator.cmake)
