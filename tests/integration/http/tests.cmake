quittance_test(integration_http
  SOURCES ${here}/rig.cpp ${here}/conversation.cpp
  LIBRARIES quittance::http)
