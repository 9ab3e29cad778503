# A room is one static library. Its include path is its own door, the doors it lists as MAY_USE and its own
# private folder, and no other: every room has a build-tree folder whose only content is a link to its door,
# so a header of a room that was not listed is not found.
#
#   quittance_room(engine
#     SOURCES  settle.cpp lanes.cpp          # below src/engine
#     MAY_USE  domain base                   # rooms, arrows point down
#     LIBRARIES Boost::headers               # third parties, seen inside only
#     DOOR_LIBRARIES Boost::headers          # third parties the door itself needs (Asio's awaitable)
#     ASIO)                                  # use the precompiled header of Asio
function(quittance_room name)
  cmake_parse_arguments(ROOM "ASIO" "" "SOURCES;MAY_USE;LIBRARIES;DOOR_LIBRARIES" ${ARGN})
  set(door ${PROJECT_BINARY_DIR}/doors/${name})
  file(MAKE_DIRECTORY ${door}/quittance)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/include/quittance/${name} ${door}/quittance/${name} SYMBOLIC)

  list(TRANSFORM ROOM_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/src/${name}/)
  add_library(quittance_${name} STATIC ${ROOM_SOURCES})
  add_library(quittance::${name} ALIAS quittance_${name})
  target_include_directories(quittance_${name} PUBLIC ${door} PRIVATE ${PROJECT_SOURCE_DIR}/src/${name})
  list(TRANSFORM ROOM_MAY_USE PREPEND quittance::)
  target_link_libraries(quittance_${name} PUBLIC quittance_flags ${ROOM_MAY_USE} ${ROOM_DOOR_LIBRARIES}
                                          PRIVATE ${ROOM_LIBRARIES})
  if(ROOM_ASIO AND TARGET quittance_asio_pch)
    target_precompile_headers(quittance_${name} REUSE_FROM quittance_asio_pch)
  endif()
endfunction()
