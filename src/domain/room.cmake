quittance_room(domain
  SOURCES currency.cpp money.cpp calendar.cpp ids.cpp plan.cpp split.cpp schedule.cpp plan_rules.cpp offer.cpp merge.cpp evolve.cpp decide.cpp decide_facts.cpp decide_payer.cpp decide_collect.cpp decide_refunds.cpp decide_hand.cpp decide_terms.cpp decide_plan.cpp decide_service.cpp renewal.cpp fees.cpp rests.cpp decide_delivery.cpp credits.cpp timeline.cpp standing.cpp collecting.cpp kept_card.cpp decide_cards.cpp
          balance.cpp attention.cpp wake.cpp names.cpp notices.cpp correspondence.cpp reminding.cpp decide_reminders.cpp decide_wishes.cpp anew.cpp decide_letters.cpp decide_address.cpp forecast.cpp journal.cpp journal_position.cpp erasure.cpp without_person.cpp for_client.cpp open_item.cpp decide_answers.cpp
          plan_messages.cpp decide_reservations.cpp decide_credit.cpp waiting_words.cpp used_credit.cpp
  MAY_USE base
  LIBRARIES date::date-tz fmt::fmt)
