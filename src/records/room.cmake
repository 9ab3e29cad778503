quittance_room(records
  SOURCES documents.cpp ledger.cpp reader.cpp text.cpp
  MAY_USE domain base
  LIBRARIES simdjson::simdjson Boost::headers)
