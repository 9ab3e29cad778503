quittance_room(domain
  SOURCES currency.cpp money.cpp calendar.cpp ids.cpp plan.cpp split.cpp schedule.cpp plan_rules.cpp offer.cpp merge.cpp evolve.cpp decide.cpp decide_facts.cpp
          balance.cpp attention.cpp wake.cpp names.cpp notices.cpp
  MAY_USE base
  LIBRARIES date::date-tz fmt::fmt)
