quittance_room(records
  SOURCES documents.cpp disclosure.cpp event_text.cpp ledger.cpp reader.cpp text.cpp
  MAY_USE domain base
  LIBRARIES simdjson::simdjson Boost::headers)
