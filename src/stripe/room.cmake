quittance_room(stripe
  SOURCES form.cpp text.cpp locale.cpp amounts.cpp http_date.cpp access.cpp json.cpp statuses.cpp objects.cpp pointer.cpp
          retry_rule.cpp api_error.cpp caller.cpp delivery.cpp fields.cpp checkout_form.cpp charge_forms.cpp lists.cpp processor.cpp
          https_transport.cpp pace.cpp webhook_signature.cpp webhook_event.cpp endpoints.cpp
  MAY_USE engine domain net base
  LIBRARIES fmt::fmt simdjson::simdjson
  ASIO)
