"""Real processes for the system tests: a private redis-server, the sandbox processor, one or more gateways.

A `World` owns one state folder with one of each, on ports of its own, with a clock that can be moved. Nothing here
sleeps for a fixed time: whatever takes a while is polled with a deadline.
"""
import concurrent.futures
import datetime
import hashlib
import hmac
import html.parser
import http.client
import itertools
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
API_VERSION = "2026-10-28.endive"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PATIENCE = float(os.environ.get("QUITTANCE_PATIENCE", "30"))
# What a process says when it finds a fault of its own, whatever it was built with.
FAULTS = re.compile(r"AddressSanitizer|LeakSanitizer|ThreadSanitizer|UndefinedBehavior|runtime error:|assertion failed|"
                    r"terminate called|event=request_failed|event=effect_failed")


def program():
    named = os.environ.get("QUITTANCE_PROGRAM")
    if named:
        return os.path.abspath(named)
    built = [os.path.join(ROOT, ".build", flavour, "quittance") for flavour in ("release", "asan", "debug")]
    there = [path for path in built if os.access(path, os.X_OK)]
    if not there:
        raise SystemExit("tests/system: build quittance first (scripts/build release quittance), or set QUITTANCE_PROGRAM")
    return max(there, key=os.path.getmtime)


def eventually(check, what, patience=None, pause=0.02):
    """The first true value of `check()`; fails with `what` and the last value when none comes."""
    until = time.monotonic() + (patience or PATIENCE)
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"waited in vain: {what} (last: {found!r})")
        time.sleep(pause)


_given_ports = set()


def free_port():
    """Below the range that outgoing connections use, so that nobody takes it between the look and the start."""
    while True:
        port = random.randrange(15000, 31000)
        if port in _given_ports:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given_ports.add(port)
        return port


# --- HTTP ------------------------------------------------------------------------------------------------------------
class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode(errors="replace")

    @property
    def location(self):
        return self.headers.get("Location", "")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.location} {self.text[:300]!r}>"


class Line:
    """One kept-alive connection."""

    def __init__(self, address, timeout=60):
        self.address, self.timeout, self.connection = address, timeout, None

    def ask(self, method, path, body=None, headers=None):
        if self.connection is None:
            host, port = self.address.rsplit(":", 1)
            self.connection = http.client.HTTPConnection(host, int(port), timeout=self.timeout)
        try:
            self.connection.request(method, path, body=body, headers=headers or {})
            got = self.connection.getresponse()
            return Reply(got.status, got.headers, got.read())
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def ask(method, url, body=None, headers=None, timeout=60, agent=BROWSER):
    """One request on a connection of its own; redirects are not followed."""
    parts = urllib.parse.urlsplit(url)
    path = parts.path or "/"
    if parts.query:
        path += "?" + parts.query
    headers = dict(headers or {})
    headers.setdefault("User-Agent", agent)
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body)
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    line = Line(parts.netloc, timeout)
    try:
        return line.ask(method, path, body, headers)
    finally:
        line.close()


def get(url, **more):
    return ask("GET", url, **more)


def post(url, body=None, **more):
    return ask("POST", url, body if body is not None else b"", **more)


class Forms(html.parser.HTMLParser):
    """The forms of a page as a browser would send them: method, action and fields."""

    def __init__(self, page):
        super().__init__()
        self.all = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.all.append({"method": attributes.get("method", "get").upper(), "action": attributes.get("action", ""),
                             "fields": {}})
        elif tag in ("input", "select") and self.all and attributes.get("name"):
            self.all[-1]["fields"][attributes["name"]] = attributes.get("value", "")


def raw(address, *pieces, patience=20):
    """Bytes in, all bytes out until the other side closes (or says nothing for `patience` seconds)."""
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=patience) as wire:
        for piece in pieces:
            try:
                wire.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                break
        got = b""
        try:
            while chunk := wire.recv(65536):
                got += chunk
        except (ConnectionResetError, socket.timeout):
            pass
        return got


