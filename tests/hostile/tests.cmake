# Named for its label: it runs with the integration tests. QUITTANCE_FULL=1 makes the random parts long.
quittance_test(integration_hostile
  SOURCES ${here}/corpus.cpp ${here}/prober.cpp ${here}/verdicts.cpp ${here}/mutations.cpp ${here}/behind_proxies.cpp
  LIBRARIES quittance_http_rig TIMEOUT 1800)
