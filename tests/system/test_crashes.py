"""Processes that die, answers that get lost, a processor that is away: every balance right, nobody charged twice."""
import os
import queue
import threading
import time

from harness import Line, WithWorld, eventually, get, in_parallel, is_fast

WEBHOOKS = int(os.environ.get("QUITTANCE_WEBHOOKS", "10000" if is_fast() else "2000"))


class KillNine(WithWorld):
    """kill -9 of Redis and of the gateway in the middle of many webhooks."""

    def test_every_balance_is_right_after_kill_9_of_redis_and_gateway_in_the_middle_of_the_webhooks(self):
        world = self.world
        booked = self.seed(WEBHOOKS)
        events = [world.paid_event(told) for told in booked]
        acknowledged = [False] * len(events)
        self.deliver_through_crashes(events, acknowledged)
        taken = sum(acknowledged)
        self.assertGreater(taken, WEBHOOKS // 2)
        self.assertLess(taken, WEBHOOKS, "the crashes cost no webhook its answer: they did not hit the middle")
        world.fsck()
        lost = [told["reference"] for told, known in zip(booked, acknowledged)
                if known and self.read(told)["state"] != "paid"]
        self.assertEqual(lost, [], f"{len(lost)} webhooks were answered 200 and lost")
        again = self.deliver_all(events, range(len(events)))
        self.assertEqual({code for code in again}, {200})
        wrong = [told for told in in_parallel(self.read, booked, 8)
                 if (told["state"], told["received"], told["open"]) != ("paid", 12000, 0)]
        self.assertEqual(wrong, [])
        world.fsck()

    def seed(self, count):
        world, key = self.world, self.world.api_key
        headers = {"Authorization": "Bearer " + key, "Content-Type": "application/json"}
        lines = threading.local()
        def one(i):
            if not hasattr(lines, "line"):
                lines.line = Line(world.gateway.address)
            reply = lines.line.ask("POST", "/v1/checkouts",
                                   f'{{"offer":"coaching-60","reference":"crash-{i}"}}', headers)
            self.assertEqual(reply.status, 201, reply)
            return reply.json()
        return in_parallel(one, range(count), 8)

    def read(self, told):
        lines = self.__dict__.setdefault("lines", threading.local())
        if not hasattr(lines, "line"):
            lines.line = Line(self.world.gateway.address)
            lines.headers = {"Authorization": "Bearer " + self.world.api_key}
        reply = lines.line.ask("GET", f"/v1/bookings/{told['reference']}?source=api&offer=coaching-60",
                               headers=lines.headers)
        self.assertEqual(reply.status, 200, reply)
        return reply.json()

    def deliver_through_crashes(self, events, acknowledged):
        """Eight connections deliver; each event is tried until it had one answer or a lost connection."""
        world = self.world
        work = queue.SimpleQueue()
        for i in range(len(events)):
            work.put(i)
        answered = threading.Semaphore(0)
        def sender():
            line = Line(world.gateway.address, 30)
            while True:
                try:
                    i = work.get_nowait()
                except queue.Empty:
                    return line.close()
                try:
                    acknowledged[i] = world.deliver(events[i], line=line).status == 200
                except OSError:
                    time.sleep(0.01)
                except Exception:  # http.client: the connection ended in the middle of an answer
                    line.close()
                answered.release()
        senders = [threading.Thread(target=sender) for _ in range(8)]
        for one in senders:
            one.start()
        self.wait_answers(answered, len(events) * 3 // 10)
        world.store.close()
        world.redis.kill()
        world.redis.start()
        self.wait_answers(answered, len(events) * 3 // 10)
        world.gateway.kill()
        world.gateway.start()
        for one in senders:
            one.join()
        eventually(lambda: get(world.gateway.admin + "/readyz").status == 200, "the gateway is ready")

    @staticmethod
    def wait_answers(answered, count):
        for _ in range(count):
            if not answered.acquire(timeout=60):
                raise AssertionError("no webhook was answered for a minute")

    def deliver_all(self, events, which):
        lines = threading.local()
        def one(i):
            if not hasattr(lines, "line"):
                lines.line = Line(self.world.gateway.address)
            return self.world.deliver(events[i], line=lines.line).status
        return in_parallel(one, which, 8)


class TwoGateways(WithWorld):
    gateways = 2

    def setUp(self):
        for one in self.world.gateways:
            if not one.alive:
                one.start()

    def test_clicks_on_both_make_one_session(self):
        world = self.world
        for _ in range(5):
            reference = world.reference("shared")
            links = [world.link(reference, gateway=world.gateways[i % 2]) for i in range(32)]
            replies = in_parallel(get, links, 32)
            self.assertEqual({one.status for one in replies}, {303}, replies)
            self.assertEqual(len({one.location for one in replies}), 1)
            self.assertEqual(len(world.sessions_of(reference)), 1)

    def test_webhooks_at_both_at_once_are_taken_once(self):
        world = self.world
        booked = in_parallel(lambda i: world.checkout(gateway=world.gateways[i % 2]).json(), range(100), 8)
        events = [world.paid_event(told) for told in booked]
        jobs = [(event, world.gateways[(i + j) % 2]) for i, event in enumerate(events) for j in range(3)]
        replies = in_parallel(lambda job: world.deliver(job[0], gateway=job[1]).status, jobs, 16)
        self.assertEqual(set(replies), {200})
        for told in booked:
            now = world.booking(told["reference"])
            self.assertEqual((now["state"], now["received"]), ("paid", 12000))
        # One commit each for the booking, its page and its payment: no event was taken twice.
        keys = {key.rsplit(":", 1)[1]: key for key in world.store.keys() if ":l:" in key}
        self.assertEqual({world.store("LLEN", keys[told["client"]]) for told in booked}, {3})
        world.fsck()

    def test_one_account_hit_from_both_sides_loses_nothing(self):
        world = self.world
        client = world.checkout().json()["client"]
        booked = in_parallel(lambda i: world.checkout({"client": client}, gateway=world.gateways[i % 2]).json(),
                             range(40), 16)
        self.assertEqual({told["client"] for told in booked}, {client})
        events = [world.paid_event(told) for told in booked]
        replies = in_parallel(lambda i: world.deliver(events[i], gateway=world.gateways[i % 2]).status, range(40), 16)
        self.assertEqual(set(replies), {200})
        for told in booked:
            self.assertEqual(world.booking(told["reference"])["state"], "paid")
        world.fsck()

    def test_what_one_ordered_before_it_was_killed_the_other_finishes_after_the_lease(self):
        world = self.world
        first, second = world.gateways
        reference = world.reference("orphan")
        link = world.link(reference, gateway=first)
        world.trouble(slow_ms="20000")
        def click_and_lose():
            try:
                get(link)
            except Exception:  # the gateway is killed while it answers
                pass
        clicking = threading.Thread(target=click_and_lose)
        clicking.start()
        try:
            eventually(lambda: any(key.endswith(":ex") for key in world.store.keys()), "the order is in the store")
            first.kill()
        finally:
            world.no_trouble()
            clicking.join()
        self.assertEqual(world.booking_at(second, reference)["checkout_url"], None)
        world.move_clock(seconds=35)
        eventually(lambda: not any(key.endswith(":ex") for key in world.store.keys()), "the other took it over")
        told = world.booking_at(second, reference)
        self.assertIsNotNone(told["checkout_url"])
        again = get(world.link(reference, gateway=second))
        self.assertEqual((again.status, again.location), (303, told["checkout_url"]))
        sessions = [one for one in world.sandbox_state()["sessions"]
                    if one["metadata"].get("q_booking") == told["booking"]]
        self.assertEqual(len(sessions), 1)

    def test_a_gateway_that_dies_leaves_its_clients_to_the_other(self):
        world = self.world
        first, second = world.gateways
        reference, page = world.book()
        first.kill()
        world.pay(page)
        # The sandbox knows the first address only: nobody hears of the payment until the look-up.
        world.pass_time(minutes=3)
        eventually(lambda: world.booking_at(second, reference)["state"] == "paid", "the look-up settles it")


class Unheard(WithWorld):
    def setUp(self):
        self.world.no_trouble()

    def test_when_every_webhook_is_dropped_the_look_ups_settle_everything(self):
        world = self.world
        world.trouble(webhook_drop="1")
        before = world.metric("quittance_webhooks_total", outcome="applied")
        references = []
        for _ in range(20):
            reference, page = world.book()
            world.pay(page)
            references.append(reference)
        self.assertEqual({world.booking(one)["received"] for one in references}, {0})
        world.pass_time(minutes=3)
        for one in references:
            world.wait_state(one, "paid")
        self.assertEqual(world.metric("quittance_webhooks_total", outcome="applied"), before)

    def test_a_payment_shortly_before_the_end_of_the_page_is_found_too(self):
        world = self.world
        world.trouble(webhook_drop="1")
        reference, page = world.book()
        world.pass_time(minutes=100)
        world.pay(page)
        world.pass_time(minutes=80)
        world.wait_state(reference, "paid")

    def test_a_refund_nobody_told_us_of_is_found(self):
        world = self.world
        reference, page = world.book()
        world.pay_and_return(page)
        world.wait_state(reference, "paid")
        session, = world.sessions_of(reference)
        world.trouble(webhook_drop="1")
        world.dashboard("refund", payment_intent=session["payment_intent"])
        world.pass_time(minutes=10)
        world.wait_state(reference, "returned")

    def test_after_the_page_has_proven_dead_a_click_leads_to_a_new_one(self):
        world = self.world
        made = world.checkout().json()
        reference, first = made["reference"], made["checkout_url"]
        world.pass_time(minutes=121)
        again = eventually(lambda: (lambda r: r if r.status == 201 else None)(world.checkout({"reference": reference})),
                           "a new page")
        second = again.json()["checkout_url"]
        self.assertNotEqual(second, first)
        self.assertEqual(sorted(one["status"] for one in world.sessions_of(reference)), ["expired", "open"])
        world.pay_and_return(second)
        world.wait_state(reference, "paid")
        late = world.pay(first) if "number" in get(first).text else None
        self.assertIsNone(late, "the dead page takes cards")


class ProcessorTrouble(WithWorld):
    def setUp(self):
        if not self.world.sandbox.alive:
            self.world.sandbox.start()
        self.world.no_trouble()

    def not_charged(self, reply):
        self.assertEqual(reply.status, 503, reply)
        self.assertIn("not charged", reply.text.lower().replace("nothing was charged", "not charged"))
        self.assertIn("try again", reply.text.lower())

    def one_session_only(self, reference):
        world = self.world
        reply = eventually(lambda: (lambda r: r if r.status == 303 else None)(world.click(reference)),
                           "a later click works", 60, 0.2)
        self.assertEqual(world.click(reference).location, reply.location)
        session, = world.sessions_of(reference)
        self.assertTrue(reply.location.endswith(session["id"]), (reply.location, session["id"]))
        world.pay_and_return(reply.location)
        world.wait_state(reference, "paid")

    def test_while_the_processor_is_down_a_click_says_so_and_the_booking_stays(self):
        world = self.world
        reference = world.reference("down")
        world.sandbox.kill()
        try:
            self.not_charged(world.click(reference))
            self.assertEqual(world.booking(reference)["received"], 0)
            refused = world.checkout()
            self.assertEqual(refused.status, 503)
            self.assertIn("Retry-After", refused.headers)
            self.assertEqual(get(world.gateway.admin + "/readyz").status, 200, "webhooks can still be taken")
        finally:
            world.sandbox.start()
        world.move_clock(seconds=60)
        self.one_session_only(reference)

    def test_an_answer_lost_after_the_session_was_made_leads_to_that_session(self):
        world = self.world
        world.trouble(reply_lost="1x")
        self.one_session_only(world.reference("lost"))

    def test_many_lost_answers_lead_to_one_session(self):
        world = self.world
        world.trouble(reply_lost="1")
        reference = world.reference("lost")
        self.not_charged(world.click(reference))
        sessions = [one for one in world.sandbox_state()["sessions"] if one["status"] == "open"
                    and one["client_reference_id"] == reference]
        self.assertEqual(len(sessions), 1, "the session is there, nobody was told")
        world.no_trouble()
        world.move_clock(seconds=60)
        self.one_session_only(reference)

    def test_a_payment_of_a_session_we_were_never_told_of_is_booked(self):
        world = self.world
        world.trouble(reply_lost="1")
        reference = world.reference("early")
        self.not_charged(world.click(reference))
        session, = [one for one in world.sandbox_state()["sessions"] if one["client_reference_id"] == reference]
        world.pay(f"{world.sandbox_url}/c/pay/{session['id']}")
        told = world.wait_state(reference, "paid")
        self.assertEqual((told["received"], told["open"]), (12000, 0))
        world.no_trouble()
        world.move_clock(seconds=60)
        eventually(lambda: not any(key.endswith(":ex") for key in world.store.keys()), "nothing is left to do")
        self.assertEqual(len(world.sessions_of(reference)), 1)
        self.assertEqual(world.booking(reference)["state"], "paid")

    def test_cut_connections_rate_limits_and_server_errors_end_in_one_session(self):
        for what in ("cut", "status_429", "lock_timeout"):
            with self.subTest(what):
                self.world.trouble(reset="true", **{what: "2x"})
                reference = self.world.reference(what)
                self.world.click(reference)
                self.world.no_trouble()
                self.world.move_clock(seconds=60)
                self.one_session_only(reference)

    def test_a_stored_server_error_never_makes_a_second_payable_page(self):
        world = self.world
        world.trouble(status_500_after="1x")
        reference = world.reference("stored")
        first = world.click(reference)
        world.no_trouble()
        def payable():
            return [one for one in world.sandbox_state()["sessions"]
                    if one["client_reference_id"] == reference and one["status"] == "open"]
        self.assertEqual(len(payable()), 1)
        for _ in range(1):
            world.pass_time(minutes=1)
            world.click(reference)
            self.assertEqual(len(payable()), 1)
        self.assertIn(first.status, (303, 503))
        # Once the first page has died for certain, the booking can be paid.
        world.pass_time(minutes=140)
        reply = eventually(lambda: (lambda r: r if r.status == 303 else None)(world.click(reference)),
                           "a page that can be paid", 60, 0.2)
        self.assertEqual(len(payable()), 1)
        world.pay_and_return(reply.location)
        world.wait_state(reference, "paid")

    def test_a_slow_processor_serves_a_crowd_one_session(self):
        world = self.world
        world.trouble(slow_ms="1500")
        reference = world.reference("slow")
        link = world.link(reference)
        replies = in_parallel(lambda _: get(link), range(64), 64)
        self.assertEqual({one.status for one in replies}, {303})
        self.assertEqual(len({one.location for one in replies}), 1)
        world.no_trouble()
        self.assertEqual(len(world.sessions_of(reference)), 1)