# --- Redis -----------------------------------------------------------------------------------------------------------
class RedisError(Exception):
    pass


class RedisClient:
    """As much of RESP as looking into the store takes."""

    def __init__(self, path):
        self.path, self.wire, self.file = path, None, None

    def __call__(self, *words):
        if self.wire is None:
            self.wire = socket.socket(socket.AF_UNIX)
            self.wire.settimeout(60)
            self.wire.connect(self.path)
            self.file = self.wire.makefile("rb")
        words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        try:
            self.wire.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))
            return self._read()
        except OSError:
            self.close()
            raise

    def _read(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            self.close()
            raise ConnectionResetError("redis went away")
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest.decode()
        if kind == b"-":
            raise RedisError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            size = int(rest)
            return None if size < 0 else self.file.read(size + 2)[:-2].decode(errors="replace")
        return None if rest == b"-1" else [self._read() for _ in range(int(rest))]

    def keys(self):
        return set(self("KEYS", "*"))

    def close(self):
        if self.wire is not None:
            self.file.close()
            self.wire.close()
            self.wire = None


# --- Processes -------------------------------------------------------------------------------------------------------
class Process:
    def __init__(self, name, command, environment, log, ready):
        self.name, self.command, self.environment = name, command, environment
        self.log, self.is_ready, self.running = log, ready, None

    def start(self, wait=True):
        assert self.running is None or self.running.poll() is not None, f"{self.name} runs already"
        with open(self.log, "ab") as log:
            self.running = subprocess.Popen(self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, start_new_session=True)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self):
        def there():
            if self.running.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.running.returncode}:\n{self.said()[-4000:]}")
            try:
                return self.is_ready()
            except (OSError, RedisError, http.client.HTTPException):
                return False
        eventually(there, f"{self.name} is ready", 60)

    def kill(self):
        self.running.kill()
        return self.running.wait(30)

    def stop(self, patience=40):
        """SIGTERM, and the exit code."""
        if self.running is None:
            return 0
        if self.running.poll() is None:
            self.running.terminate()
        try:
            return self.running.wait(patience)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait(10)
            raise AssertionError(f"{self.name} did not stop in {patience} s:\n{self.said()[-4000:]}") from None

    def signal(self, number):
        self.running.send_signal(number)

    @property
    def alive(self):
        return self.running is not None and self.running.poll() is None

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()


class Gateway(Process):
    """One `quittance serve`."""

    def __init__(self, world, name, port, admin_port, config=None, environment=None):
        self.world, self.port, self.admin_port = world, port, admin_port
        self.address, self.admin_address = f"127.0.0.1:{port}", f"127.0.0.1:{admin_port}"
        self.url, self.admin = "http://" + self.address, "http://" + self.admin_address
        own = world.environment(QUITTANCE_PUBLIC=self.address, QUITTANCE_ADMIN=self.admin_address,
                                QUITTANCE_CONFIG=config or world.config_file, **(environment or {}))
        super().__init__(name, [program(), "serve"], own, os.path.join(world.logs, name + ".log"),
                         lambda: get(self.admin + "/readyz", timeout=5).status == 200)


def toml_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml_value(one)}" for name, one in value.items()) + " }"
    return json.dumps(value)


