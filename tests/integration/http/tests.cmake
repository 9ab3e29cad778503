quittance_test(integration_http
  SOURCES ${here}/rig.cpp ${here}/conversation.cpp ${here}/refusals.cpp ${here}/time_and_crowds.cpp ${here}/burden.cpp
          ${here}/nginx.cpp ${here}/behind_nginx.cpp
  LIBRARIES quittance::http)
