quittance_room(app
  SOURCES suggestion.cpp toml_section.cpp endpoint.cpp config_file.cpp offers_file.cpp state_folder.cpp
          environment.cpp wall_clock.cpp foundation.cpp processor_link.cpp store_link.cpp binding.cpp wiring.cpp
  MAY_USE base domain engine http net stripe redis
  LIBRARIES PkgConfig::tomlplusplus fmt::fmt
  ASIO)