def toml(sections):
    lines = []
    for section, values in sections.items():
        lines.append(f"[{section}]")
        lines += [f"{name} = {toml_value(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def offers_toml(offers):
    lines = []
    for offer in offers:
        lines.append("[[offer]]")
        lines += [f"{name} = {toml_value(value)}" for name, value in offer.items()]
    return "\n".join(lines) + "\n"


OFFERS = [
    {"id": "coaching-60", "title": "Coaching, 60 minutes", "description": "One hour.", "price": "120.00 EUR",
     "tax": {"name": "VAT", "rate": "19", "included": True}},
    {"id": "coaching-90", "title": "Coaching, 90 minutes", "price": "170.00 EUR"},
    {"id": "intro-call", "title": "First conversation", "price": "0.00 EUR"},
    {"id": "custom", "title": "As agreed", "price": "100.00 EUR", "open_link": False},
]
# Buckets and caps stay out of the way, except in the tests that are about them.
CONFIG = {
    "business": {"name": "Ana Coaching", "contact": "hello@ana.example", "zone": "Europe/Berlin", "locale": "en-GB"},
    "links": {"held_most": 1_000_000, "held_most_per_network": 1_000_000},
    "limits.links": {"per_minute": 1_000_000, "burst": 1_000_000},
    "limits.api": {"per_minute": 1_000_000, "burst": 1_000_000},
}


class World:
    def __init__(self, config=None, offers=None, gateways=1, environment=None, redis_options=(), start=True):
        self.folder = tempfile.mkdtemp(prefix="quittance-system-")
        self.state = os.path.join(self.folder, "state")
        self.logs = os.path.join(self.folder, "logs")
        self.clock = os.path.join(self.folder, "clock")
        self.config_folder = os.path.join(self.folder, "config")
        self.config_file = os.path.join(self.config_folder, "quittance.toml")
        for one in (self.state, self.logs, self.config_folder):
            os.mkdir(one, 0o700)
        self.offset = 0
        self.move_clock_to(0)
        self.config = {name: dict(values) for name, values in CONFIG.items()}
        for name, values in (config or {}).items():
            self.config.setdefault(name, {}).update(values)
        self.offers = list(offers or OFFERS)
        self.write_config()
        self.more_environment = environment or {}
        self._store_id = None
        self.secrets = set()  # what no log may ever hold, beside the state folder's own
        self.numbers = itertools.count(1)
        self.redis = self._redis(redis_options)
        self.store = RedisClient(self.redis_socket)
        self.sandbox_port = free_port()
        self.sandbox_address = f"127.0.0.1:{self.sandbox_port}"
        self.sandbox_url = "http://" + self.sandbox_address
        ports = [(free_port(), free_port()) for _ in range(gateways)]
        self.sandbox = Process("sandbox", [program(), "sandbox"],
                               self.environment(QUITTANCE_PUBLIC=f"127.0.0.1:{ports[0][0]}",
                                                QUITTANCE_CONFIG=self.config_file),
                               os.path.join(self.logs, "sandbox.log"),
                               lambda: get(self.sandbox_url + "/_sandbox/state", timeout=5).status == 200)
        self.gateways = [Gateway(self, f"gateway{i}" if i else "gateway", *pair) for i, pair in enumerate(ports)]
        self.gateway = self.gateways[0]
        if start:
            try:
                self.start()
            except BaseException:
                self.close()
                raise

    # --- Start and stop
    def _redis(self, options):
        self.redis_data = os.path.join(self.folder, "redis")
        os.mkdir(self.redis_data)
        self.redis_socket = os.path.join(self.folder, "redis.sock")
        command = ["redis-server", os.path.join(ROOT, "config", "redis.conf"), "--dir", self.redis_data, "--port", "0",
                   "--unixsocket", self.redis_socket, "--unixsocketperm", "600", "--daemonize", "no", *options]
        return Process("redis", command, dict(os.environ), os.path.join(self.logs, "redis.log"),
                       lambda: RedisClient(self.redis_socket)("PING") == "PONG")

    def environment(self, **more):
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("QUITTANCE_", "STRIPE_"))}
        sandbox = getattr(self, "sandbox_address", "127.0.0.1:1")
        clean.update(QUITTANCE_STATE=self.state, QUITTANCE_REDIS="unix:" + self.redis_socket,
                     QUITTANCE_SANDBOX=sandbox, QUITTANCE_TEST_CLOCK=self.clock, QUITTANCE_CONFIG=self.config_file)
        clean.update(getattr(self, "more_environment", {}))
        clean.update(more)
        return {name: value for name, value in clean.items() if value is not None}

    def start(self):
        self.redis.start()
        self.sandbox.start()
        for one in self.gateways:
            one.start()

    @property
    def processes(self):
        return [*self.gateways, self.sandbox, self.redis]

    def close(self):
        for one in self.processes:
            if one.running is not None and one.running.poll() is None:
                one.running.kill()
                one.running.wait(30)
        self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write_config(self):
        with open(self.config_file, "w", encoding="utf-8") as file:
            file.write(toml(self.config))
        self.write_offers(self.offers)

    def write_offers(self, offers):
        text = offers if isinstance(offers, str) else offers_toml(offers)
        with open(os.path.join(self.config_folder, "offers.toml"), "w", encoding="utf-8") as file:
            file.write(text)

    # --- Time
    def move_clock_to(self, seconds):
        self.offset = seconds
        with open(self.clock + ".new", "w", encoding="ascii") as file:
            file.write(f"{int(seconds)}s\n")
        os.replace(self.clock + ".new", self.clock)

    def pass_time(self, **span):
        self.move_clock(**span)
        self.wait_clock()

    def move_clock(self, seconds=0, minutes=0, hours=0, days=0):
        self.move_clock_to(self.offset + seconds + 60 * minutes + 3600 * hours + 86400 * days)

    def now(self):
        return int(time.time()) + int(self.offset)

    def wait_clock(self):
        """Until every gateway sees the time as it was moved."""
        def seen(gateway):
            checks = json.loads(get(gateway.admin + "/healthz").body)["checks"]
            told = datetime.datetime.fromisoformat(next(iter(checks.values()))[0]["time"].replace("Z", "+00:00"))
            return abs(told.timestamp() - time.time() - self.offset) < 5
        for one in self.gateways:
            if one.alive:
                eventually(lambda one=one: seen(one), f"{one.name} sees the new time")

    # --- Secrets of the state folder
    def secret(self, name):
        with open(os.path.join(self.state, name), encoding="ascii") as file:
            return file.read().strip()

    @property
    def api_key(self):
        return self.more_environment.get("QUITTANCE_API_KEY") or self.secret("quittance_api_key")

    @property
    def webhook_secret(self):
        given = self.more_environment.get("STRIPE_WEBHOOK_SECRET")
        return given.split(",")[0] if given else self.secret("sandbox_webhook_secret")

    @property
    def store_id(self):
        if self._store_id is None:
            self._store_id = self._read_store_id()
        return self._store_id

    def _read_store_id(self):
        pairs = self.store("HGETALL", "q:store")
        found = dict(zip(pairs[::2], pairs[1::2]))
        return found.get("store_id") or found.get("id")

    # --- The command line
    def command(self, *words, environment=None, patience=120):
        own = {"QUITTANCE_PUBLIC": self.gateway.address, "QUITTANCE_ADMIN": self.gateway.admin_address}
        done = subprocess.run([program(), *words], env=self.environment(**{**own, **(environment or {})}),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=patience)
        if FAULTS.search(done.stderr):
            raise AssertionError(f"quittance {' '.join(words)} found a fault of its own:\n{done.stderr[-6000:]}")
        return done

    def fsck(self):
        # On a store in use a finding may be a commit that was under way: one that stays is real.
        for _ in range(3):
            done = self.command("fsck", patience=600)
            if done.returncode == 0:
                break
        else:
            raise AssertionError(f"fsck found: {done.stdout[-3000:]} {done.stderr[-2000:]}")
        return done

    # --- Booking
    def reference(self, prefix="ref"):
        return f"{prefix}-{next(self.numbers)}-{random.randrange(10**9)}"

    def link(self, reference, offer="coaching-60", gateway=None, **parameters):
        query = urllib.parse.urlencode({"ref": reference, **parameters})
        if "email" in parameters:
            self.secrets.add(parameters["email"])
        return f"{(gateway or self.gateway).url}/pay/{offer}?{query}"

    def click(self, reference, **more):
        return get(self.link(reference, **more))

    def book(self, reference=None, **more):
        """Clicks a plain link; answers reference and payment page."""
        reference = reference or self.reference()
        reply = self.click(reference, **more)
        if reply.status not in (302, 303) or "/c/pay/" not in reply.location:
            raise AssertionError(f"expected to be sent to the payment page: {reply!r}")
        return reference, reply.location

    def api(self, method, path, body=None, key=None, headers=None, gateway=None):
        headers = dict(headers or {})
        headers.setdefault("Authorization", "Bearer " + (key or self.api_key))
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        reply = ask(method, (gateway or self.gateway).url + path, body, headers)
        return reply

    def checkout(self, body=None, **more):
        """POST /v1/checkouts of coaching-60 unless told otherwise."""
        fields = {"offer": "coaching-60", "reference": self.reference("api"), **(body or {})}
        return self.api("POST", "/v1/checkouts", {name: v for name, v in fields.items() if v is not None}, **more)

    def booking(self, reference, **query):
        return self.booking_at(self.gateway, reference, **query)

    def booking_at(self, gateway, reference, **query):
        query = urllib.parse.urlencode(query)
        path = f"/v1/bookings/{urllib.parse.quote(reference, safe='')}" + ("?" + query if query else "")
        reply = self.api("GET", path, gateway=gateway)
        if reply.status != 200:
            raise AssertionError(f"the API does not know {reference}: {reply!r}")
        told = reply.json()
        self.secrets.add(told["page_url"].rsplit("/", 1)[1])
        return told

    def wait_state(self, reference, state, patience=None):
        return eventually(lambda: (lambda told: told if told["state"] == state else None)(self.booking(reference)),
                          f"{reference} becomes {state}", patience, 0.05)

    # --- Paying, as a browser would
    def pay(self, page, number="4242424242424242", email="payer@example.com"):
        """Answers the reply of the payment page; a payment sends the browser on."""
        shown = get(page)
        form = next((one for one in Forms(shown.text).all if "number" in one["fields"]), None)
        if form is None:
            raise AssertionError(f"{page} is no payment page: {shown!r}")
        fields = dict(form["fields"], number=number, expiry="12 / 34", cvc="123", name="Pat Payer")
        if "email" in fields:
            fields["email"] = email
        self.secrets.update({email, number})
        return post(urllib.parse.urljoin(page, form["action"]), fields)

    def pay_and_return(self, page, **more):
        reply = self.pay(page, **more)
        if reply.status != 303 or "/r/" not in reply.location:
            raise AssertionError(f"expected to be sent back: {reply!r}")
        return reply.location

    # --- The sandbox
    def sandbox_state(self):
        return get(self.sandbox_url + "/_sandbox/state").json()

    def sessions_of(self, reference):
        booking = self.booking(reference)["booking"]
        return [one for one in self.sandbox_state()["sessions"] if one["metadata"].get("q_booking") == booking]

    def trouble(self, **what):
        reply = post(self.sandbox_url + "/_sandbox/trouble", what)
        assert reply.status == 200, reply

    def no_trouble(self):
        self.trouble(reset="true")

    def dashboard(self, action, **fields):
        reply = post(f"{self.sandbox_url}/_sandbox/{action}", fields)
        assert reply.status == 200, reply
        return reply.json()

    # --- Webhooks of our own
    def sign(self, body, secret=None, at=None):
        return signature(body, secret or self.webhook_secret, self.now() if at is None else at)

    def deliver(self, event, secret=None, at=None, gateway=None, line=None):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": self.sign(body, secret, at)}
        if line is not None:
            return line.ask("POST", "/webhooks/stripe", body, headers)
        return post((gateway or self.gateway).url + "/webhooks/stripe", body, headers=headers)

    def paid_event(self, told, session=None, **more):
        """The event that the payment of a booking (as the API tells it) would cause."""
        session = session or told["checkout_url"].rsplit("/", 1)[1].split("#")[0]
        return paid_event(self.store_id, told["client"], told["booking"], session, told["amount"], told["currency"],
                          self.now(), **more)

    def metric(self, name, gateway=None, **labels):
        """The sum of the samples of one name that carry these labels."""
        total = 0.0
        for line in get((gateway or self.gateway).admin + "/metrics").text.splitlines():
            if line.startswith("#") or not re.match(re.escape(name) + r"[ {]", line):
                continue
            if all(f'{label}="{value}"' in line for label, value in labels.items()):
                total += float(line.rsplit(" ", 1)[1])
        return total


