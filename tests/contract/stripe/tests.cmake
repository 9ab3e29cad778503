quittance_test(contract_stripe SOURCES ${here}/events.cpp ${here}/replies.cpp LIBRARIES quittance::stripe)
