"""What the operator sees: health, metrics, the desk's lists, the command line."""
import os
import time

from harness import WithWorld, eventually, get, post


class Operation(WithWorld):
    def test_health_names_its_figures_in_the_standard_form(self):
        world = self.world
        world.pay_and_return(world.book()[1])
        reply = get(world.gateway.admin + "/healthz")
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["Content-Type"], "application/health+json")
        told = reply.json()
        self.assertEqual(told["status"], "pass", told)
        for name in ("store:writable", "store:roundTrip", "store:skew", "wakeups:lag", "effects:lag", "events:parked",
                     "webhook:lastSeen", "webhook:mode"):
            self.assertIn(name, told["checks"])
            self.assertIn("observedValue", told["checks"][name][0])
        skew = told["checks"]["processor:skew"][0]["observedValue"]
        self.assertLess(abs(skew), 2, "the processor's Date header is compared with our clock")
        self.assertEqual(told["checks"]["webhook:mode"][0]["observedValue"], "by webhooks and look-ups")

    def test_alive_and_ready_are_plain_questions(self):
        admin = self.world.gateway.admin
        self.assertEqual(get(admin + "/livez").status, 200)
        ready = get(admin + "/readyz")
        self.assertEqual((ready.status, ready.json()), (200, {"ready": True, "reasons": []}))

    def test_admin_pages_are_not_on_the_public_listener(self):
        for path in ("/livez", "/readyz", "/healthz", "/metrics", "/attention", "/open", "/account/x"):
            self.assertEqual(get(self.world.gateway.url + path).status, 404, path)

    def test_metrics_tell_what_happened(self):
        world = self.world
        reference, page = world.book()
        world.pay_and_return(page)
        world.wait_state(reference, "paid")
        eventually(lambda: world.metric("quittance_webhooks_total", outcome="applied") > 0, "a webhook is counted")
        reply = get(world.gateway.admin + "/metrics")
        self.assertTrue(reply.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        for line in reply.text.splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [-+0-9.eEInfNa]+)$')
        for name in ("quittance_http_requests_total", "quittance_webhook_seconds_bucket", "quittance_commits_total",
                     "quittance_processor_calls_total", "quittance_redis_round_trip_seconds_count",
                     "quittance_effects_total", "quittance_look_ups_total", "quittance_oldest_due_seconds"):
            self.assertIn(name, reply.text)
        self.assertGreater(world.metric("quittance_commits_total", outcome="committed"), 0)

    def test_who_owes_is_listed_and_who_has_paid_is_not(self):
        world = self.world
        owing, paid = world.checkout({"name": "Olga Owing"}).json(), world.checkout().json()
        world.pay_and_return(paid["checkout_url"])
        world.wait_state(paid["reference"], "paid")
        for shown in (world.command("open").stdout, get(world.gateway.admin + "/open").text):
            self.assertIn(owing["reference"], shown)
            self.assertNotIn(paid["reference"], shown)
        account = get(world.gateway.admin + "/account/" + owing["client"])
        self.assertEqual(account.status, 200)
        self.assertIn(owing["reference"], account.text)
        self.assertEqual(get(world.gateway.admin + "/account/nobody").status, 404)

    def test_an_account_is_shown_as_a_person_reads_it(self):
        world = self.world
        made = world.checkout().json()
        for who in (made["reference"], made["client"]):
            shown = world.command("show", who)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            for part in (made["reference"], "Coaching, 60 minutes", "120.00 EUR"):
                self.assertIn(part, shown.stdout)
        missing = world.command("show", "nobody-at-all")
        self.assertEqual(missing.returncode, 1)
        self.assertIn("nobody-at-all", missing.stderr)

    def test_an_entry_that_a_person_has_dealt_with_leaves_the_list(self):
        world = self.world
        made = world.checkout().json()
        event = world.paid_event(made)
        event["data"]["object"].update(amount_total=11000, amount_subtotal=11000)
        self.assertEqual(world.deliver(event).status, 200)
        page = get(world.gateway.admin + "/attention").text
        self.assertIn(made["reference"], page)
        fields = {"client": made["client"], "booking": made["booking"],
                  "entry": "amount_differs:" + event["data"]["object"]["payment_intent"]}
        cross = post(world.gateway.admin + "/attention/ack", fields, headers={"Sec-Fetch-Site": "cross-site"})
        self.assertEqual(cross.status, 400)
        self.assertIn(made["reference"], get(world.gateway.admin + "/attention").text)
        self.assertEqual(post(world.gateway.admin + "/attention/ack", fields).status, 303)
        self.assertNotIn(made["reference"], get(world.gateway.admin + "/attention").text)

    def test_the_health_command_says_whether_the_gateway_is_ready(self):
        self.assertEqual(self.world.command("health").returncode, 0)
        away = self.world.command("health", environment={"QUITTANCE_ADMIN": "127.0.0.1:1"})
        self.assertEqual(away.returncode, 1)
        self.assertIn("not ready", away.stderr)

    def test_doctor_tells_one_line_each(self):
        done = self.world.command("doctor")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertGreaterEqual(len(done.stdout.splitlines()), 4, done.stdout)
        self.assertNotIn(self.world.secret("sandbox_secret_key"), done.stdout)

    def test_fsck_finds_an_account_that_its_ledger_does_not_tell(self):
        world = self.world
        made = world.checkout().json()
        key = next(one for one in world.store.keys() if one.endswith(":a:" + made["client"]))
        field = "b:" + made["booking"]
        good = world.store("HGET", key, field)
        forged = good.replace("coaching-60", "coaching-90", 1)
        self.assertNotEqual(forged, good)
        world.store("HSET", key, field, forged)
        found = world.command("fsck")
        self.assertNotEqual(found.returncode, 0)
        self.assertIn(made["client"], found.stdout + found.stderr)
        world.store("HSET", key, field, good)
        world.fsck()

    def test_secrets_of_the_state_folder_are_its_owners_alone(self):
        for name in os.listdir(self.world.state):
            if "key" in name or "secret" in name:
                self.assertEqual(os.stat(os.path.join(self.world.state, name)).st_mode & 0o077, 0, name)

    def test_one_line_per_fact_is_logged(self):
        self.world.book()
        for line in self.world.gateway.said().splitlines():
            if line != "ready":
                self.assertRegex(line, r"^ts=\S+ level=\w+ event=\w+")

    def test_a_gateway_is_ready_soon_after_its_start(self):
        gateway = self.world.gateway
        self.assertEqual(gateway.stop(), 0)
        began = time.monotonic()
        gateway.start()
        self.assertLess(time.monotonic() - began, 10)


class NamedDesk(WithWorld):
    """As the README asks for it where the admin listener is reached by a name."""
    config = {"admin": {"allowed_hosts": ["desk.example.com"]}}

    def test_health_is_told_where_the_desk_has_a_name(self):
        admin = self.world.gateway.admin
        self.assertEqual(self.world.command("health").returncode, 0)
        for host, status in (("desk.example.com", 200), ("127.0.0.1", 200), ("localhost", 200), ("evil.example", 421)):
            self.assertEqual(get(admin + "/readyz", headers={"Host": host}).status, status, host)
