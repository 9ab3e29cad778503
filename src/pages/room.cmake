quittance_room(pages
  SOURCES format.cpp layout.cpp templates.cpp template_scan.cpp sheet.cpp parts.cpp notices.cpp return_page.cpp
          agreement.cpp terms_note.cpp terms_page.cpp plan_page.cpp desk.cpp
  MAY_USE domain base
  LIBRARIES PkgConfig::ctemplate PkgConfig::icu)
