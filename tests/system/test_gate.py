"""The strict gate of the real process, seen on raw sockets: what is ambiguous is refused and the connection closed."""
import http.client
import json
import re
import socket

from harness import Line, WithWorld, ask, get, raw

SMUGGLED = b"GET /livez HTTP/1.1\r\nHost: smuggled\r\n\r\n"


def request(*fields, line=b"POST /webhooks/stripe HTTP/1.1", host=b"Host: pay.example", body=b""):
    head = [line] + ([host] if host else []) + list(fields)
    return b"\r\n".join(head) + b"\r\n\r\n" + body


class Gate(WithWorld):
    def statuses(self, *pieces, address=None):
        got = raw(address or self.world.gateway.address, *pieces, patience=8)
        return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", got)], got

    def refused(self, name, status, *pieces):
        """One refusal, the connection closed, nothing behind it read as a request. The sentence is the gate's own: a
        route may answer 400 too."""
        for address in (self.world.gateway.address, self.world.gateway.admin_address):
            for behind in (b"", SMUGGLED):
                with self.subTest(name, address=address, behind=behind):
                    codes, got = self.statuses(*pieces, behind, address=address)
                    self.assertEqual(codes, [status], got[:400])
                    self.assertIn(b"connection: close", got.lower())
                    if status == 400:
                        self.assertIn(b"not valid HTTP", got)

    def test_transfer_encodings_that_two_readers_would_read_differently(self):
        chunks = b"0\r\n\r\n"
        for value in (b"identity", b"xchunked", b"chunked, chunked", b"chunked,identity", b"gzip, chunked", b" chunkedx",
                      b"\"chunked\"", b"chunked;q=1", b"Chunked, ", b""):
            self.refused(value, 501, request(b"Transfer-Encoding: " + value, body=chunks))
        self.refused("twice", 501, request(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=chunks))
        self.refused("in HTTP/1.0", 501, request(b"Transfer-Encoding: chunked", line=b"POST /webhooks/stripe HTTP/1.0",
                                                 body=chunks))
        self.refused("tab before the value's end", 400, request(b"Transfer-Encoding:\x0bchunked", body=chunks))
        self.refused("with a length", 400, request(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=chunks))
        self.refused("blank before the colon", 400, request(b"Transfer-Encoding : chunked", body=chunks))

    def test_lengths_that_are_doubled_or_no_numbers(self):
        self.refused("twice the same", 400, request(b"Content-Length: 2", b"Content-Length: 2", body=b"{}"))
        self.refused("twice different", 400, request(b"Content-Length: 2", b"Content-Length: 5", body=b"{}"))
        for value in (b"2, 2", b"+2", b"-2", b"0x2", b"2.0", b"", b"2 2", b"\xc2\xb2"):
            self.refused(value, 400, request(b"Content-Length: " + value, body=b"{}"))
        self.refused("overflow", 413, request(b"Content-Length: 99999999999999999999", body=b"{}"))
        self.refused("on a GET", 400, request(b"Content-Length: 2", line=b"GET /pay/x HTTP/1.1", body=b"{}"))

    def test_hosts_that_are_missing_doubled_or_none(self):
        self.refused("missing", 400, request(b"Content-Length: 0", host=None))
        self.refused("twice", 400, request(b"Host: pay.example", b"Content-Length: 0"))
        for value in (b"", b"a b", b"a/b", b"user@pay.example", b"pay.example:port", b"[::1", b"a,b", b"pay_example\x7f"):
            self.refused(value, 400, request(b"Content-Length: 0", host=b"Host: " + value))

    def test_header_lines_that_are_folded_bare_or_no_fields(self):
        self.refused("folded", 400, request(b"X-A: 1", b" folded", b"Content-Length: 0"))
        self.refused("folded with a tab", 400, request(b"X-A: 1", b"\tfolded", b"Content-Length: 0"))
        self.refused("no colon", 400, request(b"X-A", b"Content-Length: 0"))
        self.refused("empty name", 400, request(b": x", b"Content-Length: 0"))
        self.refused("underscore", 400, request(b"Content_Length: 5", b"Content-Length: 0"))
        self.refused("NUL", 400, request(b"X-A: a\x00b", b"Content-Length: 0"))
        self.refused("bare CR", 400, request(b"X-A: a\rb", b"Content-Length: 0"))
        self.refused("bare LF", 400, b"POST /webhooks/stripe HTTP/1.1\nHost: a\n\n")
        self.refused("two keys", 400, request(b"Authorization: Bearer a", b"Authorization: Bearer b",
                                              b"Content-Length: 0"))

    def test_request_lines_that_are_none(self):
        for line in (b"POST  /webhooks/stripe HTTP/1.1", b"POST /webhooks/stripe", b"POST /web hooks HTTP/1.1",
                     b"POST http://pay.example/webhooks/stripe HTTP/1.1", b"POST /a#b HTTP/1.1", b"P(ST / HTTP/1.1",
                     b"GET * HTTP/1.1", b"GET /caf\xc3\xa9 HTTP/1.1", b"CONNECT pay.example:443 HTTP/1.1",
                     b"GET / HTTP/11", b"GET / http/1.1"):
            self.refused(line, 400, request(b"Content-Length: 0", line=line))
        for version in (b"HTTP/2.0", b"HTTP/1.2", b"HTTP/0.9"):
            self.refused(version, 505, request(line=b"GET / " + version))
        self.refused("expectation", 417, request(b"Expect: magic", b"Content-Length: 2", body=b"{}"))

    def test_chunks_that_are_not_exactly_chunks(self):
        for body in (b"2\n{}\r\n0\r\n\r\n", b"0x2\r\n{}\r\n0\r\n\r\n", b"+2\r\n{}\r\n0\r\n\r\n", b"-1\r\n",
                     b"ffffffffffffffffff\r\n{}", b"2\r\n{}XX0\r\n\r\n", b"\r\n\r\n"):
            codes, got = self.statuses(request(b"Transfer-Encoding: chunked", body=body), SMUGGLED)
            self.assertEqual(len(codes), 1, (body, got[:300]))
            self.assertIn(codes[0], (400, 413), body)

    def test_a_chunked_webhook_is_read_and_the_connection_goes_on(self):
        world = self.world
        made = world.checkout().json()
        event = json.dumps(world.paid_event(made)).encode()
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (event[:1], event[1:200], event[200:]))
        with socket.create_connection(("127.0.0.1", world.gateway.port), timeout=20) as wire:
            wire.sendall(request(b"Transfer-Encoding: chunked", b"Stripe-Signature: " + world.sign(event).encode(),
                                 body=body + b"0\r\n\r\n"))
            first = http.client.HTTPResponse(wire)
            first.begin()
            self.assertEqual((first.status, first.read()), (200, b"ok\n"))
            wire.sendall(request(line=b"GET /nothing HTTP/1.1"))
            second = http.client.HTTPResponse(wire)
            second.begin()
            self.assertEqual(second.status, 404)
        self.assertEqual(world.booking(made["reference"])["state"], "paid")

    def test_a_request_sent_before_the_answer_to_the_last_is_not_answered_as_one(self):
        one = request(b"Content-Length: 2", body=b"{}")
        codes, got = self.statuses(one + one)
        self.assertEqual(codes, [400])
        self.assertIn(b"connection: close", got.lower())

    def test_header_target_and_body_at_their_limit_and_one_byte_above(self):
        address = self.world.gateway.address
        def get_of(target=b"/pay/none?ref=1", filler=0):
            base = request(b"Connection: close", b"X-Filler: ", line=b"GET " + target + b" HTTP/1.1")
            missing = filler - len(base)
            return base.replace(b"X-Filler: ", b"X-Filler: " + b"x" * missing) if missing > 0 else base
        self.assertEqual(self.statuses(get_of(filler=8192))[0], [404])
        self.refused("header of 8 KiB and 1", 431, get_of(filler=8193))
        self.refused("65 fields", 431, request(*[b"X-%d: 1" % i for i in range(64)]))
        target = b"/pay/none?ref=" + b"x" * (2048 - 14)
        self.assertEqual(self.statuses(get_of(target))[0], [404])
        self.refused("target of 2 KiB and 1", 414, get_of(target + b"x"))
        self.assertEqual(self.statuses(b"GET /" + b"x" * 9000)[0], [414])
        line = Line(address)
        headers = {"Authorization": "Bearer " + self.world.api_key, "Content-Type": "application/json"}
        reply = line.ask("POST", "/v1/checkouts", b'"' + b"x" * (65536 - 2) + b'"', headers)
        self.assertEqual(reply.status, 422)
        line.close()
        codes, got = self.statuses(request(b"Content-Length: 65537", line=b"POST /v1/checkouts HTTP/1.1",
                                           body=b"x" * 65537))
        self.assertEqual(codes, [413], got[:300])

    def test_a_wrong_method_is_405_with_allow_and_an_unknown_one_harms_nobody(self):
        url = self.world.gateway.url
        for method, path, allowed in (("DELETE", "/pay/coaching-60", {"GET", "HEAD", "POST"}),
                                      ("PUT", "/v1/checkouts", {"POST"}), ("GET", "/webhooks/stripe", {"POST"}),
                                      ("POST", "/r/x", {"GET", "HEAD"}), ("BREW", "/r/x/pay", {"POST"})):
            reply = ask(method, url + path)
            self.assertEqual(reply.status, 405, (method, path))
            self.assertLessEqual(allowed, {one.strip() for one in reply.headers["Allow"].split(",")}, path)
        self.assertEqual(ask("POST", self.world.gateway.admin + "/metrics").status, 405)

    def test_every_page_carries_headers_that_keep_browsers_careful(self):
        world = self.world
        reference, page = world.book()
        told = world.booking(reference)
        for url in (told["page_url"], world.gateway.url + "/nothing", world.gateway.admin + "/",
                    world.gateway.admin + "/attention"):
            headers = get(url).headers
            policy = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy, url)
            self.assertNotIn("unsafe-eval", policy, url)
            self.assertNotIn("script-src", policy.replace("script-src 'none'", ""), url)
            self.assertIn("frame-ancestors 'none'", policy, url)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff", url)
            self.assertIn(headers["Referrer-Policy"], ("no-referrer", "same-origin", "strict-origin"), url)
            self.assertIn("no-store", headers["Cache-Control"], url)

    def test_what_a_link_says_is_escaped_on_the_page(self):
        world = self.world
        evil = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
        reference = world.reference() + evil
        shown = get(world.link(reference, name=evil, email="x@client.example", locale="en"), agent="Slackbot")
        self.assertEqual(shown.status, 200)
        self.assertNotIn("<script", shown.text)
        self.assertNotIn("<img", shown.text)
        made = world.checkout({"offer": None, "title": evil, "amount": 500, "currency": "EUR", "name": evil})
        self.assertEqual(made.status, 201, made)
        for url in (made.json()["page_url"], world.gateway.admin + "/open",
                    world.gateway.admin + "/account/" + made.json()["client"]):
            self.assertNotIn("<script", get(url).text, url)
            self.assertNotIn("<img", get(url).text, url)


