"""What clients and booking pages do: links, the API, paying with a card."""
import http.client
import json
import random
import urllib.parse

from .description import Description
from .http_client import Forms, ask, get, post
from .waiting import eventually


class Booking:
    """Needs `gateway`, `api_key`, `secrets` and `numbers`."""

    _description = None

    def reference(self, prefix="ref"):
        return f"{prefix}-{next(self.numbers)}-{random.randrange(10**9)}"

    def link(self, reference, offer="coaching-60", gateway=None, **parameters):
        query = urllib.parse.urlencode({"ref": reference, **parameters})
        if "email" in parameters:
            self.secrets.add(parameters["email"])
        return f"{(gateway or self.gateway).url}/pay/{offer}?{query}"

    def click(self, reference, **more):
        return get(self.link(reference, **more))

    def book(self, reference=None, **more):
        """Clicks a plain link; answers reference and payment page."""
        reference = reference or self.reference()
        reply = self.click(reference, **more)
        if reply.status not in (302, 303) or "/c/pay/" not in reply.location:
            raise AssertionError(f"expected to be sent to the payment page: {reply!r}")
        return reference, reply.location

    def api(self, method, path, body=None, key=None, headers=None, gateway=None):
        headers = dict(headers or {})
        headers.setdefault("Authorization", "Bearer " + (key or self.api_key))
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        reply = ask(method, (gateway or self.gateway).url + path, body, headers)
        if path.startswith("/v1/") and self.description is not None:
            self.description.check(method, path, body, headers, reply)
        return reply

    @property
    def description(self):
        """Every call of every test is held against it; nothing while no gateway can be asked for it."""
        if self._description is None:
            try:
                self._description = Description.of(self.gateway.url)
            except (OSError, http.client.HTTPException):
                return None
        return self._description

    def checkout(self, body=None, **more):
        """POST /v1/checkouts of coaching-60 unless told otherwise."""
        fields = {"offer": "coaching-60", "reference": self.reference("api"), **(body or {})}
        return self.api("POST", "/v1/checkouts", {name: v for name, v in fields.items() if v is not None}, **more)

    def booking(self, reference, **query):
        return self.booking_at(self.gateway, reference, **query)

    def booking_at(self, gateway, reference, **query):
        query = urllib.parse.urlencode(query)
        path = f"/v1/bookings/{urllib.parse.quote(reference, safe='')}" + ("?" + query if query else "")
        reply = self.api("GET", path, gateway=gateway)
        if reply.status != 200:
            raise AssertionError(f"the API does not know {reference}: {reply!r}")
        told = reply.json()
        self.secrets.add(told["page_url"].rsplit("/", 1)[1])
        return told

    def wait_state(self, reference, state, patience=None):
        return eventually(lambda: (lambda told: told if told["state"] == state else None)(self.booking(reference)),
                          f"{reference} becomes {state}", patience, 0.05)

    # --- Paying, as a browser would
    def pay(self, page, number="4242424242424242", email="payer@example.com"):
        """Answers the reply of the payment page; a payment sends the browser on."""
        shown = get(page)
        form = next((one for one in Forms(shown.text).all if "number" in one["fields"]), None)
        if form is None:
            raise AssertionError(f"{page} is no payment page: {shown!r}")
        fields = dict(form["fields"], number=number, expiry="12 / 34", cvc="123", name="Pat Payer")
        if "email" in fields:
            fields["email"] = email
        self.secrets.update({email, number})
        return post(urllib.parse.urljoin(page, form["action"]), fields)

    def pay_and_return(self, page, **more):
        reply = self.pay(page, **more)
        if reply.status != 303 or "/r/" not in reply.location:
            raise AssertionError(f"expected to be sent back: {reply!r}")
        return reply.location
