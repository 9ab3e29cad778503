quittance_test(unit_pages SOURCES ${here}/format.cpp ${here}/public.cpp ${here}/samples.cpp ${here}/terms.cpp ${here}/renewal.cpp
  ${here}/plan.cpp ${here}/client.cpp ${here}/words.cpp ${here}/client_golden.cpp ${here}/client_settings.cpp ${here}/desk.cpp ${here}/templates.cpp
  ${here}/letter_folder.cpp ${here}/letters.cpp ${here}/letter_templates.cpp ${here}/tone.cpp ${here}/receipt.cpp ${here}/owner_digest.cpp ${here}/letter_words.cpp
  LIBRARIES quittance::pages)
# The scan of templates is the room's own; it is tested from inside.
target_include_directories(unit_pages PRIVATE ${PROJECT_SOURCE_DIR}/src/pages)
