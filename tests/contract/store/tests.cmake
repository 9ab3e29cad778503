quittance_test(contract_store
  SOURCES ${here}/accounts.cpp ${here}/queues.cpp ${here}/outbox.cpp ${here}/registry.cpp ${here}/redis_trouble.cpp
          ${here}/refusals.cpp ${here}/transports.cpp ${here}/fsck.cpp ${here}/differential.cpp ${here}/formats.cpp ${here}/letters.cpp ${here}/erasure.cpp
          ${here}/rights.cpp
  LIBRARIES quittance_doubles quittance_redis_server quittance::redis
  TIMEOUT 900)
target_include_directories(contract_store PRIVATE ${PROJECT_SOURCE_DIR}/src/redis)
