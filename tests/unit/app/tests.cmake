quittance_test(unit_app
  SOURCES ${here}/config.cpp ${here}/offers.cpp ${here}/notify.cpp ${here}/plan.cpp ${here}/plan_findings.cpp ${here}/environment.cpp ${here}/suggestion.cpp ${here}/wall_clock.cpp ${here}/link.cpp ${here}/journal.cpp
          ${here}/binding.cpp ${here}/doctor.cpp ${here}/store_mark.cpp ${here}/recovery.cpp ${here}/trouble_flags.cpp
          ${here}/state_folder.cpp ${here}/letters.cpp ${here}/evidence.cpp ${here}/holidays.cpp ${here}/agreements.cpp ${here}/client_record.cpp ${here}/account_text.cpp ${here}/letters_text.cpp ${here}/letters_of_credit.cpp
          ${here}/parked_events.cpp
          ${here}/processor_mark.cpp
  LIBRARIES quittance::app quittance::records quittance_doubles PkgConfig::tomlplusplus)
target_include_directories(unit_app PRIVATE ${PROJECT_SOURCE_DIR}/src/app)
