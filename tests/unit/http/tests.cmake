quittance_test(unit_http
  SOURCES ${here}/gate.cpp ${here}/chunked.cpp ${here}/form.cpp ${here}/router.cpp ${here}/token_bucket.cpp
          ${here}/forwarded.cpp
  LIBRARIES quittance::http)
# The gate and its kin are pure functions behind the door: their own tables test them.
target_include_directories(unit_http PRIVATE ${PROJECT_SOURCE_DIR}/src/http)
