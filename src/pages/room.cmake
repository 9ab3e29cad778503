quittance_room(pages
  SOURCES format.cpp layout.cpp templates.cpp template_scan.cpp sheet.cpp parts.cpp notices.cpp return_page.cpp
          agreement.cpp terms_note.cpp terms_page.cpp plan_words.cpp plan_page.cpp
          client_template.cpp client_words.cpp client_page.cpp desk.cpp
          plain_text.cpp seen_text.cpp tone_lint.cpp letter_kinds.cpp letter_view.cpp letter_sheet.cpp
          letter_files.cpp letter_checks.cpp letter_samples.cpp letter_book.cpp letter_preview.cpp
  MAY_USE domain base
  LIBRARIES PkgConfig::ctemplate PkgConfig::icu)
