quittance_test(unit_base SOURCES ${here}/time.cpp ${here}/digest.cpp ${here}/log.cpp ${here}/suspension.cpp
  LIBRARIES quittance::base)
