# The auditor reads stored texts by itself: of the product it sees words of `base` only. What only the product
# can be asked (decide twice, decode and encode) is a library of its own.
find_package(OpenSSL 3 REQUIRED)
add_library(quittance_product_probe STATIC ${here}/product_probe.cpp)
target_include_directories(quittance_product_probe PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(quittance_product_probe PUBLIC quittance::base PRIVATE quittance::records quittance::domain)

add_library(quittance_auditor STATIC
  ${here}/auditor.cpp ${here}/auditor_texts.cpp ${here}/auditor_model.cpp ${here}/auditor_fold.cpp ${here}/auditor_account_fold.cpp ${here}/auditor_letter_fold.cpp
  ${here}/auditor_letters.cpp ${here}/auditor_mail.cpp
  ${here}/auditor_sums.cpp ${here}/auditor_timeline.cpp ${here}/auditor_ledger.cpp ${here}/auditor_commits.cpp ${here}/auditor_calls.cpp
  ${here}/auditor_orders.cpp ${here}/auditor_webhooks.cpp ${here}/auditor_words.cpp ${here}/auditor_api.cpp ${here}/auditor_agreements.cpp ${here}/auditor_rests.cpp ${here}/auditor_credits.cpp ${here}/auditor_erasure.cpp ${here}/auditor_store.cpp ${here}/auditor_books.cpp
  ${here}/auditor_book_reader.cpp ${here}/auditor_spare.cpp)
target_include_directories(quittance_auditor PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(quittance_auditor PUBLIC quittance::base Boost::json
                                        PRIVATE quittance_product_probe OpenSSL::Crypto)
