find_package(rapidcheck REQUIRED)
quittance_test(unit_domain
  SOURCES ${here}/money.cpp ${here}/calendar.cpp ${here}/booking.cpp ${here}/checkout.cpp ${here}/payment.cpp
          ${here}/returns.cpp ${here}/refund_orders.cpp ${here}/by_hand.cpp
          ${here}/changed_terms.cpp ${here}/credits.cpp ${here}/money_properties.cpp ${here}/any_order.cpp ${here}/any_order_collecting.cpp ${here}/wake.cpp ${here}/move.cpp ${here}/properties.cpp
          ${here}/plan.cpp ${here}/plan_dates.cpp ${here}/plan_properties.cpp ${here}/schedule.cpp ${here}/plan_rules.cpp ${here}/notices.cpp
          ${here}/story.cpp ${here}/collecting.cpp ${here}/reminding.cpp ${here}/reminding_story.cpp ${here}/announcing.cpp ${here}/reminding_anew.cpp ${here}/further_contacts.cpp ${here}/client_wishes.cpp ${here}/renewals.cpp ${here}/rearranging.cpp ${here}/rescheduling.cpp ${here}/late_fees.cpp ${here}/no_shows.cpp ${here}/rests.cpp ${here}/rested_charges.cpp ${here}/changed_credits.cpp ${here}/letters_of_payments.cpp ${here}/forecasts.cpp ${here}/returned_letters.cpp ${here}/letters_late.cpp ${here}/reminding_properties.cpp ${here}/plan_money.cpp ${here}/collecting_story.cpp ${here}/collecting_calendar.cpp ${here}/kept_card.cpp ${here}/journal.cpp ${here}/journal_checks.cpp ${here}/erasure.cpp ${here}/other_address.cpp ${here}/customer_address.cpp ${here}/put_off_copies.cpp ${here}/plan_messages.cpp ${here}/taking_turns.cpp ${here}/undelivered.cpp ${here}/ids.cpp ${here}/reservations.cpp ${here}/held_letters.cpp ${here}/client_credit.cpp
  LIBRARIES quittance::domain rapidcheck)
