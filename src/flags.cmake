# Flags every target of the house is built with, in one interface target.
add_library(quittance_flags INTERFACE)
target_compile_options(quittance_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Woverloaded-virtual
  -Wconversion -Wsign-conversion -Wdouble-promotion -Wimplicit-fallthrough
  -Wno-missing-field-initializers -Winvalid-pch
  -fstack-protector-strong)
if(QUITTANCE_WERROR)
  target_compile_options(quittance_flags INTERFACE -Werror)
endif()
target_link_options(quittance_flags INTERFACE -fuse-ld=lld -Wl,-z,relro,-z,now)

# Asio and Beast are compiled once, in net and http; the others only declare against them.
target_compile_definitions(quittance_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  BOOST_ASIO_DISABLE_BOOST_COROUTINE)

if(QUITTANCE_SANITIZE)
  target_compile_options(quittance_flags INTERFACE
    -fsanitize=${QUITTANCE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(quittance_flags INTERFACE -fsanitize=${QUITTANCE_SANITIZE})
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
else()
  target_compile_definitions(quittance_flags INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()
if(QUITTANCE_FUZZ)
  # Only the targets bring libFuzzer's main; the rooms are watched by it.
  target_compile_options(quittance_flags INTERFACE -fsanitize=fuzzer-no-link)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
endif()
