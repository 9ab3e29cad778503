quittance_test(unit_smtp
  SOURCES ${here}/addresses.cpp ${here}/letters.cpp ${here}/samples.cpp ${here}/strict_parser.cpp ${here}/bounces.cpp ${here}/reading.cpp ${here}/dialogues.cpp ${here}/settings.cpp
  LIBRARIES quittance_doubles quittance::smtp)
# What headers and bodies are cleaned of is asked of the room itself.
target_include_directories(unit_smtp PRIVATE ${PROJECT_SOURCE_DIR}/src/smtp)
