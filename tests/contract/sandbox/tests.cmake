quittance_test(contract_sandbox
  SOURCES ${here}/event_shapes.cpp ${here}/http_face.cpp
  LIBRARIES quittance::sandbox quittance::http quittance::net Boost::json)
