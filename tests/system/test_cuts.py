"""A line that is slow, cut, garbled or dumb in one direction, before Redis, the processor and the mail server.

Whatever it does: no webhook is answered 200 that is not booked, nobody is charged twice, nothing crashes or hangs,
and when it is over the gateway goes on by itself. Receipts arrive, if need be twice.
"""
import time

from harness import (FULL, CuttingProxy, Load, MailServer, WithWorld, World, eventually, expect_agreement, free_port, get,
                     wait_for_retries)
from harness.cutting_proxy import (TO_CLIENT, TO_SERVER, cut, delay, drip, garble, refuse, stop_accepting, swallow)

KEY, SECRET = "sk_test_" + "c" * 32, "whsec_" + "c" * 32
TROUBLED = 8.0 if FULL else 1.5  # seconds of load under each trouble


class Cutting:
    """One world with a gate between the gateway and what `through` says."""
    slowest_answer = 15.0  # nobody waits for the processor longer than 10 s; the store is asked before and after

    @classmethod
    def through(cls, world):
        """Answers the proxy, and puts it into the gateway's environment."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        cls.world = world = World(environment={"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET}, start=False)
        try:
            world.redis.start()
            world.more_environment["STRIPE_API_BASE"] = world.sandbox_url
            world.sandbox.environment = world.environment(QUITTANCE_PUBLIC=world.gateway.address)
            world.sandbox.start()
            world.gateway.environment["STRIPE_API_BASE"] = world.sandbox_url
            cls.proxy = cls.through(world)
            world.gateway.start()
        except BaseException:
            world.close()
            raise

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.proxy.close()

    def under(self, trouble, seconds=TROUBLED):
        """Load in calm, under the trouble and after it; then everything is as if it had not been."""
        world, process, began = self.world, self.world.gateway.running.pid, time.monotonic()
        load = Load(world, journeys=3, knocks=3).start()
        try:
            self.make_progress(load)
            self.proxy.make(trouble)
            time.sleep(max(seconds, TROUBLED))
            if trouble.rate < 1:  # by chance: until it has struck
                eventually(lambda: self.proxy.done, "a piece is hit", 60)
            hits = self.proxy.done
            self.proxy.calm()
            world.move_clock(seconds=60)  # what an answer that never came left in hand is free
            self.make_progress(load)
        finally:
            self.proxy.calm()
            load.stop()
        eventually(lambda: get(world.gateway.admin + "/readyz").status == 200, "the gateway is ready again")
        load.expect_booked(load.take_acknowledged())
        wait_for_retries(world)
        paid, captured, _ = expect_agreement(world, set(load.travelled))
        self.assertEqual((paid, captured), (len(load.travelled), 12000 * paid))
        world.fsck()
        self.assertEqual(world.gateway.running.pid, process)
        self.assertTrue(world.gateway.alive)
        self.assertLess(load.slowest, self.slowest_answer, "somebody waited too long for an answer")
        tally = load.tally
        print(f"\n  {type(self).__name__}, {trouble}: {hits} pieces hit; {paid} paid, {tally['acknowledged']} webhooks "
              f"acknowledged, {tally['lost']} lost, {tally['refused']} answers 503, slowest {load.slowest:.1f} s, "
              f"{time.monotonic() - began:.1f} s", end=" ", flush=True)
        return hits, load

    @staticmethod
    def make_progress(load):
        before = dict(load.tally)

        def more():
            load.raise_wrong()
            return all(load.tally[one] > before.get(one, 0) + 2 for one in ("paid", "acknowledged"))
        eventually(more, "bookings are paid and webhooks taken", 60)

    def said(self, line):
        return self.world.gateway.said().count(line)


class BeforeRedis(Cutting, WithWorld):
    @classmethod
    def through(cls, world):
        address = f"unix:{world.folder}/gate.sock"
        world.gateway.environment["QUITTANCE_REDIS"] = address
        return CuttingProxy(address, "unix:" + world.redis_socket)

    def test_it_does_not_listen(self):
        _, load = self.under(refuse())
        self.assertGreater(load.tally["refused"], 0)

    def test_it_accepts_nobody_new(self):
        self.under(stop_accepting(), 3)

    def test_it_is_slow(self):
        self.under(delay(0.05))

    def test_it_is_slower_than_anybody_waits(self):
        _, load = self.under(delay(6), 4)
        self.assertGreater(load.tally["refused"], 0)

    def test_answers_are_cut(self):
        hits, _ = self.under(cut(TO_CLIENT, 0.05))
        self.assertGreater(hits, 0)
        self.assertGreater(self.said("event=redis_connection_lost"), 0)

    def test_requests_are_cut(self):
        hits, _ = self.under(cut(TO_SERVER, 0.05))
        self.assertGreater(hits, 0)

    def test_a_garbled_answer_ends_the_connection_with_a_line(self):
        before = self.said("not RESP")
        hits, _ = self.under(garble(TO_CLIENT, 0.05))
        self.assertGreater(hits, 0)
        self.assertGreater(self.said("not RESP"), before)

    def test_a_garbled_request_is_refused(self):
        hits, _ = self.under(garble(TO_SERVER, 0.02))
        self.assertGreater(hits, 0)

    def test_no_answer_comes_back(self):
        _, load = self.under(swallow(TO_CLIENT), 3)
        self.assertGreater(load.tally["refused"], 0)

    def test_no_request_gets_there(self):
        _, load = self.under(swallow(TO_SERVER), 3)
        self.assertGreater(load.tally["refused"], 0)

    def test_bytes_drip(self):
        self.under(drip())


class BeforeTheProcessor(Cutting, WithWorld):
    @classmethod
    def through(cls, world):
        address = f"127.0.0.1:{free_port()}"
        world.gateway.environment["STRIPE_API_BASE"] = "http://" + address
        world.config["stripe"] = {"page_origins": [world.sandbox_url]}
        world.write_config()
        return CuttingProxy(address, world.sandbox_address)

    def unknown(self):
        return self.world.metric("quittance_processor_calls_total", outcome="unknown")

    def test_it_does_not_listen(self):
        _, load = self.under(refuse())
        self.assertGreater(load.tally["refused"], 0)

    def test_it_accepts_nobody_new(self):
        self.under(stop_accepting())

    def test_it_is_slow(self):
        self.under(delay(0.3))

    def test_an_answer_that_is_cut_is_unknown(self):
        before = self.unknown()
        hits, _ = self.under(cut(TO_CLIENT, 0.3))
        self.assertGreater(hits, 0)
        self.assertGreater(self.unknown(), before)

    def test_a_request_that_is_cut_is_unknown(self):
        before = self.unknown()
        hits, _ = self.under(cut(TO_SERVER, 0.3))
        self.assertGreater(hits, 0)
        self.assertGreater(self.unknown(), before)

    def test_a_garbled_answer_is_unknown(self):
        before = self.unknown()
        hits, _ = self.under(garble(TO_CLIENT, 0.3))
        self.assertGreater(hits, 0)
        self.assertGreater(self.unknown(), before)

    def test_an_answer_with_a_garbled_body_is_not_believed(self):
        hits, _ = self.under(garble(TO_CLIENT, 0.3, at=0.7))
        self.assertGreater(hits, 0)

    def test_a_refusal_of_a_garbled_request_is_not_the_processors(self):
        hits, _ = self.under(garble(TO_SERVER, 0.2))
        self.assertGreater(hits, 0)

    def test_no_answer_comes_back(self):
        self.under(swallow(TO_CLIENT))

    def test_a_first_click_is_told_to_try_again_before_its_payer_gives_up(self):
        world, reference = self.world, self.world.reference("dumb")
        self.proxy.make(swallow(TO_CLIENT))
        try:
            began = time.monotonic()
            reply = world.click(reference)
            took = time.monotonic() - began
        finally:
            self.proxy.calm()
        self.assertEqual(reply.status, 503, reply)
        self.assertIn("Retry-After", reply.headers)
        self.assertLess(took, 12.0)
        eventually(lambda: world.click(reference).status == 303, "the order that went on by itself is done", 60)

    def test_no_request_gets_there(self):
        self.under(swallow(TO_SERVER))

    def test_bytes_drip(self):
        self.under(drip())


class BeforeTheMailServer(Cutting, WithWorld):
    @classmethod
    def through(cls, world):
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.close)
        address = f"127.0.0.1:{free_port()}"
        world.config["mail"] = {"transport": "smtp", "host": "127.0.0.1", "port": int(address.split(":")[1]),
                                "protection": "none", "user": cls.server.user, "from": "hello@ana.example",
                                "per_minute": 60_000}  # the pace of letters is not what is tested
        world.write_config()
        world.gateway.environment["QUITTANCE_MAIL_PASSWORD"] = cls.server.password
        world.secrets.add(cls.server.password)
        return CuttingProxy(address, f"127.0.0.1:{cls.server.port}")

    def client(self, name, **more):
        reference = self.world.reference(name)
        address = f"{reference}@client.example"
        made = self.world.checkout({"reference": reference, "email": address, "name": name.title(),
                                    "zone": "Europe/Berlin", **more})
        self.assertEqual(made.status, 201, made)
        return made.json(), address

    def pay(self, made):
        """By a webhook that nothing waits for but the store."""
        began = time.monotonic()
        self.assertEqual(self.world.deliver(self.world.paid_event(made)).status, 200)
        # Who waits for the mail server waits 15 s for its line at least.
        self.assertLess(time.monotonic() - began, 10.0, "a webhook waited for the mail server")

    def under(self, trouble, seconds=TROUBLED):
        world = self.world
        self.proxy.make(trouble)
        try:
            payers = [self.client("rita") for _ in range(5)]
            for made, _ in payers:
                self.pay(made)
            until = time.monotonic() + max(seconds, TROUBLED)
            chance = until + (60 if trouble.rate < 1 else 0)
            while time.monotonic() < until or (not self.proxy.done and time.monotonic() < chance):
                self.pay(self.client("vera")[0])
            hits = self.proxy.done
        finally:
            self.proxy.calm()
        for _, address in payers:
            eventually(lambda address=address: self.server.mails_to(address) or world.pass_time(minutes=30),
                       f"the receipt of {address}", 60, pause=0.3)
        world.fsck()
        self.assertTrue(world.gateway.alive)
        print(f"\n  {type(self).__name__}, {trouble}: {hits} pieces hit", end=" ", flush=True)
        return hits

    def test_it_does_not_listen(self):
        self.under(refuse())

    def test_it_accepts_nobody_new(self):
        self.under(stop_accepting(), 3)

    def test_it_is_slow(self):
        self.assertGreater(self.under(delay(1)), 0)

    def test_replies_are_cut(self):
        self.assertGreater(self.under(cut(TO_CLIENT, 0.5)), 0)

    def test_letters_are_cut(self):
        self.assertGreater(self.under(cut(TO_SERVER, 0.5)), 0)

    def test_no_reply_comes_back(self):
        self.under(swallow(TO_CLIENT), 3)
