# The simulation's judge, judged.
quittance_test(unit_simulation
  SOURCES ${here}/history.cpp ${here}/clean.cpp ${here}/commits.cpp ${here}/webhooks.cpp ${here}/requests.cpp
          ${here}/store.cpp ${here}/books.cpp ${here}/words.cpp ${here}/api.cpp ${here}/plans.cpp ${here}/agreements.cpp ${here}/rests.cpp ${here}/erasure.cpp ${here}/charges.cpp ${here}/planted.cpp ${here}/armed.cpp ${here}/not_planted.cpp ${here}/credits.cpp
  LIBRARIES quittance_auditor quittance_product_probe quittance::records quittance::domain quittance::base)
set_source_files_properties(${here}/planted.cpp ${here}/armed.cpp ${here}/armed.cpp PROPERTIES COMPILE_DEFINITIONS QUITTANCE_PLANTED)