class Limits(WithWorld):
    config = {"limits": {"header_deadline_ms": 400, "body_deadline_ms": 400, "idle_deadline_ms": 400}}

    def test_a_header_that_never_ends_is_cut_off(self):
        got = raw(self.world.gateway.address, b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ", patience=10)
        self.assertIn(got[:12], (b"HTTP/1.1 408", b""))

    def test_a_body_that_never_comes_is_cut_off(self):
        got = raw(self.world.gateway.address, request(b"Content-Length: 10", body=b"{"), patience=10)
        self.assertEqual(got[:12], b"HTTP/1.1 408")

    def test_an_idle_connection_is_closed(self):
        self.assertEqual(raw(self.world.gateway.address, patience=10), b"")


class ServedHosts(WithWorld):
    config = {"public": {"allowed_hosts": ["pay.example.com", "127.0.0.1"]}}

    def test_hosts_that_are_not_served_get_421(self):
        address = self.world.gateway.address
        for host, status in ((b"pay.example.com", b"404"), (b"PAY.example.com:443", b"404"), (b"evil.example", b"421"),
                             (b"pay.example.com.evil.example", b"421")):
            got = raw(address, request(b"Connection: close", line=b"GET /nothing HTTP/1.1", host=b"Host: " + host))
            self.assertEqual(got[9:12], status, (host, got[:200]))
