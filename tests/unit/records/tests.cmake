find_package(rapidcheck REQUIRED)
quittance_test(unit_records
  SOURCES ${here}/documents.cpp ${here}/ledger.cpp ${here}/golden.cpp ${here}/erasure.cpp ${here}/disclosure.cpp
  LIBRARIES quittance::records Boost::headers rapidcheck)
# The property tests fill values by the room's own description of them.
target_include_directories(unit_records PRIVATE ${PROJECT_SOURCE_DIR}/src/records)
