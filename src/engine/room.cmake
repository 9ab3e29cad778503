quittance_room(engine
  SOURCES accounts.cpp lanes.cpp joint_decision.cpp change.cpp orders.cpp effects.cpp effect_kinds.cpp checkouts.cpp payer_page.cpp settlement.cpp commands.cpp look_ups.cpp
          event_list.cpp news.cpp bookings.cpp workers.cpp reconciliation.cpp gather.cpp patience.cpp names.cpp notice_body.cpp letters.cpp returned_mail.cpp erasure.cpp owner_digest.cpp
  MAY_USE domain base
  LIBRARIES Boost::json
  ASIO)
