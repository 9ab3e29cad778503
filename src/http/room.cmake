quittance_room(http
  SOURCES message.cpp form.cpp router.cpp token_bucket.cpp gate.cpp chunked.cpp wire.cpp forwarded.cpp traffic.cpp
          service.cpp connection.cpp server.cpp
  MAY_USE net base
  ASIO)
