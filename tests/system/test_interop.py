"""Signatures agree with the processor's own library (npm package `stripe`), in both directions."""
import http.server
import json
import os
import shutil
import subprocess
import threading
import unittest

from harness import ROOT, WithWorld, eventually, post

FOLDER = os.path.join(ROOT, "tests", "interop")


def install():
    with open(os.path.join(FOLDER, "package.json"), encoding="utf-8") as file:
        wanted = json.load(file)["dependencies"]["stripe"]
    installed = os.path.join(FOLDER, "node_modules", "stripe", "package.json")
    if os.path.exists(installed):
        with open(installed, encoding="utf-8") as file:
            if json.load(file)["version"] == wanted:
                return
    done = subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--package-lock=false"],
                          cwd=FOLDER, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"npm could not install stripe {wanted}:\n{done.stdout[-2000:]}")


@unittest.skipUnless(shutil.which("node") and shutil.which("npm"), "needs node and npm (scripts/install-deps tests)")
class OfficialLibrary(WithWorld):
    @classmethod
    def setUpClass(cls):
        install()
        super().setUpClass()

    def library(self, **asked):
        done = subprocess.run(["node", "sign.mjs"], cwd=FOLDER, input=json.dumps(asked), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_what_the_library_signs_is_accepted_and_what_it_would_refuse_is_refused(self):
        world = self.world
        booked = [world.checkout().json() for _ in range(5)]
        bodies = [json.dumps(world.paid_event(told)) for told in booked]
        bodies.append(json.dumps({**world.paid_event(booked[0]), "type": "invoice.paid", "note": "Zürich – 5 €"},
                                 ensure_ascii=False, indent=2))
        result = self.library(url=world.gateway.url + "/webhooks/stripe", secret=world.webhook_secret,
                              other="whsec_" + "0" * 32, now=world.now(), bodies=bodies)
        self.assertEqual(result["accepted"], [200] * len(bodies))
        self.assertEqual(set(result["tampered"].values()), {400}, result["tampered"])
        for told in booked:
            self.assertEqual(world.booking(told["reference"])["state"], "paid")

    def test_what_the_sandbox_signs_the_library_accepts(self):
        world = self.world
        received = []

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append({"body": body.decode(), "signature": self.headers["Stripe-Signature"]})
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as receiver:
            threading.Thread(target=receiver.serve_forever, daemon=True).start()
            made = post(world.sandbox_url + "/v1/webhook_endpoints",
                        {"url": f"http://127.0.0.1:{receiver.server_port}/", "enabled_events[0]": "*",
                         "api_version": "2026-10-28.endive"},
                        headers={"Authorization": "Bearer " + world.secret("sandbox_secret_key")})
            self.assertEqual(made.status, 200, made)
            secret = made.json()["secret"]
            world.secrets.add(secret)
            _, page = world.book()
            world.pay(page)
            eventually(lambda: received, "the sandbox sends its webhook")
            receiver.shutdown()
        one = received[0]
        checked = self.library(secret=secret, received=one, now=world.now())
        self.assertEqual(checked, {"event": json.loads(one["body"])["id"]})
        forged = {**one, "body": one["body"] + " "}
        self.assertIn("refused", self.library(secret=secret, received=forged, now=world.now()))
