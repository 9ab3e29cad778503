"""Webhooks as they come: twice, late, in disorder, of others, forged, and while the store cannot be written."""
import copy
import itertools
import json

from harness import WithWorld, eventually, get, post, signature


class Settling(WithWorld):
    def setUp(self):
        self.world.no_trouble()

    def test_duplicates_disorder_and_delays_end_in_the_same_balance(self):
        world = self.world
        dropped = {one["event"] for one in world.sandbox_state()["deliveries"]}
        world.trouble(webhook_duplicate="0.7", webhook_reorder="0.7", webhook_delay="0.5", webhook_delay_ms="200")
        references = []
        for _ in range(10):
            reference, page = world.book()
            world.pay(page)
            references.append(reference)
        told = [world.wait_state(one, "paid") for one in references]
        self.assertEqual({(one["received"], one["open"], one["went_back"]) for one in told}, {(12000, 0, 0)})
        def all_delivered():
            return all(one["state"] == "delivered" or one["event"] in dropped
                       for one in world.sandbox_state()["deliveries"])
        eventually(all_delivered, "every webhook was taken")
        self.assertEqual([self.balance(one) for one in references], [("paid", 12000, 0, 0)] * 10)
        self.assertEqual({world.booking(one)["checkout_url"] for one in references}, {None})

    def balance(self, reference):
        told = self.world.booking(reference)
        return told["state"], told["received"], told["open"], told["went_back"]

    def test_the_events_of_one_payment_in_any_order_end_in_the_same_account(self):
        world = self.world
        world.trouble(webhook_drop="1")
        outcomes = set()
        for order in itertools.permutations(range(3)):
            made = world.checkout().json()
            intents = {one["payment_intent"] for one in self.pay_unheard(made)}
            events = [one for one in self.events() if self.intent_behind(one) in intents]
            self.assertGreaterEqual(len(events), 3, [one["type"] for one in events])
            arranged = [events[i] for i in order] + events[3:]
            for event in arranged + arranged[::-1]:
                self.assertEqual(world.deliver(event).status, 200)
            told = world.booking(made["reference"])
            account = world.store("HGET", *self.account_field(made))
            outcomes.add((told["state"], told["received"], told["open"], told["went_back"], len(account) // 40))
        self.assertEqual(len(outcomes), 1, outcomes)
        self.assertEqual(next(iter(outcomes))[:4], ("paid", 12000, 0, 0))

    def account_field(self, told):
        key = next(one for one in self.world.store.keys() if one.endswith(":a:" + told["client"]))
        return key, "b:" + told["booking"]

    def pay_unheard(self, told):
        self.world.pay(told["checkout_url"])
        return [one for one in self.world.sandbox_state()["sessions"]
                if one["metadata"].get("q_booking") == told["booking"]]

    def events(self):
        key = self.world.secret("sandbox_secret_key")
        listed = get(self.world.sandbox_url + "/v1/events?limit=100", headers={"Authorization": "Bearer " + key})
        return listed.json()["data"]

    @staticmethod
    def intent_behind(event):
        data = event["data"]["object"]
        return data["id"] if data["object"] == "payment_intent" else data.get("payment_intent")

    def test_a_signed_event_delivered_twice_is_taken_once(self):
        world = self.world
        made = world.checkout().json()
        event = world.paid_event(made)
        before = world.metric("quittance_webhooks_total", outcome="nothing_new")
        self.assertEqual([world.deliver(event).status for _ in range(3)], [200] * 3)
        told = world.booking(made["reference"])
        self.assertEqual((told["state"], told["received"]), ("paid", 12000))
        self.assertEqual(world.metric("quittance_webhooks_total", outcome="nothing_new"), before + 2)

    def test_another_amount_or_currency_is_recorded_and_a_person_is_asked(self):
        world = self.world
        for change in ({"amount_total": 11999, "amount_subtotal": 11999}, {"currency": "usd"}):
            made = world.checkout().json()
            event = world.paid_event(made)
            event["data"]["object"].update(change)
            self.assertEqual(world.deliver(event).status, 200)
            told = world.booking(made["reference"])
            self.assertNotEqual(told["state"], "paid", change)
            self.assertEqual(told["open"], 12000, change)
            self.assertIn(made["reference"], world.command("attention").stdout)
            self.assertIn(made["reference"], get(world.gateway.admin + "/attention").text)
            again = world.checkout({"reference": made["reference"]})
            self.assertIn(again.status, (200, 409), "nothing new may be opened while money lies unallocated")

    def test_a_refund_at_the_dashboard_reaches_the_booking(self):
        world = self.world
        reference, intent = self.paid_booking()
        world.dashboard("refund", payment_intent=intent, amount="5000")
        told = eventually(lambda: (lambda t: t if t["went_back"] == 5000 else None)(world.booking(reference)),
                          "the refund is known")
        self.assertEqual((told["received"], told["open"], told["state"]), (7000, 0, "paid"))
        world.dashboard("refund", payment_intent=intent)
        told = world.wait_state(reference, "returned")
        self.assertEqual((told["received"], told["went_back"], told["open"]), (0, 12000, 0))

    def test_a_dispute_at_the_dashboard_reaches_the_booking_and_the_attention_list(self):
        world = self.world
        reference, intent = self.paid_booking()
        dispute = world.dashboard("dispute", payment_intent=intent, kind="fraudulent")
        world.wait_state(reference, "disputed")
        attention = world.command("attention")
        self.assertEqual(attention.returncode, 0, attention.stderr)
        self.assertIn(reference, attention.stdout)
        page = get(world.gateway.admin + "/attention")
        self.assertIn(reference, page.text)
        self.assertNotIn("payer@example.com", page.text)
        world.dashboard("dispute", dispute=dispute["id"], close="lost")
        told = world.wait_state(reference, "returned")
        self.assertEqual((told["went_back"], told["open"]), (12000, 0))

    def test_a_dispute_that_was_won_leaves_the_booking_paid(self):
        world = self.world
        reference, intent = self.paid_booking()
        dispute = world.dashboard("dispute", payment_intent=intent, kind="fraudulent")
        world.wait_state(reference, "disputed")
        world.dashboard("dispute", dispute=dispute["id"], close="won")
        told = world.wait_state(reference, "paid")
        self.assertEqual((told["received"], told["went_back"], told["open"]), (12000, 0, 0))

    def paid_booking(self):
        reference, page = self.world.book()
        self.world.pay_and_return(page)
        self.world.wait_state(reference, "paid")
        session, = self.world.sessions_of(reference)
        return reference, session["payment_intent"]

    def test_an_event_of_another_api_version_is_looked_up_instead_of_believed(self):
        world = self.world
        world.trouble(webhook_drop="1")
        made = world.checkout().json()
        session, = self.pay_unheard(made)
        event = world.paid_event(made)
        event["api_version"] = "2020-08-27"
        event["data"]["object"]["amount_total"] = 1
        self.assertEqual(world.deliver(event).status, 200)
        self.assertEqual(world.booking(made["reference"])["received"], 12000)
        self.assertEqual(session["amount_total"], 12000)

    def test_an_event_that_claims_a_payment_in_another_api_version_pays_nothing(self):
        made = self.world.checkout().json()
        event = self.world.paid_event(made)
        event["api_version"] = "2020-08-27"
        self.world.deliver(event)
        self.assertEqual(self.world.booking(made["reference"])["received"], 0)


class NotForUs(WithWorld):
    def test_foreign_events_are_answered_200_counted_and_not_stored(self):
        world = self.world
        made = world.checkout().json()
        keys, before = world.store.keys(), world.metric("quittance_foreign_events_total")
        event = world.paid_event(made)
        data = event["data"]["object"]
        foreign = []
        for metadata in ({}, {"order": "7"}, {**data["metadata"], "q_store": "another-store"}):
            for intent in (None, "pi_of_another_shop"):
                one = copy.deepcopy(event)
                one["data"]["object"].update(metadata=metadata, payment_intent=intent, id="cs_test_of_another_shop")
                foreign.append(one)
        for one in foreign:
            reply = world.deliver(one)
            self.assertEqual(reply.status, 200, reply)
        self.assertEqual(world.metric("quittance_foreign_events_total"), before + len(foreign))
        self.assertEqual(world.store.keys(), keys)
        self.assertEqual(world.booking(made["reference"])["received"], 0)

    def test_objects_that_are_not_as_documented_are_left_alone_when_foreign_and_parked_when_ours(self):
        world = self.world
        made = world.checkout().json()
        odd = world.paid_event(made)
        odd["data"]["object"].update(amount_total="a lot", id=7)
        foreign = copy.deepcopy(odd)
        foreign["data"]["object"].update(metadata={}, payment_intent=None)
        before = {name: world.metric(name) for name in ("quittance_foreign_events_total", "quittance_parked_events_total")}
        refused = world.metric("quittance_webhooks_total", outcome="bad_signature")
        keys = world.store.keys()
        self.assertEqual(world.deliver(foreign).status, 200)
        self.assertEqual(world.store.keys(), keys)
        self.assertEqual(world.deliver(odd).status, 200)
        for name, count in before.items():
            self.assertEqual(world.metric(name), count + 1, name)
        self.assertIn("not as documented", world.command("parked").stdout)
        self.assertEqual(world.metric("quittance_webhooks_total", outcome="bad_signature"), refused)
        self.assertEqual(world.booking(made["reference"])["received"], 0)

    def test_unknown_types_and_thin_events_are_answered_200(self):
        world = self.world
        keys = world.store.keys()
        event = world.paid_event(world.checkout().json())
        keys = world.store.keys()
        event["type"] = "invoice.paid"
        thin = {"id": "evt_test_65RM8sQH3oXn", "object": "v2.core.event", "type": "v1.charge.refunded",
                "livemode": False, "created": "2026-11-01T10:00:00.000Z",
                "related_object": {"id": "ch_1", "type": "charge", "url": "/v1/charges/ch_1"}}
        for one in (event, thin):
            self.assertEqual(world.deliver(one).status, 200)
        self.assertEqual(world.store.keys(), keys)

    def test_a_bad_signature_is_400_and_not_told_why(self):
        world = self.world
        made = world.checkout().json()
        event = json.dumps(world.paid_event(made)).encode()
        good = world.sign(event)
        time, mac = good.split(",")
        other = signature(event, "whsec_" + "0" * 32, world.now())
        replies = {}
        for name, header in (
                ("none", None), ("empty", ""), ("wrong secret", other), ("another scheme", good.replace("v1=", "v0=")),
                ("no time", mac), ("no mac", time), ("another time", f"t={world.now() - 1},{mac}"),
                ("too old", world.sign(event, at=world.now() - 310)), ("not a time", f"t=soon,{mac}"),
                ("upper case", time + "," + mac.upper().replace("V1=", "v1=")), ("cut", good[:-1]), ("longer", good + "0")):
            headers = {"Content-Type": "application/json", **({} if header is None else {"Stripe-Signature": header})}
            replies[name] = post(world.gateway.url + "/webhooks/stripe", event, headers=headers)
        for place in (0, len(event) // 2, len(event) - 1):
            forged = event[:place] + bytes([event[place] ^ 1]) + event[place + 1:]
            replies[f"body changed at {place}"] = post(world.gateway.url + "/webhooks/stripe", forged,
                                                       headers={"Stripe-Signature": good})
        self.assertEqual({name: one.status for name, one in replies.items()}, {name: 400 for name in replies})
        self.assertEqual(len({one.body for one in replies.values()}), 1, "the answers tell them apart")
        self.assertEqual(world.booking(made["reference"])["received"], 0)
        self.assertIn("webhook_refused", world.gateway.said())

    def test_signatures_within_the_tolerance_and_beside_others_are_good(self):
        world = self.world
        for at in (world.now() - 290, world.now()):
            made = world.checkout().json()
            self.assertEqual(world.deliver(world.paid_event(made), at=at).status, 200)
            self.assertEqual(world.booking(made["reference"])["state"], "paid")
        made = world.checkout().json()
        event = json.dumps(world.paid_event(made)).encode()
        time, mac = world.sign(event).split(",")
        header = f"{time},v1={'0' * 64},{mac},v0=abc"
        reply = post(world.gateway.url + "/webhooks/stripe", event, headers={"Stripe-Signature": header})
        self.assertEqual(reply.status, 200)

    def test_events_of_the_wrong_mode_or_account_are_refused(self):
        world = self.world
        made = world.checkout().json()
        live = world.paid_event(made, livemode=True)
        refused = {name: world.metric("quittance_webhooks_total", outcome=name) for name in ("wrong_account", "bad_signature")}
        self.assertEqual(world.deliver(live).status, 400)
        for name, more in (("wrong_account", 1), ("bad_signature", 0)):
            self.assertEqual(world.metric("quittance_webhooks_total", outcome=name), refused[name] + more)
        other = world.paid_event(made)
        other["account"] = "acct_1SomebodyElse"
        self.assertEqual(world.deliver(other).status, 400)
        self.assertEqual(world.booking(made["reference"])["received"], 0)

    def test_a_poison_event_does_not_hold_up_the_next(self):
        world = self.world
        made = world.checkout().json()
        poison = world.paid_event(made)
        poison["data"]["object"]["amount_total"] = "a lot"
        poison["data"]["object"]["currency"] = 7
        for body in (poison, b"not json", b"[]", b"{}", b'{"a":' * 500 + b"1" + b"}" * 500, b"\x00" * 100):
            self.assertLess(world.deliver(body).status, 500)
        self.assertEqual(world.deliver(world.paid_event(made)).status, 200)
        self.assertEqual(world.booking(made["reference"])["state"], "paid")

    def test_a_webhook_of_a_mebibyte_is_read_and_one_byte_more_is_413(self):
        world = self.world
        event = world.paid_event(world.checkout().json())
        event["padding"] = ""
        size = 1024 * 1024
        body = json.dumps(event).encode()
        event["padding"] = "x" * (size - len(body))
        body = json.dumps(event).encode()
        self.assertEqual(len(body), size)
        self.assertEqual(world.deliver(body).status, 200)
        event["padding"] += "x"
        self.assertEqual(world.deliver(json.dumps(event).encode()).status, 413)


class Parked(WithWorld):
    def test_an_event_that_is_ours_without_an_account_is_parked_shown_and_applied_when_the_cause_is_gone(self):
        world = self.world
        made = world.checkout().json()
        # The account is lost for a while, as with a store restored from an older backup.
        kept = [one for one in world.store.keys() if one.endswith(":" + made["client"])]
        self.assertEqual(len(kept), 2, kept)
        for key in kept:
            world.store("RENAME", key, key + ":away")
        event = world.paid_event(made)
        self.assertEqual(world.deliver(event).status, 200)
        parked = world.command("parked")
        self.assertEqual(parked.returncode, 0, parked.stderr)
        self.assertIn(event["id"], parked.stdout)
        health = get(world.gateway.admin + "/healthz").json()
        self.assertEqual(health["status"], "warn")
        self.assertEqual(health["checks"]["events:parked"][0]["observedValue"], 1)
        self.assertIn("quittance parked", health["checks"]["events:parked"][0]["output"])
        self.assertEqual(get(world.gateway.admin + "/readyz").status, 200, "a parked event is no reason to stop")
        still = world.command("replay")
        self.assertIn("no account", still.stdout)
        self.assertEqual(get(world.gateway.admin + "/healthz").json()["checks"]["events:parked"][0]["observedValue"], 1)
        for key in kept:
            world.store("RENAME", key + ":away", key)
        self.assertEqual(world.booking(made["reference"])["received"], 0)
        applied = world.command("replay")
        self.assertEqual(applied.returncode, 0, applied.stderr)
        self.assertIn("applied", applied.stdout)
        self.assertEqual(world.booking(made["reference"])["state"], "paid")
        self.assertNotIn(event["id"], world.command("parked").stdout)
        self.assertEqual(get(world.gateway.admin + "/healthz").json()["status"], "pass")


class Rotation(WithWorld):
    environment = {"STRIPE_WEBHOOK_SECRET": "whsec_" + "n" * 32 + ",whsec_" + "o" * 32}

    def test_both_secrets_are_good_while_rotating(self):
        world = self.world
        world.secrets.update({"n" * 32, "o" * 32})
        for secret in self.environment["STRIPE_WEBHOOK_SECRET"].split(","):
            made = world.checkout().json()
            self.assertEqual(world.deliver(world.paid_event(made), secret=secret).status, 200)
        made = world.checkout().json()
        self.assertEqual(world.deliver(world.paid_event(made), secret="whsec_" + "x" * 32).status, 400)
        reference, page = world.book()
        world.pay(page)
        world.wait_state(reference, "paid")


class StoreAway(WithWorld):
    def refused_everywhere(self, made, event):
        world = self.world
        reply = world.deliver(event)
        self.assertEqual(reply.status, 503, reply)
        self.assertIn("Retry-After", reply.headers)
        reply = world.click(world.reference("away"))
        self.assertEqual(reply.status, 503)
        self.assertIn("Retry-After", reply.headers)
        self.assertIn("text/html", reply.headers["Content-Type"])
        reply = world.checkout()
        self.assertEqual(reply.status, 503)
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        self.assertIn("Retry-After", reply.headers)
        ready = get(world.gateway.admin + "/readyz")
        self.assertEqual(ready.status, 503)
        self.assertTrue(ready.json()["reasons"])
        self.assertEqual(get(world.gateway.admin + "/healthz").status, 503)
        self.assertEqual(get(world.gateway.admin + "/livez").status, 200)

    def good_again(self, made, event):
        world = self.world
        eventually(lambda: get(world.gateway.admin + "/readyz").status == 200, "the gateway is ready again")
        self.assertEqual(world.booking(made["reference"])["received"], 0)
        self.assertEqual(world.deliver(event).status, 200)
        self.assertEqual(world.booking(made["reference"])["state"], "paid")

    def snapshot(self):
        store = self.world.store
        return {key: store("HGETALL" if ":a:" in key else "LRANGE", key, *(() if ":a:" in key else (0, -1)))
                for key in store.keys() if ":a:" in key or ":l:" in key}

    def test_while_redis_is_down_webhooks_get_503_and_are_taken_when_they_come_again(self):
        world = self.world
        made = world.checkout().json()
        event = world.paid_event(made)
        world.store.close()
        world.redis.kill()
        try:
            self.refused_everywhere(made, event)
        finally:
            world.redis.start()
        self.good_again(made, event)

    def test_while_redis_wants_replicas_nothing_is_half_done(self):
        world = self.world
        made = world.checkout().json()
        event = world.paid_event(made)
        before = self.snapshot()
        world.store("CONFIG", "SET", "min-replicas-to-write", "1")
        try:
            self.refused_everywhere(made, event)
            self.assertEqual(self.snapshot(), before)
        finally:
            world.store("CONFIG", "SET", "min-replicas-to-write", "0")
        self.good_again(made, event)

    def test_while_redis_is_a_replica_nothing_is_half_done(self):
        world = self.world
        made = world.checkout().json()
        event = world.paid_event(made)
        before = self.snapshot()
        world.store("REPLICAOF", "127.0.0.1", "1")
        try:
            self.refused_everywhere(made, event)
            self.assertEqual(self.snapshot(), before)
        finally:
            world.store("REPLICAOF", "NO", "ONE")
        self.good_again(made, event)

    def test_the_processor_delivers_again_what_came_while_redis_could_not_write(self):
        world = self.world
        reference, page = world.book()
        world.store("CONFIG", "SET", "min-replicas-to-write", "1")
        world.pay(page)
        def refused():
            return any(one["state"] == "pending" and one["attempts"] > 0
                       for one in world.sandbox_state()["deliveries"])
        eventually(refused, "a delivery was refused")
        world.store("CONFIG", "SET", "min-replicas-to-write", "0")
        world.wait_state(reference, "paid")
