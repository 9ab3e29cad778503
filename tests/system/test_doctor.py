"""`quittance doctor` at a processor whose keys it has: it registers the webhook endpoint, or says what it cannot tell."""
import http.server
import os
import threading

from harness import WithWorld, World, ask, eventually, free_port, get

KEY, RESTRICTED, OLD = "sk_test_" + "d" * 32, "rk_test_" + "d" * 32, "whsec_" + "o" * 38


class Doctor(WithWorld):
    """A world without a webhook secret, as after setting the processor's key and nothing else."""

    def setUp(self):
        self.world = world = World(environment={"STRIPE_SECRET_KEY": KEY}, start=False)
        self.addCleanup(world.close)
        world.secrets.update({KEY, RESTRICTED, OLD})
        world.redis.start()
        world.sandbox.command += ["--restricted-key", RESTRICTED]
        world.sandbox.start()
        world.more_environment["STRIPE_API_BASE"] = world.sandbox_url
        world.gateway.environment = world.environment(QUITTANCE_PUBLIC=world.gateway.address,
                                                      QUITTANCE_ADMIN=world.gateway.admin_address)
        self.url = world.gateway.url + "/webhooks/stripe"
        self.kept = os.path.join(world.state, "stripe_webhook_secret")

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def doctor(self, *words, **environment):
        done = self.world.command("doctor", *words, environment=environment)
        for secret in (KEY, RESTRICTED, *self.secrets()):
            self.assertNotIn(secret, done.stdout + done.stderr)
        return done

    def secrets(self):
        if not os.path.exists(self.kept):
            return []
        self.assertEqual(os.stat(self.kept).st_mode & 0o777, 0o600)
        return self.world.secret("stripe_webhook_secret").split(",")

    def endpoints(self, method="GET", body=None):
        reply = ask(method, self.world.sandbox_url + "/v1/webhook_endpoints", body,
                    {"Authorization": "Bearer " + KEY, "Idempotency-Key": self.id()})
        self.assertEqual(reply.status, 200, reply)
        return reply.json() if method == "POST" else reply.json()["data"]

    def serves(self, secrets):
        """The gateway starts and takes the processor's webhooks, and any signed with these secrets."""
        world = self.world
        world.gateway.start()
        world.secrets.update(secrets)
        reference, page = world.book()
        world.pay(page)
        eventually(lambda: world.metric("quittance_webhooks_total", outcome="applied") > 0, "a webhook is taken")
        world.wait_state(reference, "paid")
        for secret in secrets:
            made = world.checkout().json()
            self.assertEqual(world.deliver(world.paid_event(made), secret=secret).status, 200)
            self.assertEqual(world.booking(made["reference"])["state"], "paid")
        self.assertEqual(world.gateway.stop(), 0)
        self.assertNotIn(secrets[0], world.gateway.said())

    def test_without_an_endpoint_it_says_how_to_get_one_and_changes_nothing(self):
        done = self.doctor()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("no endpoint is registered for " + self.url, done.stdout)
        self.assertIn("doctor --fix", done.stdout)
        self.assertEqual((self.endpoints(), self.secrets()), ([], []))

    def test_fix_creates_the_endpoint_and_keeps_its_secret_where_serve_reads_it(self):
        done = self.doctor("--fix")
        self.assertEqual(done.returncode, 0, done.stdout)
        made, = self.endpoints()
        self.assertEqual((made["url"], made["status"], made["api_version"]), (self.url, "enabled", "2026-10-28.endive"))
        self.assertIn("checkout.session.completed", made["enabled_events"])
        self.assertIn(made["id"], done.stdout)
        secret, = self.secrets()
        self.assertTrue(secret.startswith("whsec_"), "the secret is what the processor gave")
        self.serves([secret])
        again = self.doctor("--fix")
        self.assertEqual((again.returncode, len(self.endpoints()), self.secrets()), (0, 1, [secret]), again.stdout)
        self.assertEqual(self.doctor().returncode, 0)

    def test_an_endpoint_of_another_version_gets_a_second_one_and_is_then_switched_off(self):
        old = self.endpoints("POST", {"url": self.url, "enabled_events[]": "*"})
        before = old["secret"]
        with open(self.kept, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(before + "\n")
        told = self.doctor()
        self.assertEqual(told.returncode, 1)
        self.assertIn(old["id"] + " has another API version", told.stdout)
        done = self.doctor("--fix")
        self.assertEqual(done.returncode, 0, done.stdout)
        status = {one["id"]: (one["status"], one["api_version"]) for one in self.endpoints()}
        self.assertEqual(len(status), 2)
        self.assertEqual(status.pop(old["id"])[0], "disabled")
        self.assertEqual(list(status.values()), [("enabled", "2026-10-28.endive")])
        first, second = self.secrets()
        self.assertEqual(second, before)
        self.assertLess(done.stdout.index("created"), done.stdout.index("switched off " + old["id"]))
        self.serves([first, second])
        self.assertEqual(self.doctor().returncode, 0)

    def test_a_secret_that_would_win_over_the_new_one_keeps_the_working_endpoint_as_it_is(self):
        old = self.endpoints("POST", {"url": self.url, "enabled_events[]": "*"})
        self.world.secrets.add(old["secret"])
        folder = os.path.join(self.world.folder, "credentials")
        os.mkdir(folder, 0o700)
        file = os.path.join(folder, "stripe_webhook_secret")
        with open(file, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as secret:
            secret.write(old["secret"] + "\n")
        for said, environment in (("the variable STRIPE_WEBHOOK_SECRET", {"STRIPE_WEBHOOK_SECRET": old["secret"]}),
                                  ("STRIPE_WEBHOOK_SECRET_FILE names", {"STRIPE_WEBHOOK_SECRET_FILE": file}),
                                  ("the systemd credential stripe_webhook_secret", {"CREDENTIALS_DIRECTORY": folder})):
            done = self.doctor("--fix", **environment)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn("nothing was changed", done.stdout)
            self.assertIn(said, done.stdout)
            self.assertIn(self.kept, done.stdout)
            now, = self.endpoints()
            self.assertEqual((now["id"], now["status"], self.secrets()), (old["id"], "enabled", []))
        os.rename(file, self.kept)  # as it was told to
        done = self.doctor("--fix", CREDENTIALS_DIRECTORY=folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        first, second = self.secrets()
        self.assertEqual(second, old["secret"])
        self.serves([first, second])

    def test_an_endpoint_that_was_switched_off_or_lacks_events_is_corrected(self):
        self.doctor("--fix")
        made, = self.endpoints()
        for wrong in ({"disabled": "true"}, {"enabled_events[]": "charge.refunded"}):
            reply = ask("POST", f"{self.world.sandbox_url}/v1/webhook_endpoints/{made['id']}", wrong,
                        {"Authorization": "Bearer " + KEY})
            self.assertEqual(reply.status, 200, reply)
            self.assertIn(made["id"] + " is switched off or lacks events", self.doctor().stdout)
            self.assertEqual(self.doctor("--fix").returncode, 0)
            self.assertEqual(self.doctor().returncode, 0)
            now, = self.endpoints()
            self.assertEqual((now["status"], len(now["enabled_events"])), ("enabled", len(made["enabled_events"])))

    def test_a_restricted_key_cannot_tell_and_breaks_nothing(self):
        for words in ((), ("--fix",)):
            done = self.doctor(*words, STRIPE_SECRET_KEY=RESTRICTED)
            self.assertRegex(done.stdout, r"(?m)^\?\s+account\s+cannot tell: .*Account: read")
            self.assertRegex(done.stdout, r"(?m)^\?\s+webhook\s+cannot tell: .*Webhook Endpoints: read")
            self.assertNotIn("WRONG", done.stdout)
            self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual((self.endpoints(), self.secrets()), ([], []))

    def test_a_processor_that_is_away_or_refuses_the_key_is_named(self):
        away = self.doctor(STRIPE_API_BASE=f"http://127.0.0.1:{free_port()}")
        self.assertEqual(away.returncode, 1)
        self.assertIn("does not answer", away.stdout)
        wrong = self.doctor(STRIPE_SECRET_KEY="sk_test_" + "w" * 32)
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("401", wrong.stdout)
        self.assertEqual(get(self.world.sandbox_url + "/_sandbox/state").status, 200)

    # --- The public address
    def public_lines_at(self, address):
        self.world.config["public"] = {**self.world.config.get("public", {}), "address": address}
        self.world.write_config()
        return [line for line in self.doctor().stdout.splitlines() if "public" in line and "https" not in line]

    def somebody_else(self, status):
        class Stranger(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"<h1>It works!</h1>")

            def log_message(self, *said):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}"

    def test_an_address_where_somebody_else_answers_is_wrong(self):
        for status, said in ((200, "answers 200, but not as a gateway"), (502, "answers 502")):
            address = self.somebody_else(status)
            line, *_ = self.public_lines_at(address)
            self.assertRegex(line, rf"^WRONG\s+public\s+{address} {said}")
        self.world.gateway.start()
        line, = self.public_lines_at(self.world.gateway.url)
        self.assertRegex(line, r"^ok\s+public\s+.* leads to a gateway$")
        self.assertEqual(self.world.gateway.stop(), 0)