def signature(body, secret, at):
    mac = hmac.new(secret.encode(), str(int(at)).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={int(at)},v1={mac}"


def event_of(kind, data, at, event_id=None, livemode=False, version=API_VERSION):
    return {"id": event_id or "evt_" + hashlib.sha256(os.urandom(16)).hexdigest()[:24], "object": "event",
            "api_version": version, "created": int(at), "type": kind, "livemode": livemode, "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None}, "data": {"object": data}}


def paid_event(store, client, booking, session, amount, currency, at, event_id=None, checkout=1, livemode=False,
               metadata=None):
    route = {"q_store": store, "q_client": client, "q_booking": booking, "q_checkout": str(checkout)}
    data = {"id": session, "object": "checkout.session", "amount_subtotal": amount, "amount_total": amount,
            "created": int(at), "currency": currency.lower(), "expires_at": int(at) + 7000, "livemode": livemode,
            "metadata": route if metadata is None else metadata, "mode": "payment",
            "payment_intent": "pi_" + hashlib.sha256(session.encode()).hexdigest()[:24], "payment_status": "paid",
            "status": "complete", "url": None, "customer": None, "customer_email": None, "ui_mode": "hosted_page",
            "customer_details": {"email": "payer@example.com", "name": "Pat Payer", "phone": None, "address": None},
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0}, "subscription": None,
            "cancel_url": "https://pay.example.com/r/x", "success_url": "https://pay.example.com/r/x"}
    return event_of("checkout.session.completed", data, at, event_id, livemode)


def in_parallel(work, items, threads=16):
    """`work(item)` for all, results in order; the first failure is raised."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, items))


class WithWorld(unittest.TestCase):
    """One world for a class of tests. After them all of it stops in order, and no log holds a secret."""
    config = offers = environment = None
    gateways = 1
    world = None
    expects_faults = False

    @classmethod
    def setUpClass(cls):
        cls.world = World(cls.config, cls.offers, cls.gateways, cls.environment)

    @classmethod
    def tearDownClass(cls):
        world, wrong = cls.world, []
        def check(step):
            try:
                step()
            except AssertionError as failed:
                wrong.append(str(failed))
        try:
            if world.redis.alive:
                check(world.fsck)
            for one in (*world.gateways, world.sandbox):
                if one.alive:
                    check(lambda one=one: expect_clean_stop(one))
            check(lambda: check_logs(world, cls.expects_faults))
        finally:
            world.close()
        if wrong:
            raise AssertionError("\n".join(wrong))


def expect_clean_stop(process):
    if (code := process.stop()) != 0:
        raise AssertionError(f"{process.name} stopped with {code}:\n{process.said()[-4000:]}")


def check_logs(world, expects_faults=False):
    """No secret, key, address, card or page token in what any process said; no fault found by itself."""
    forbidden = {value for value in world.secrets if value}
    for name in os.listdir(world.state):
        path = os.path.join(world.state, name)
        if not os.path.isfile(path) or name in ("processor_account", "sandbox.journal", "redis_url"):
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            for part in file.read().strip().split(","):
                forbidden.update({part, part.rsplit(":", 1)[-1]})
    for one in world.processes:
        if not os.path.exists(one.log):
            continue
        said = one.said()
        if not expects_faults and (fault := FAULTS.search(said)):
            raise AssertionError(f"{one.name} found a fault of its own:\n{said[max(0, fault.start() - 500):][:6000]}")
        for secret in forbidden:
            at = said.find(secret) if len(secret) >= 8 else -1
            if at >= 0:
                raise AssertionError(f"the log of {one.name} holds a secret: ...{said[max(0, at - 200):at + 80]}...")
