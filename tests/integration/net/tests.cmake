quittance_test(integration_net
  SOURCES ${here}/authority.cpp ${here}/peer.cpp ${here}/https_client.cpp ${here}/permitted.cpp
  LIBRARIES quittance::net)
