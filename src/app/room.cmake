quittance_room(app
  SOURCES suggestion.cpp toml_section.cpp endpoint.cpp config_file.cpp offers_file.cpp state_folder.cpp
          environment.cpp wall_clock.cpp
  MAY_USE base domain http
  LIBRARIES PkgConfig::tomlplusplus fmt::fmt
  ASIO)
