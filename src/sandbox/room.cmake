quittance_room(sandbox
  SOURCES authorization.cpp blanks.cpp cards.cpp charges.cpp charging.cpp checkout_sessions.cpp currencies.cpp
          customers.cpp deliveries.cpp disputes.cpp events.cpp expansion.cpp form.cpp http_date.cpp idempotency.cpp identifiers.cpp
          inputs.cpp operations.cpp parameter_table.cpp parameters.cpp paying.cpp payment_intents.cpp
          payment_methods.cpp processor.cpp processor_desk.cpp reading.cpp refunds.cpp refusal.cpp rules.cpp
          session_rules.cpp webhook_endpoints.cpp world.cpp
          api_routes.cpp demo_page.cpp desk_routes.cpp html.cpp journal.cpp page_routes.cpp payment_page.cpp sender.cpp
          server.cpp trouble_form.cpp
  MAY_USE http net base
  LIBRARIES Boost::json fmt::fmt
  ASIO)
