quittance_room(app
  SOURCES suggestion.cpp toml_section.cpp endpoint.cpp config_file.cpp offers_file.cpp offer_plan.cpp written_values.cpp
          state_folder.cpp descriptors.cpp
          environment.cpp wall_clock.cpp foundation.cpp processor_link.cpp store_link.cpp binding.cpp wiring.cpp
          origin.cpp site_options.cpp gateway.cpp api_keys.cpp finding.cpp account_text.cpp journal_text.cpp trouble_flags.cpp
          doctor_report.cpp doctor_webhook.cpp doctor_address.cpp amount_gate.cpp
          command_line.cpp command_serve.cpp command_sandbox.cpp command_journal.cpp command_key.cpp command_link.cpp command_show.cpp
          command_move.cpp command_money.cpp money_line.cpp refusal_text.cpp command_doctor.cpp command_fsck.cpp command_health.cpp command_addresses.cpp
          store_mark.cpp processor_mark.cpp store_guard.cpp recovery.cpp command_reconcile.cpp parked_events.cpp
          plan_text.cpp plan_findings.cpp command_plan.cpp
          notify_section.cpp notify_options.cpp command_notify.cpp
          letters_folder.cpp command_preview.cpp
          mail_section.cpp reminders_section.cpp holiday_rules.cpp holidays_folder.cpp letter_view.cpp letter_words.cpp agreement_words.cpp post.cpp command_forecast.cpp
          command_bounce.cpp command_evidence.cpp evidence_text.cpp client_record.cpp command_erase.cpp erasure_text.cpp letters_text.cpp digest_words.cpp
  MAY_USE base domain records engine pages http net stripe redis smtp notify web sandbox
  LIBRARIES PkgConfig::tomlplusplus fmt::fmt Boost::json
  ASIO)
target_compile_definitions(quittance_app PRIVATE QUITTANCE_VERSION="${PROJECT_VERSION}")

add_executable(quittance ${PROJECT_SOURCE_DIR}/src/app/main.cpp)
target_link_libraries(quittance PRIVATE quittance::app)
set_target_properties(quittance PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
# Eight to ten per cent of the gateway's time; sanitizers need the allocator they know.
if(NOT QUITTANCE_SANITIZE)
  target_link_libraries(quittance PRIVATE mimalloc)
  target_compile_definitions(quittance PRIVATE QUITTANCE_MIMALLOC)
endif()
