find_package(rapidcheck REQUIRED)
quittance_test(unit_redis
  SOURCES ${here}/address.cpp ${here}/resp.cpp ${here}/keys.cpp ${here}/packing.cpp ${here}/refusals.cpp
          ${here}/strange_answers.cpp ${here}/tape.cpp
  LIBRARIES quittance::redis rapidcheck)
target_include_directories(unit_redis PRIVATE ${PROJECT_SOURCE_DIR}/src/redis)
