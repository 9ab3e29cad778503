quittance_test(unit_engine
  SOURCES ${here}/world.cpp ${here}/clicks.cpp ${here}/lanes.cpp ${here}/together.cpp ${here}/webhooks.cpp ${here}/links.cpp ${here}/claims.cpp ${here}/notices.cpp ${here}/wakes.cpp ${here}/event_list.cpp ${here}/working.cpp ${here}/refunds.cpp ${here}/crashes.cpp ${here}/collecting.cpp ${here}/card_pages.cpp ${here}/letters.cpp ${here}/letters_held_up.cpp ${here}/letters_on_record.cpp ${here}/put_off_copies.cpp ${here}/customer_changes.cpp ${here}/known_faults.cpp ${here}/quarantine.cpp ${here}/reconciliation.cpp ${here}/owner_digest.cpp ${here}/bounced_credit.cpp
  LIBRARIES quittance_doubles quittance::engine quittance::domain quittance::base)
target_include_directories(unit_engine PRIVATE ${PROJECT_SOURCE_DIR}/src/engine)
