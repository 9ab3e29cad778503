quittance_test(unit_notify
  SOURCES ${here}/signature.cpp ${here}/schedule.cpp ${here}/url.cpp
  LIBRARIES quittance_doubles quittance::notify)
target_include_directories(unit_notify PRIVATE ${PROJECT_SOURCE_DIR}/src/notify)
