pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
quittance_room(smtp
  SOURCES address.cpp plain_text.cpp header_block.cpp mask.cpp transfer_encoding.cpp message.cpp mime_reader.cpp reading.cpp status_code.cpp
          bounce.cpp rate_limit.cpp dialogue.cpp sockets.cpp smtp_carrier.cpp folder_carrier.cpp mail_folder.cpp carrier_pool.cpp
          free_lines.cpp
          pooled_mailer.cpp mailer.cpp
  MAY_USE engine base
  LIBRARIES PkgConfig::curl fmt::fmt
  ASIO)
