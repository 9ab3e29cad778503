quittance_test(integration_notify
  SOURCES ${here}/rig.cpp ${here}/telling.cpp ${here}/trouble.cpp ${here}/side_by_side.cpp
          ${PROJECT_SOURCE_DIR}/tests/integration/net/authority.cpp ${PROJECT_SOURCE_DIR}/tests/integration/net/peer.cpp
  LIBRARIES quittance_doubles quittance::notify)
target_include_directories(integration_notify PRIVATE ${PROJECT_SOURCE_DIR}/src/notify)
