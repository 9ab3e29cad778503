quittance_room(base
  SOURCES assert.cpp time.cpp entropy.cpp secret.cpp digest.cpp encoding.cpp log.cpp metrics.cpp suspension.cpp
  LIBRARIES OpenSSL::Crypto fmt::fmt PkgConfig::prometheus
  DOOR_LIBRARIES quittance_asio
  ASIO)
