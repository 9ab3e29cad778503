"""Behind a reverse proxy: the journey through nginx, tricks that two readers would read differently, forged senders."""
import json
import os
import re
import shutil
import unittest

from harness import Process, World, WithWorld, free_port, get, raw
from test_gate import request

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.err warn;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream gateway {{ server {gateway}; keepalive 8; }}
  server {{
    listen {address};
    location / {{
      proxy_pass http://gateway;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_request_buffering off;
    }}
  }}
}}
"""


@unittest.skipUnless(shutil.which("nginx"), "needs nginx (scripts/install-deps tests)")
class BehindNginx(WithWorld):
    @classmethod
    def setUpClass(cls):
        cls.address = f"127.0.0.1:{free_port()}"
        cls.url = "http://" + cls.address
        cls.world = World({"public": {"address": cls.url, "trusted_proxies": ["127.0.0.1"]}})
        folder = os.path.join(cls.world.folder, "nginx")
        os.mkdir(folder)
        with open(os.path.join(folder, "nginx.conf"), "w", encoding="ascii") as file:
            file.write(NGINX.format(folder=folder, address=cls.address, gateway=cls.world.gateway.address))
        cls.nginx = Process("nginx", ["nginx", "-p", folder, "-c", os.path.join(folder, "nginx.conf")],
                            dict(os.environ), os.path.join(cls.world.logs, "nginx.log"),
                            lambda: get(cls.url + "/nothing").status == 404)
        cls.nginx.start()

    @classmethod
    def tearDownClass(cls):
        cls.nginx.stop()
        super().tearDownClass()

    def test_the_journey_through_the_proxy(self):
        world = self.world
        reference = world.reference("proxied")
        reply = get(f"{self.url}/pay/coaching-60?ref={reference}")
        self.assertEqual(reply.status, 303)
        back = world.pay_and_return(reply.location)
        self.assertTrue(back.startswith(self.url + "/r/"), back)
        self.assertEqual(get(back).status, 200)
        world.wait_state(reference, "paid")

    def test_no_trick_makes_the_gateway_see_a_request_that_the_proxy_did_not(self):
        world = self.world
        hidden = b"GET /pay/none?ref=smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        chunked = b"0\r\n\r\n" + hidden
        tricks = [request(b"Transfer-Encoding: " + value, body=chunked)
                  for value in (b"identity", b"xchunked", b"chunked, chunked", b"chunked,identity", b"\x0bchunked",
                                b" chunked", b"chunked;q=1", b"cow\r\nTransfer-Encoding: chunked")]
        length = b"Content-Length: %d" % len(hidden)
        tricks += [request(length, b"Content-Length: 0", body=hidden), request(b"Content-Length: 0", length, body=hidden),
                   request(length, b"Transfer-Encoding: chunked", body=chunked),
                   request(length, b"Transfer-Encoding : chunked", body=chunked),
                   request(length, b"Transfer-Encoding\t: chunked", body=chunked),
                   request(length, b"X-A: 1\r\n Transfer-Encoding: chunked", body=chunked),
                   request(length, b"X-A: 1\nTransfer-Encoding: chunked", body=chunked),
                   request(b"Content_Length: 0", length, body=hidden),
                   request(length, b"Expect: 100-continue", body=hidden),
                   request(length, line=b"GET /nothing HTTP/1.1", body=hidden),
                   request(b"Content-Length: +%d" % len(hidden), body=hidden)]
        for trick in tricks:
            before = world.metric("quittance_http_requests_total", listener="public", route="pay")
            got = raw(self.address, trick.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), patience=3)
            with self.subTest(trick=trick[:200]):
                self.assertLessEqual(len(re.findall(rb"HTTP/1\.1 (?!100)\d{3}", got)), 1, got)
                self.assertEqual(world.metric("quittance_http_requests_total", listener="public", route="pay"), before)
        self.assertEqual(get(self.url + "/nothing").status, 404, "the proxy's connections still work")

    def test_a_large_webhook_goes_through_chunked_or_not(self):
        world = self.world
        made = world.checkout().json()
        event = world.paid_event(made)
        event["padding"] = "x" * 200_000
        body = json.dumps(event).encode()
        parts = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 9000]), body[i:i + 9000])
                         for i in range(0, len(body), 9000))
        got = raw(self.address, request(b"Transfer-Encoding: chunked", b"Connection: close",
                                        b"Stripe-Signature: " + world.sign(body).encode(), body=parts + b"0\r\n\r\n"))
        self.assertTrue(got.startswith(b"HTTP/1.1 200"), got[:200])
        self.assertEqual(world.booking(made["reference"])["state"], "paid")


class ForgedSenders(WithWorld):
    config = {"limits.links": {"per_minute": 60, "burst": 5}}

    def test_who_is_no_trusted_proxy_cannot_say_where_a_request_comes_from(self):
        codes = [get(self.world.gateway.url + "/pay/none?ref=1",
                     headers={"X-Forwarded-For": f"203.0.{i}.7", "Forwarded": f"for=203.0.{i}.7",
                              "X-Real-IP": f"203.0.{i}.7"}).status for i in range(12)]
        self.assertIn(429, codes)


class TrustedProxy(WithWorld):
    config = {"limits.links": {"per_minute": 6, "burst": 5}, "public": {"trusted_proxies": ["127.0.0.1"]}}

    def test_behind_a_trusted_proxy_every_network_has_its_own_bucket(self):
        def asked_from(sender):
            return get(self.world.gateway.url + "/pay/none?ref=1", headers={"X-Forwarded-For": sender}).status
        self.assertEqual([asked_from(f"203.0.{i}.7") for i in range(20)], [404] * 20)
        one_network = [asked_from(f"198.51.100.{i}") for i in range(12)]
        self.assertIn(429, one_network)
        # What a client put in front of its own address is not believed.
        forged = [asked_from(f"192.0.{i}.1, 198.51.100.9") for i in range(3)]
        self.assertEqual(set(forged), {429})
