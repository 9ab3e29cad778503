"""A store that was put back, emptied or exchanged: noticed, closed, compared with the processor, opened by a person."""
import os
import shutil
import unittest
import urllib.parse

from harness import OFFERS, Forms, World, eventually, get, post

SOLD_SINCE = [
    {"id": "course", "title": "Course", "price": "180.00 EUR", "plan": {"every": "monthly", "count": 3}},
    {"id": "retainer", "title": "Two sessions a month", "price": "190.00 EUR", "retainer": {"every": "monthly"}},
    {"id": "package-10", "title": "Ten sessions", "price": "1000.00 EUR", "credits": {"granted": 10}},
]


class Quarantine(unittest.TestCase):
    """Each test breaks a world of its own."""

    def setUp(self):
        self.world = World()
        self.addCleanup(self.world.close)

    # --- Words of the story
    def paid(self):
        reference, page = self.world.book()
        self.world.pay_and_return(page)
        self.world.wait_state(reference, "paid")
        return reference

    def marked(self):
        """Until the gateway's disk knows all that the store took."""
        world = self.world
        def known():
            path = os.path.join(world.state, "store_mark")
            if not os.path.exists(path):
                return False
            told, epoch, counts = world.secret("store_mark").split()
            return sum(int(one) for one in counts.split(",")) == self.commits() and told == world.store_id
        eventually(known, "the mark is on the disk")

    def commits(self):
        world = self.world
        return sum(int(world.store("HGET", key, "n") or 0) for key in world.store.keys() if key.endswith(":seal"))

    def standing(self):
        return get(self.world.gateway.admin + "/readyz").json().get("quarantine", "")

    def quarantined(self):
        return eventually(self.standing, "the gateway is in quarantine")

    def opened(self):
        eventually(lambda: get(self.world.gateway.admin + "/readyz").status == 200 and not self.standing(),
                   "the gateway is open")

    def copy_of_the_store(self):
        copy = self.world.redis_data + ".copy"
        self.stop_redis()
        shutil.copytree(self.world.redis_data, copy)
        self.world.redis.start()
        self.opened()
        return copy

    def stop_redis(self):
        self.world.store.close()
        self.world.redis.stop()

    def put_back(self, copy):
        self.stop_redis()
        shutil.rmtree(self.world.redis_data)
        shutil.copytree(copy, self.world.redis_data)
        self.world.redis.start()

    def run_command(self, *words, code=0):
        done = self.world.command(*words)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def reopen(self):
        self.run_command("reopen", "--reason", "looked through by a test")
        self.opened()

    def processor_total(self):
        state = self.world.sandbox_state()
        return sum(one["amount_total"] for one in state["sessions"] if one["payment_status"] == "paid")

    def our_total(self, references):
        return sum(self.world.booking(one)["received"] for one in references)

    def expect_closed(self):
        """Nothing can be bought, and everything says why."""
        world = self.world
        sessions = len(world.sandbox_state()["sessions"])
        click = world.click(world.reference("closed"))
        self.assertEqual(click.status, 503, click)
        self.assertIn("Nothing was charged", click.text)
        self.assertIn("Retry-After", click.headers)
        refused = world.checkout()
        if refused.status != 401:  # its keys are in the store as well
            self.assertEqual(refused.status, 503, refused)
            self.assertEqual(refused.headers["Content-Type"], "application/problem+json")
            self.assertIn("quarantined", refused.json()["type"])
        self.assertEqual(len(world.sandbox_state()["sessions"]), sessions)
        health = get(world.gateway.admin + "/healthz")
        self.assertEqual(health.status, 503)
        self.assertIn("quittance re", health.text)
        self.assertIn("quarantine", get(world.gateway.admin + "/").text)
        self.assertEqual(world.metric("quittance_store_quarantined"), 1)
        self.assertIn("event=store_quarantined", world.gateway.said())

    # --- What must not close it
    def test_restarts_and_kills_without_loss_never_close_it(self):
        world = self.world
        references = [self.paid()]
        for redis_dies, gateway_dies in ((True, False), (False, True), (True, True)):
            with self.subTest(redis=redis_dies, gateway=gateway_dies):
                if gateway_dies:
                    world.gateway.kill()
                if redis_dies:
                    world.store.close()
                    world.redis.kill()
                    world.redis.start()
                if gateway_dies:
                    world.gateway.start()
                self.opened()
                references.append(self.paid())
                self.marked()
                self.assertEqual(self.standing(), "")
        self.stop_redis()
        world.redis.start()
        self.opened()
        world.gateway.stop()
        world.gateway.start()
        self.assertEqual(self.standing(), "")
        self.assertNotIn("store_quarantined", world.gateway.said())
        self.assertEqual(self.our_total(references), self.processor_total())
        world.fsck()

    # --- What must
    def test_a_processor_that_cannot_be_asked_keeps_it_closed_unless_a_person_says_otherwise(self):
        world = self.world
        copy = self.copy_of_the_store()
        self.paid()
        self.marked()
        self.put_back(copy)
        self.quarantined()
        world.sandbox.stop()
        refused = world.command("reopen", "--reason", "nobody answers")
        self.assertEqual(refused.returncode, 1, refused.stdout + refused.stderr)
        self.assertIn("--unreconciled", refused.stderr)
        self.assertEqual(get(world.gateway.admin + "/healthz").status, 503)
        self.run_command("reopen", "--reason", "decided without looking", "--unreconciled")
        world.sandbox.start()
        self.opened()
        self.run_command("reconcile", "--apply")
        world.fsck()

    def test_yesterdays_copy_is_noticed_compared_recorded_and_opened(self):
        world = self.world
        before = self.paid()
        waiting, page = world.book()
        copy = self.copy_of_the_store()
        after = [self.paid(), self.paid()]
        _, still_open = world.book()
        disputed, disputed_page = world.book()
        world.pay_and_return(disputed_page, number="4000000000000259")
        world.wait_state(disputed, "disputed")
        world.pay_and_return(page)
        world.wait_state(waiting, "paid")
        refunded, = [one for one in world.sessions_of(before)]
        world.dashboard("refund", payment_intent=refunded["payment_intent"], amount="2000")
        eventually(lambda: world.booking(before)["received"] == 10000, "the refund is known")
        client = {one: world.booking(one)["client"] for one in (before, waiting, *after)}
        self.marked()
        self.put_back(copy)
        self.assertIn("put back", self.quarantined())
        self.expect_closed()
        self.assertEqual(world.booking(waiting)["received"], 0)
        shown = self.run_command("reconcile")
        self.assertIn("Nothing was changed", shown)
        for one in after:
            self.assertIn(one, shown)
        self.assertEqual(world.booking(waiting)["received"], 0)
        refused = self.run_command("reopen", "--reason", "in a hurry", code=1)
        for one in after:
            self.assertIn(one, refused)
        self.expect_closed()
        self.run_command("reconcile", "--apply")
        self.assertIn("0 differences", self.run_command("reconcile"))
        world.fsck()
        self.expect_closed()
        self.reopen()
        self.assertEqual(self.our_total([before, waiting, *after]), self.processor_total() - 2000 - 12000)
        self.assertEqual(world.booking(disputed)["state"], "disputed")
        for reference, known in client.items():
            self.assertEqual(world.booking(reference)["client"], known)
        self.assertEqual({world.booking(one)["state"] for one in (waiting, *after)}, {"paid"})
        # The page that was open before the loss is still the one page of its booking.
        world.pay_and_return(still_open)
        fresh = self.paid()
        self.assertEqual(world.store("HGET", "q:store", "epoch"), "2")
        self.assertEqual(world.booking(fresh)["state"], "paid")
        world.fsck()

    def test_a_single_commit_lost_in_a_crash_is_noticed_by_who_was_told_of_it(self):
        world = self.world
        reference, page = world.book()
        self.marked()
        folder = os.path.join(world.redis_data, "appendonlydir")
        journal, = [os.path.join(folder, one) for one in os.listdir(folder) if one.endswith(".incr.aof")]
        before = os.path.getsize(journal)
        world.pay(page)
        world.wait_state(reference, "paid")
        world.store.close()
        world.redis.kill()
        os.truncate(journal, before)
        world.redis.start()
        self.assertIn("put back", self.quarantined())
        self.assertEqual(world.booking(reference)["received"], 0)
        self.run_command("reconcile", "--apply")
        self.reopen()
        self.assertEqual(world.booking(reference)["state"], "paid")
        world.fsck()

    def agreed_to(self, offer):
        """A first part is paid, of what has terms to agree to."""
        world = self.world
        reference = world.reference()
        terms = world.click(reference, offer=offer, zone="Europe/Berlin")
        form = next(one for one in Forms(terms.text).all if one["method"] == "POST")
        page = post(urllib.parse.urljoin(world.gateway.url, form["action"]), form["fields"]).location
        world.pay_and_return(page)
        eventually(lambda: world.booking(reference)["received"] > 0, "its first part is paid")
        return reference

    def line_of(self, reference, told, mark):
        return [line for line in told.splitlines() if line.startswith(mark) and f"'{reference}'" in line]

    def test_a_plan_a_retainer_and_a_package_sold_since_the_copy_are_put_before_a_person(self):
        self.world.close()
        self.world = world = World(offers=[*OFFERS, *SOLD_SINCE])
        self.addCleanup(world.close)
        copy = self.copy_of_the_store()
        course, retainer = self.agreed_to("course"), self.agreed_to("retainer")
        package, package_page = world.book(offer="package-10")
        world.pay_and_return(package_page)
        world.wait_state(package, "paid")
        dear = world.api("POST", "/v1/checkouts", {"reference": "dear", "offer": "package-10", "amount": 150000,
                                                   "currency": "EUR"}).json()
        self.marked()
        self.put_back(copy)
        self.quarantined()
        for words, mark in (("reconcile",), "-"), (("reconcile", "--apply"), "+"):
            told = self.run_command(*words)
            for reference in (course, retainer, "dear"):
                self.assertEqual(len(self.line_of(reference, told, mark)), 1, told)
                line, = self.line_of(reference, told, "!")
                self.assertIn("what else was agreed", line)
            self.assertEqual(len(self.line_of(package, told, mark)), 1, told)
            self.assertEqual(self.line_of(package, told, "!"), [])
        self.assertIn("0 differences", self.run_command("reconcile"))
        # What a person decided since the copy is entered before anything is charged again.
        self.run_command("cancel", retainer, "--refund", "0.00 EUR", "--reason", "ended since", "--by", "ann")
        self.reopen()
        self.assertIn(": cancelled", self.run_command("show", retainer))
        attention = self.run_command("attention")
        self.assertEqual(attention.count("terms_lost"), 3, attention)
        self.assertEqual(world.booking(package)["credits"]["left"], 10)
        self.assertEqual([world.booking(one)["received"] for one in (course, retainer)], [6000, 19000])
        world.pay_and_return(dear["url"])
        world.fsck()

    def test_what_was_parked_by_reconcile_leaves_when_it_is_recorded(self):
        world = self.world
        sold = world.offers
        copy = self.copy_of_the_store()
        lost, never = self.paid(), self.paid()
        self.marked()
        self.put_back(copy)
        self.quarantined()
        world.write_offers([one for one in sold if one["id"] != "coaching-60"])
        told = self.run_command("reconcile", "--apply")
        self.assertEqual(len(self.line_of(lost, told, "!")), 1, told)
        self.assertEqual(self.run_command("parked").count("reconcile:cs_"), 2)
        self.assertEqual(self.run_command("replay").count("quittance reconcile --apply"), 2)
        world.write_offers(sold)
        self.run_command("reconcile", "--apply")
        self.assertIn("Nothing is parked", self.run_command("parked"))
        self.reopen()
        self.assertEqual([world.booking(one)["state"] for one in (lost, never)], ["paid", "paid"])
        world.fsck()

    def test_a_parked_event_that_nobody_can_apply_is_dropped_by_name(self):
        world = self.world
        copy = self.copy_of_the_store()
        self.paid()
        self.marked()
        self.put_back(copy)
        self.quarantined()
        world.write_offers([one for one in world.offers if one["id"] != "coaching-60"])
        self.run_command("reconcile", "--apply")
        entry = self.run_command("parked").split()[0]
        self.assertNotEqual(world.command("replay", "--drop", entry).returncode, 0)
        self.assertEqual(world.command("replay", "--drop", "nothing-of-this-name", "--by", "Marta").returncode, 1)
        done = world.command("replay", "--drop", entry, "--by", "Marta")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("author=Marta", done.stderr)
        self.assertIn("Nothing is parked", self.run_command("parked"))

    def test_while_it_is_closed_webhooks_are_recorded_or_parked(self):
        world = self.world
        known, known_page = world.book()
        copy = self.copy_of_the_store()
        lost, lost_page = world.book()
        self.paid()
        self.marked()
        self.put_back(copy)
        self.quarantined()
        world.pay(known_page)
        world.wait_state(known, "paid")
        world.pay(lost_page)
        eventually(lambda: world.metric("quittance_parked_events_total") > 0, "the other one is parked")
        self.run_command("reconcile", "--apply")
        self.reopen()
        self.assertEqual(world.booking(lost)["state"], "paid")
        self.run_command("replay")
        self.assertIn("Nothing is parked", self.run_command("parked"))
        self.assertEqual(world.booking(lost)["received"], 12000)
        world.fsck()

    def test_an_emptied_store_is_not_taken_for_a_fresh_one(self):
        world = self.world
        references = [self.paid(), self.paid()]
        store_id = world.store_id
        clients = [world.booking(one)["client"] for one in references]
        self.marked()
        world.store("FLUSHALL")
        self.assertIn("empty", self.quarantined())
        self.expect_closed()
        self.assertIsNone(world.store("HGET", "q:store", "id"))
        # Neither is it when the gateway starts on it.
        world.gateway.kill()
        world.gateway.start()
        self.assertIn("empty", self.standing())
        self.assertIn("quarantine", world.gateway.said())
        self.assertIn("Nothing was changed", self.run_command("reconcile"))
        self.assertIsNone(world.store("HGET", "q:store", "id"))
        self.run_command("reconcile", "--apply")
        self.assertEqual(world.store("HGET", "q:store", "id"), store_id)
        self.assertTrue(self.quarantined())
        self.reopen()
        self.assertEqual(self.our_total(references), self.processor_total())
        self.assertEqual([world.booking(one)["client"] for one in references], clients)
        self.paid()
        world.fsck()

    def test_the_processor_remembers_where_the_state_folder_forgot(self):
        world = self.world
        self.paid()
        self.marked()
        world.gateway.stop()
        self.mark_at_the_processor()
        os.remove(os.path.join(world.state, "store_mark"))
        world.store("FLUSHALL")
        world.gateway.start()
        self.assertIn("empty", self.standing())

    def mark_at_the_processor(self):
        # `reopen` of an open store only says so; the gateway writes its mark once a minute.
        world = self.world
        world.gateway.start()
        def there():
            endpoints = get(world.sandbox_url + "/v1/webhook_endpoints",
                            headers={"Authorization": "Bearer " + world.secret("sandbox_secret_key")}).json()
            return any(one["metadata"].get("q_commits") == str(self.commits()) for one in endpoints["data"])
        eventually(there, "the mark is at the processor", 90, 0.5)
        world.gateway.stop()

    def test_another_store_in_its_place_is_left_alone(self):
        world = self.world
        self.paid()
        self.marked()
        self.stop_redis()
        mine = world.redis_data + ".mine"
        os.rename(world.redis_data, mine)
        os.mkdir(world.redis_data)
        world.redis.start()
        world.store("HSET", "q:store", "id", "somebody-elses", "epoch", "7", "account", "acct_x", "livemode", "0",
                    "sealed", "7")
        self.assertIn("another store", self.quarantined())
        self.assertIn("another store", self.refused())
        there = world.store.keys()
        self.expect_closed()
        event = world.deliver({"id": "evt_1", "object": "event", "api_version": "2026-10-28.endive",
                               "created": world.now(), "type": "payment_intent.succeeded", "livemode": False,
                               "data": {"object": {}}})
        self.assertIn(event.status, (400, 503), event)
        self.assertEqual(world.store.keys() - there, set())
        self.run_command("reconcile", code=1)
        self.stop_redis()
        shutil.rmtree(world.redis_data)
        os.rename(mine, world.redis_data)
        world.redis.start()
        self.opened()
        self.paid()

    def refused(self):
        reply = eventually(lambda: (lambda r: r if r.status == 503 else None)(get(self.world.gateway.admin + "/readyz")),
                           "it is not ready")
        return " ".join(reply.json()["reasons"])

    def test_a_gateway_that_still_thinks_in_the_old_epoch_commits_nothing(self):
        world = self.world
        self.paid()
        for key in [one for one in world.store.keys() if one.endswith(":seal")]:
            world.store("HSET", key, "s", world.store_id + "/2")
        before = self.commits()
        click = world.click(world.reference("stale"))
        self.assertEqual(click.status, 503, click)
        self.assertEqual(self.commits(), before)

    def test_reopen_asks_for_a_reason_and_leaves_an_open_store_alone(self):
        done = self.world.command("reopen")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("--reason", done.stderr + done.stdout)
        self.assertNotEqual(self.world.command("reopen", "--reason", "  ").returncode, 0)
        self.assertIn("nothing to do", self.run_command("reopen", "--reason", "none"))
        self.assertEqual(self.world.store("HGET", "q:store", "epoch"), "1")

    def test_two_gateways_close_and_open_together(self):
        self.world.close()
        self.world = world = World(gateways=2)
        self.addCleanup(world.close)
        self.paid()
        copy = self.copy_of_the_store()
        lost = self.paid()
        self.marked()
        self.put_back(copy)
        def told(gateway):
            return get(gateway.admin + "/readyz").json().get("quarantine")
        for one in world.gateways:
            eventually(lambda one=one: told(one), f"{one.name} is in quarantine")
        self.run_command("reconcile", "--apply")
        self.reopen()
        for one in world.gateways:
            eventually(lambda one=one: not told(one), f"{one.name} is open")
        fresh = world.reference("both")
        pages = {get(world.link(fresh, gateway=one)).location for one in world.gateways}
        self.assertEqual(len(pages), 1)
        world.pay_and_return(pages.pop())
        for one in world.gateways:
            self.assertEqual(world.booking_at(one, lost)["state"], "paid")
        world.fsck()

    def test_reconcile_of_a_healthy_store_finds_nothing_and_a_wrong_date_is_told(self):
        self.paid()
        _, page = self.world.book()
        before = self.commits()
        self.assertIn("0 differences", self.run_command("reconcile"))
        self.assertEqual(self.commits(), before)
        done = self.world.command("reconcile", "--from", "yesterday")
        self.assertEqual(done.returncode, 1)
        self.assertIn("2026-11-01", done.stderr)
        self.world.pay_and_return(page)
