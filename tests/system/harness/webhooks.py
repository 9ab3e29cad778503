"""Webhooks of our own, signed like the processor's."""
import hashlib
import hmac
import json
import os

from .http_client import post

API_VERSION = "2026-10-28.endive"


class Webhooks:
    """Needs `webhook_secret`, `store_id`, `now()` and `gateway`."""

    def sign(self, body, secret=None, at=None):
        return signature(body, secret or self.webhook_secret, self.now() if at is None else at)

    def deliver(self, event, secret=None, at=None, gateway=None, line=None):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": self.sign(body, secret, at)}
        if line is not None:
            return line.ask("POST", "/webhooks/stripe", body, headers)
        return post((gateway or self.gateway).url + "/webhooks/stripe", body, headers=headers)

    def paid_event(self, told, session=None, **more):
        """The event that the payment of a booking (as the API tells it) would cause."""
        session = session or told["checkout_url"].rsplit("/", 1)[1].split("#")[0]
        return paid_event(self.store_id, told["client"], told["booking"], session, told["amount"], told["currency"],
                          self.now(), **more)


def signature(body, secret, at):
    mac = hmac.new(secret.encode(), str(int(at)).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={int(at)},v1={mac}"


def event_of(kind, data, at, event_id=None, livemode=False, version=API_VERSION):
    return {"id": event_id or "evt_" + hashlib.sha256(os.urandom(16)).hexdigest()[:24], "object": "event",
            "api_version": version, "created": int(at), "type": kind, "livemode": livemode, "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None}, "data": {"object": data}}


def paid_event(store, client, booking, session, amount, currency, at, event_id=None, checkout=1, livemode=False,
               metadata=None):
    route = {"q_store": store, "q_client": client, "q_booking": booking, "q_checkout": str(checkout)}
    data = {"id": session, "object": "checkout.session", "amount_subtotal": amount, "amount_total": amount,
            "created": int(at), "currency": currency.lower(), "expires_at": int(at) + 7000, "livemode": livemode,
            "metadata": route if metadata is None else metadata, "mode": "payment",
            "payment_intent": "pi_" + hashlib.sha256(session.encode()).hexdigest()[:24], "payment_status": "paid",
            "status": "complete", "url": None, "customer": None, "customer_email": None, "ui_mode": "hosted_page",
            "customer_details": {"email": "payer@example.com", "name": "Pat Payer", "phone": None, "address": None},
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}, "subscription": None,
            "cancel_url": "https://pay.example.com/r/x", "success_url": "https://pay.example.com/r/x"}
    return event_of("checkout.session.completed", data, at, event_id, livemode)
