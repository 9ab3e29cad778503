quittance_room(notify
  SOURCES signature.cpp schedule.cpp url.cpp sender.cpp line.cpp notifier.cpp
  MAY_USE engine net base
  ASIO)
