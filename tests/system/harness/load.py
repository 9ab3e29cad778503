"""Clients, payers and a processor that never stop asking, whatever dies meanwhile.

A lost connection and a 503 are what trouble may bring; the same thing is asked again. Everything else that was
not expected is kept and raised at the end.
"""
import collections
import http.client
import random
import threading
import time

from .http_client import Line, get
from .webhooks import event_of

LOST = (OSError, http.client.HTTPException)


class Load:
    """`journeys` threads book, pay and are refunded; `knocks` threads deliver webhooks of their own, some twice.

    Webhooks of `knocks` tell of payments the processor knows nothing of: only the webhook can have booked them, so
    that an acknowledged one that got lost stays lost and is seen.
    """

    def __init__(self, world, journeys=4, knocks=4, seed=None, patience=120):
        self.world, self.patience = world, patience
        self.store_id = world.store_id  # read while there is a store, and by one thread
        self.random = random.Random(seed)
        self.tally, self.wrong = collections.Counter(), []
        self.travelled, self.told, self.acknowledged = [], [], []
        self.slowest = 0.0
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._repeat, args=(work, self.random.random()), daemon=True)
                        for work in [self._journey] * journeys + [self._knock] * knocks]

    def start(self):
        for one in self.threads:
            one.start()
        return self

    def stop(self):
        """Lets everybody end what they are at, and raises the first thing that went wrong."""
        self.over.set()
        for one in self.threads:
            one.join(self.patience + 60)
            if one.is_alive():
                self.wrong.append(AssertionError("a client hangs"))
        self.raise_wrong()

    def raise_wrong(self):
        if self.wrong:
            raise self.wrong[0]

    def _repeat(self, work, seed):
        chance, line = random.Random(seed), Line(self.world.gateway.address, 45)
        try:
            while not self.over.is_set():
                work(chance, line)
        except Exception as failed:
            self.wrong.append(failed)
        finally:
            line.close()

    def insist(self, ask, *accepted):
        """Asks until the answer is one of `accepted`."""
        until = time.monotonic() + self.patience
        while True:
            began, reply = time.monotonic(), None
            try:
                reply = ask()
            except LOST:
                self.tally["lost"] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
            if reply is not None and reply.status in accepted:
                return reply
            if reply is not None and reply.status != 503:
                raise AssertionError(f"neither {accepted} nor 503: {reply!r}")
            self.tally["refused"] += reply is not None
            if time.monotonic() > until:
                raise AssertionError(f"asked in vain for {self.patience} s (last: {reply!r})")
            time.sleep(0.02)

    # --- A client
    def _journey(self, chance, line):
        world = self.world
        reference = world.reference("journey")
        path = "/pay/coaching-60?ref=" + reference
        page = self.insist(lambda: line.ask("GET", path, headers={"User-Agent": "Mozilla/5.0"}), 303).location
        back = self.insist(lambda: world.pay(page), 303).location
        self.travelled.append(reference)
        self.tally["paid"] += 1
        if chance.random() < 0.3:
            self.insist(lambda: get(back), 200)
        if chance.random() < 0.1:
            self.insist(lambda: world.click(reference), 200, 303)
        if chance.random() < 0.15:
            self._refund(page.rsplit("/", 1)[1])

    def _refund(self, session):
        intent = self.world.processor_object("checkout/sessions/" + session)["payment_intent"]
        self.world.dashboard("refund", payment_intent=intent)
        self.tally["refunded"] += 1

    # --- A processor
    def _knock(self, chance, line):
        world = self.world
        body = '{"offer":"coaching-60","reference":"%s"}' % world.reference("knock")
        headers = {"Authorization": "Bearer " + world.api_key, "Content-Type": "application/json"}
        told = self.insist(lambda: line.ask("POST", "/v1/checkouts", body, headers), 200, 201).json()
        event = world.paid_event(told)
        if chance.random() < 0.2:  # what the processor says beside it, first
            self.insist(lambda: world.deliver(self._beside(event), line=line), 200)
        self.insist(lambda: world.deliver(event, line=line), 200)
        self.told.append((told, event))
        self.acknowledged.append(told)
        self.tally["acknowledged"] += 1
        if chance.random() < 0.3:
            self.insist(lambda: world.deliver(event, line=line), 200)
            self.tally["duplicates"] += 1

    @staticmethod
    def _beside(event):
        session = event["data"]["object"]
        intent = {"id": session["payment_intent"], "object": "payment_intent", "amount": session["amount_total"],
                  "amount_received": session["amount_total"], "currency": session["currency"],
                  "created": session["created"], "livemode": False, "metadata": session["metadata"],
                  "status": "succeeded", "latest_charge": "ch_" + session["payment_intent"][3:]}
        return event_of("payment_intent.succeeded", intent, session["created"])

    # --- What must hold
    def take_acknowledged(self):
        taken, self.acknowledged = self.acknowledged, []
        return taken

    def expect_booked(self, acknowledged):
        """An acknowledged webhook is in the store, without anybody repeating it."""
        line = Line(self.world.gateway.address)
        headers = {"Authorization": "Bearer " + self.world.api_key}
        for told in acknowledged:
            path = f"/v1/bookings/{told['reference']}?source=api&offer=coaching-60"
            now = self.insist(lambda: line.ask("GET", path, headers=headers), 200).json()
            if (now["state"], now["received"], now["open"]) != ("paid", 12000, 0):
                raise AssertionError(f"a webhook was answered 200 and lost: {now}")
        self.tally["verified"] += len(acknowledged)
        line.close()
