# The sentences of pages go into the program, one catalogue for each language.
set(quittance_words "")
foreach(quittance_language IN ITEMS de en es fr pt)
  set(quittance_catalogue ${CMAKE_CURRENT_LIST_DIR}/words/${quittance_language}.txt)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${quittance_catalogue})
  file(READ ${quittance_catalogue} quittance_sentences)
  string(APPEND quittance_words
    "        language_text{\"${quittance_language}\", R\"words(${quittance_sentences})words\"},\n")
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/catalogue_text.cpp.in ${PROJECT_BINARY_DIR}/made/catalogue_text.cpp @ONLY)

quittance_room(pages
  SOURCES format.cpp locale_tags.cpp catalogue.cpp words.cpp
          layout.cpp templates.cpp template_scan.cpp sheet.cpp parts.cpp notices.cpp return_page.cpp
          agreement.cpp renewal.cpp terms_note.cpp terms_page.cpp plan_words.cpp plan_page.cpp
          client_template.cpp client_words.cpp client_settings.cpp client_page.cpp statement.cpp desk.cpp
          plain_text.cpp seen_text.cpp tone_lint.cpp letter_kinds.cpp letter_view.cpp letter_sheet.cpp
          letter_files.cpp letter_checks.cpp letter_samples.cpp letter_book.cpp letter_preview.cpp
          receipt.cpp owner_digest.cpp
  MAY_USE domain base
  LIBRARIES PkgConfig::ctemplate PkgConfig::icu)
target_sources(quittance_pages PRIVATE ${PROJECT_BINARY_DIR}/made/catalogue_text.cpp)
