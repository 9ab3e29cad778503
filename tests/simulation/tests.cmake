include(${here}/auditor.cmake)
include(${here}/simulator.cmake OPTIONAL)
