quittance_test(contract_sandbox
  SOURCES ${here}/event_shapes.cpp ${here}/http_face.cpp
  LIBRARIES quittance::sandbox quittance::http quittance::net Boost::json)

quittance_test(contract_adapter
  SOURCES ${here}/adapter.cpp ${here}/cards.cpp ${here}/doubles.cpp
  LIBRARIES quittance::stripe quittance::sandbox quittance_doubles)

quittance_test(contract_charges_in_trouble
  SOURCES ${here}/charges_in_trouble.cpp
  LIBRARIES quittance_simulator
  TIMEOUT 900)
