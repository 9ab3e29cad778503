add_library(quittance_http_rig OBJECT ${here}/rig.cpp ${here}/front.cpp ${here}/nginx.cpp ${here}/haproxy.cpp)
target_link_libraries(quittance_http_rig PUBLIC quittance::http doctest::doctest)
target_include_directories(quittance_http_rig PUBLIC ${here})

quittance_test(integration_http
  SOURCES ${here}/conversation.cpp ${here}/refusals.cpp ${here}/time_and_crowds.cpp ${here}/burden.cpp
  LIBRARIES quittance_http_rig)
