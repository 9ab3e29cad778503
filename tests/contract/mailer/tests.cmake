quittance_test(contract_mailer
  SOURCES ${here}/smtp_peer.cpp ${here}/promises.cpp ${here}/smtp_trouble.cpp ${here}/files.cpp
  LIBRARIES quittance_doubles quittance::smtp)
