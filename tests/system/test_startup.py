"""Starting, refusing to start, reloading, draining, starting again."""
import os
import shutil
import signal
import socket
import subprocess
import threading
import unittest

from harness import OFFERS, WithWorld, World, eventually, free_port, get, program


class Refusals(WithWorld):
    """`quittance serve` that does not start: each time one sentence that says what to do."""

    def refuses(self, *words, config=None, environment=None):
        world = self.world
        env = world.environment(**{"QUITTANCE_PUBLIC": f"127.0.0.1:{free_port()}",
                                   "QUITTANCE_ADMIN": f"127.0.0.1:{free_port()}", **(environment or {})})
        if config is not None:
            folder = os.path.join(world.folder, "other-config")
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(world.config_folder, folder)
            for name, text in config.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            env["QUITTANCE_CONFIG"] = os.path.join(folder, "quittance.toml")
        done = subprocess.run([program(), "serve"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(done.returncode, 0, f"it crashed: {done.stderr}")
        self.assertNotIn("ready", done.stdout)
        for word in words:
            self.assertIn(word, done.stderr)
        for secret in ("sk_live_" + "x" * 24, "sk_test_" + "y" * 24):
            self.assertNotIn(secret, done.stderr)
        return done.stderr

    def with_redis(self, name, value, *words):
        before = dict(zip(*[iter(self.world.store("CONFIG", "GET", name))] * 2))[name]
        self.world.store("CONFIG", "SET", name, value)
        try:
            self.refuses(*words)
        finally:
            self.world.store("CONFIG", "SET", name, before)

    def test_redis_without_an_append_only_file(self):
        self.with_redis("appendonly", "no", "appendonly yes")

    def test_redis_that_syncs_every_second_only(self):
        self.with_redis("appendfsync", "everysec", "appendfsync always", "accept_power_loss = true")

    def test_redis_that_may_evict(self):
        self.with_redis("maxmemory-policy", "allkeys-lru", "noeviction", "allkeys-lru")

    def test_redis_that_is_a_replica(self):
        self.world.store("REPLICAOF", "127.0.0.1", "1")
        try:
            self.refuses("replica", "master")
        finally:
            self.world.store("REPLICAOF", "NO", "ONE")

    def test_all_that_is_wrong_with_redis_is_told_at_once(self):
        store = self.world.store
        store("CONFIG", "SET", "appendfsync", "no", "maxmemory-policy", "volatile-lru")
        try:
            self.refuses("appendfsync always", "noeviction")
        finally:
            store("CONFIG", "SET", "appendfsync", "always", "maxmemory-policy", "noeviction")

    def test_redis_that_is_not_there(self):
        said = self.refuses("/nowhere/redis.sock", environment={"QUITTANCE_REDIS": "unix:/nowhere/redis.sock"})
        self.assertIn("Redis cannot be reached", said)
        self.assertNotIn("boost", said, "a message for a person, not for a debugger")

    def test_a_live_key_with_another_api_base(self):
        self.refuses("STRIPE_API_BASE", "live key",
                     environment={"STRIPE_SECRET_KEY": "sk_live_" + "x" * 24,
                                  "STRIPE_API_BASE": self.world.sandbox_url, "QUITTANCE_TEST_CLOCK": None})

    def test_a_live_key_with_a_test_clock(self):
        self.refuses("QUITTANCE_TEST_CLOCK", "live key", environment={"STRIPE_SECRET_KEY": "sk_live_" + "x" * 24})

    def test_plain_http_to_a_processor_elsewhere(self):
        for base in ("http://example.com", "http://10.1.2.3:12111", "http://localhost.example.com",
                     "http://127.0.0.1.example.com", "http://127.0.0.1@example.com", "http://192.168.0.1"):
            self.refuses("STRIPE_API_BASE", "https://",
                         environment={"STRIPE_SECRET_KEY": "sk_test_" + "y" * 24, "STRIPE_API_BASE": base})

    def test_an_api_base_that_is_no_http_at_all_or_has_no_key(self):
        key = {"STRIPE_SECRET_KEY": "sk_test_" + "y" * 24}
        self.refuses("STRIPE_API_BASE", environment={**key, "STRIPE_API_BASE": "ftp://127.0.0.1/"})
        self.refuses("STRIPE_SECRET_KEY", environment={"STRIPE_API_BASE": self.world.sandbox_url})

    def test_a_key_the_processor_does_not_know(self):
        self.refuses("STRIPE_SECRET_KEY", "401",
                     environment={"STRIPE_SECRET_KEY": "sk_test_" + "y" * 24, "STRIPE_API_BASE": self.world.sandbox_url,
                                  "QUITTANCE_STATE": os.path.join(self.world.folder, "unknown-key")})

    def test_a_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            for name in ("QUITTANCE_PUBLIC", "QUITTANCE_ADMIN"):
                self.assertIn("in use", self.refuses(address, environment={name: address}).lower())

    def test_an_address_that_is_none(self):
        for address in ("8080", "localhost", "127.0.0.1:99999", "127.0.0.1:", "nowhere.example:80"):
            self.refuses("QUITTANCE_PUBLIC", "host:port", environment={"QUITTANCE_PUBLIC": address})

    def test_a_store_of_another_account(self):
        store = self.world.store
        bound = store("HGET", "q:store", "account")
        self.assertTrue(bound.startswith("acct_"), bound)
        store("HSET", "q:store", "account", "acct_1SomebodyElse")
        try:
            self.refuses("acct_1SomebodyElse", bound, "QUITTANCE_REDIS")
        finally:
            store("HSET", "q:store", "account", bound)

    def test_a_state_folder_of_another_account(self):
        path = os.path.join(self.world.state, "processor_account")
        with open(path, encoding="ascii") as file:
            bound = file.read()
        with open(path, "w", encoding="ascii") as file:
            file.write("test acct_1SomebodyElse\n")
        try:
            self.refuses("acct_1SomebodyElse", self.world.state)
        finally:
            with open(path, "w", encoding="ascii") as file:
                file.write(bound)

    def test_a_state_folder_that_cannot_be_made(self):
        self.refuses("QUITTANCE_STATE", environment={"QUITTANCE_STATE": self.world.config_file + "/state"})

    def test_settings_that_nobody_knows_or_that_cannot_be_are_named_with_their_line(self):
        self.refuses("quittance.toml:2", "did you mean", "held_most",
                     config={"quittance.toml": "[links]\nheld_mst = 5\n"})
        self.refuses("quittance.toml:3", config={"quittance.toml": "\n[policy]\nhold_hours = \"long\"\n"})
        self.refuses("quittance.toml:2", config={"quittance.toml": "[policy]\ncheckout_lifetime_minutes = 5\n"})
        self.refuses("quittance.toml:1", config={"quittance.toml": "[links\n"})
        self.refuses("quittance.toml:1", "did you mean", config={"quittance.toml": "[buisness]\n"})
        self.refuses("offers.toml", "price", config={"offers.toml": '[[offer]]\nid = "a"\ntitle = "A"\n'})
        self.refuses("offers.toml:4", "EUR",
                     config={"offers.toml": '[[offer]]\nid = "a"\ntitle = "A"\nprice = "12,50 EUR"\n'})

    def test_letters_that_could_not_be_sent_or_spaced_are_refused_with_their_line(self):
        self.refuses("quittance.toml", "from", "own address", config={"quittance.toml": '[mail]\ntransport = "file"\n'})
        self.refuses("quittance.toml:2", "transport", config={"quittance.toml": '[mail]\ntransport = "fax"\n'})
        self.refuses("reminders.toml:2", "after 3d", config={"reminders.toml": '[reminders]\nsteps = ["in 3d"]\n'})
        self.refuses("reminders.toml:2", "order of their days",
                     config={"reminders.toml": '[reminders]\nsteps = ["after 10d", "after 3d"]\n'})
        self.refuses("reminders.toml:2", "until_hour", config={"reminders.toml": "[reminders]\nuntil_hour = 8\n"})
        self.refuses("reminders.toml:2", "did you mean", config={"reminders.toml": "[reminders]\nstep = []\n"})
        self.refuses("reminders.toml:2", "more days than the last step",
                     config={"reminders.toml": '[cadence.slow]\nperson = "after 9d"\n'})
        self.refuses("which another cadence has", config={
            "reminders.toml": '[cadence.a]\noffers = ["custom"]\n[cadence.b]\noffers = ["custom"]\n'})
        self.refuses("offers.toml does not have",
                     config={"reminders.toml": '[cadence.a]\noffers = ["nothing-such"]\n'})

    def test_several_mistakes_are_told_at_once(self):
        self.refuses("quittance.toml:2", "quittance.toml:4",
                     config={"quittance.toml": "[links]\nheld_mst = 5\n[policy]\nhold_hour = 3\n"})

    def test_a_configuration_that_is_not_there(self):
        self.refuses("/nowhere/quittance.toml", environment={"QUITTANCE_CONFIG": "/nowhere/quittance.toml"})


class Accepted(unittest.TestCase):
    def test_everysec_is_taken_when_the_operator_accepts_the_loss(self):
        world = World({"redis": {"accept_power_loss": True}}, redis_options=["--appendfsync", "everysec"])
        try:
            reference, page = world.book()
            world.pay(page)
            world.wait_state(reference, "paid")
        finally:
            world.close()

    def test_a_test_key_may_speak_plain_http_to_this_machine(self):
        world = World(environment={"STRIPE_SECRET_KEY": "sk_test_" + "z" * 32,
                                   "STRIPE_WEBHOOK_SECRET": "whsec_" + "z" * 32}, start=False)
        try:
            world.redis.start()
            world.sandbox.start()
            world.gateway.environment["STRIPE_API_BASE"] = world.sandbox_url
            world.gateway.start()
            reference, page = world.book()
            world.pay(page)
            world.wait_state(reference, "paid")
            self.assertEqual(world.gateway.stop(), 0)
        finally:
            world.close()


class Reload(WithWorld):
    def at_price(self, price):
        return [{**OFFERS[0], "price": price}, *OFFERS[1:]]

    def reload(self, offers, said):
        world = self.world
        before = world.gateway.said().count(said)
        world.write_offers(offers)
        world.gateway.signal(signal.SIGHUP)
        eventually(lambda: world.gateway.said().count(said) > before, said)

    def test_a_new_price_is_for_new_bookings_only(self):
        world = self.world
        self.reload(self.at_price("120.00 EUR"), "event=reloaded")
        old, page = world.book()
        self.reload(self.at_price("130.00 EUR"), "event=reloaded")
        new, _ = world.book()
        self.assertEqual(world.booking(new)["amount"], 13000)
        self.assertEqual(world.booking(old)["amount"], 12000)
        self.assertEqual(world.book(old)[1], page)
        world.pay_and_return(page)
        self.assertEqual(world.wait_state(old, "paid")["received"], 12000)

    def signed(self, reference, *more, offer="coaching-60"):
        made = self.world.command("link", "--offer", offer, "--ref", reference, *more)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.world.secrets.add(made.stdout.strip().rsplit("/", 1)[1])
        return made.stdout.strip()

    def test_links_and_calls_that_name_no_amount_lead_to_what_was_booked_at_another_price(self):
        world = self.world
        self.reload(self.at_price("120.00 EUR"), "event=reloaded")
        reference, body = world.reference("signed"), {"reference": world.reference("called")}
        link = self.signed(reference)
        page = get(link).location
        called = world.checkout(body)
        self.assertEqual(called.status, 201)
        self.reload(self.at_price("130.00 EUR"), "event=reloaded")
        self.assertEqual(get(link).location, page)
        again = world.checkout(body)
        self.assertEqual((again.status, again.json()["checkout_url"]), (201, called.json()["checkout_url"]), again)
        self.assertEqual(again.json()["amount"], 12000)
        for url in (page, called.json()["checkout_url"]):
            world.pay_and_return(url)
        for one in (reference, body["reference"]):
            world.wait_state(one, "paid")
        self.assertEqual(get(link).status, 200)
        self.assertEqual(world.checkout(body).status, 200)
        self.assertEqual(world.checkout({**body, "amount": 13000, "currency": "EUR"}).status, 409)
        self.reload(OFFERS, "event=reloaded")

    def test_what_was_booked_of_an_offer_that_is_gone_is_found_by_every_way_it_was_booked(self):
        world = self.world
        self.reload(OFFERS, "event=reloaded")
        plain, page = world.book(offer="coaching-90")
        signed = world.reference("signed")
        link = self.signed(signed, offer="coaching-90")
        own = world.reference("own")
        get(self.signed(own, "--amount", "80.00 EUR", "--title", "Two sessions", offer="our-own-words"))
        body = {"offer": "coaching-90", "reference": world.reference("called")}
        free = {"offer": None, "reference": world.reference("free"), "title": "A day", "amount": 9000, "currency": "EUR"}
        for one in (body, free):
            self.assertEqual(world.checkout(one).status, 201)
        opened = get(link).location
        self.reload([one for one in OFFERS if one["id"] != "coaching-90"], "event=reloaded")
        self.assertEqual(world.click(plain, offer="coaching-90").location, page)
        self.assertEqual(get(link).location, opened)
        self.assertEqual(world.checkout(body).status, 201)
        world.pay_and_return(page)
        world.wait_state(plain, "paid")
        self.assertEqual(world.click(plain, offer="coaching-90").status, 200)
        self.assertEqual(world.click(world.reference(), offer="coaching-90").status, 404)
        for reference in (plain, signed, own, body["reference"], free["reference"]):
            self.assertEqual(world.booking(reference)["reference"], reference)
            shown = world.command("show", reference)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn(reference, shown.stdout)
        self.assertEqual(world.command("show", plain, "--offer", "coaching-60").returncode, 1)
        self.assertEqual(world.command("show", plain, "--offer", "coaching-90").returncode, 0)
        world.fsck()
        self.reload(OFFERS, "event=reloaded")

    def test_an_offer_that_is_gone_sells_nothing_more_but_is_still_paid(self):
        world = self.world
        self.reload(OFFERS, "event=reloaded")
        reference, page = world.book(offer="coaching-90")
        self.reload([one for one in OFFERS if one["id"] != "coaching-90"], "event=reloaded")
        self.assertEqual(world.click(world.reference(), offer="coaching-90").status, 404)
        world.pay_and_return(page)
        self.reload(OFFERS, "event=reloaded")
        world.wait_state(reference, "paid")

    def test_a_broken_catalogue_is_refused_and_the_old_one_goes_on(self):
        world = self.world
        self.reload(self.at_price("140.00 EUR"), "event=reloaded")
        self.reload('[[offer]]\nid = "coaching-60"\ntitle = "Coaching"\nprice = "gratis"\n', "event=reload_refused")
        self.assertIn("offers.toml", world.gateway.said().split("event=reload_refused")[-1])
        reference, _ = world.book()
        self.assertEqual(world.booking(reference)["amount"], 14000)

    def test_a_key_the_processor_does_not_know_is_refused_and_the_old_one_goes_on(self):
        world = self.world
        path = os.path.join(world.state, "sandbox_secret_key")
        with open(path, encoding="ascii") as file:
            old = file.read()
        fresh = "sk_test_" + "e" * 40
        world.secrets.add(fresh)
        try:
            with open(path, "w", encoding="ascii") as file:
                file.write(fresh + "\n")
            self.reload(self.at_price("150.00 EUR"), "event=reload_refused")
        finally:
            with open(path, "w", encoding="ascii") as file:
                file.write(old)
        self.assertIn("401", world.gateway.said().split("event=reload_refused")[-1])
        self.assertEqual(world.checkout().status, 201)
        self.reload(OFFERS, "event=reloaded")

    def test_the_owners_lists_are_not_shown_under_a_name_that_is_not_this_machines(self):
        admin = self.world.gateway.admin
        self.assertEqual(get(admin + "/open").status, 200)
        self.assertEqual(get(admin + "/open", headers={"Host": "evil.example"}).status, 421)
        self.assertEqual(get(admin + "/open", headers={"Host": "localhost:1"}).status, 200)

    def test_new_secrets_are_taken_without_a_restart(self):
        world = self.world
        self.reload(OFFERS, "event=reloaded")
        path = os.path.join(world.state, "sandbox_webhook_secret")
        old = world.webhook_secret
        fresh = "whsec_" + "f" * 40
        world.secrets.update({old, fresh})
        with open(path, "w", encoding="ascii") as file:
            file.write(f"{fresh},{old}\n")
        self.reload(OFFERS, "event=reloaded")
        for secret in (fresh, old):
            made = world.checkout().json()
            self.assertEqual(world.deliver(world.paid_event(made), secret=secret).status, 200)
        with open(path, "w", encoding="ascii") as file:
            file.write(f"{old}\n")
        self.reload(OFFERS, "event=reloaded")
        made = world.checkout().json()
        self.assertEqual(world.deliver(world.paid_event(made), secret=fresh).status, 400)


class Stopping(WithWorld):
    def setUp(self):
        if not self.world.gateway.alive:
            self.world.gateway.start()
        self.world.no_trouble()

    def test_a_request_in_hand_is_answered_before_the_gateway_stops(self):
        world = self.world
        world.trouble(slow_ms="1500")
        reference = world.reference("drained")
        replies = []
        clicking = threading.Thread(target=lambda: replies.append(world.click(reference)))
        clicking.start()
        eventually(lambda: any(key.endswith(":ex") for key in world.store.keys()), "the click is in hand")
        idle = socket.create_connection(("127.0.0.1", world.gateway.port))
        before = world.gateway.said().count("event=draining")
        world.gateway.signal(signal.SIGTERM)
        eventually(lambda: world.gateway.said().count("event=draining") > before, "it drains")
        world.gateway.signal(signal.SIGHUP)  # a reload that comes too late cuts nobody off
        clicking.join()
        self.assertEqual(world.gateway.running.wait(30), 0)
        idle.close()
        self.assertEqual(len(replies), 1)
        self.assertEqual(replies[0].status, 303)
        self.assertIn("event=stopped", world.gateway.said())
        with self.assertRaises(OSError):
            get(world.gateway.url + "/livez", timeout=2)

    def test_a_second_signal_ends_it_at_once(self):
        world = self.world
        world.trouble(slow_ms="30000")
        def click_and_lose():
            try:
                world.click(reference)
            except Exception:  # that it is cut off is what happens here
                pass
        reference = world.reference()
        clicking = threading.Thread(target=click_and_lose)
        clicking.start()
        eventually(lambda: any(key.endswith(":ex") for key in world.store.keys()), "the click is in hand")
        before = world.gateway.said().count("event=draining")
        world.gateway.signal(signal.SIGTERM)
        eventually(lambda: world.gateway.said().count("event=draining") > before, "it drains")
        world.gateway.signal(signal.SIGTERM)
        self.assertNotEqual(world.gateway.running.wait(5), 0)
        clicking.join()
        world.no_trouble()

    def test_a_restart_of_everything_forgets_nothing(self):
        world = self.world
        paid, page = world.book()
        world.pay_and_return(page)
        told = world.wait_state(paid, "paid")
        pending, page = world.book()
        key, secret, account = world.api_key, world.webhook_secret, world.secret("processor_account")
        keys = {one for one in world.store.keys() if ":a:" in one or ":l:" in one}
        self.assertEqual(world.gateway.stop(), 0)
        self.assertEqual(world.sandbox.stop(), 0)
        world.store.close()
        world.redis.stop()
        world.start()
        self.assertEqual((world.api_key, world.webhook_secret, world.secret("processor_account")), (key, secret, account))
        self.assertEqual({one for one in world.store.keys() if ":a:" in one or ":l:" in one}, keys)
        self.assertEqual(world.booking(paid), told)
        self.assertEqual(world.book(pending)[1], page)
        world.pay_and_return(page)
        world.wait_state(pending, "paid")
        world.fsck()
