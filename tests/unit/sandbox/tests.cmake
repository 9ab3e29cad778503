quittance_test(unit_sandbox
  SOURCES ${here}/sessions.cpp ${here}/cards.cpp ${here}/idempotency.cpp ${here}/parameters.cpp ${here}/money_back.cpp
          ${here}/events.cpp ${here}/journal.cpp ${here}/collecting.cpp
  LIBRARIES quittance::sandbox Boost::json)
