find_package(rapidcheck REQUIRED)
quittance_test(unit_domain
  SOURCES ${here}/money.cpp ${here}/calendar.cpp ${here}/booking.cpp ${here}/checkout.cpp ${here}/payment.cpp
          ${here}/returns.cpp ${here}/any_order.cpp ${here}/wake.cpp ${here}/move.cpp ${here}/properties.cpp
          ${here}/plan.cpp ${here}/plan_dates.cpp ${here}/plan_properties.cpp ${here}/schedule.cpp ${here}/plan_rules.cpp ${here}/notices.cpp
          ${here}/story.cpp
  LIBRARIES quittance::domain rapidcheck)
