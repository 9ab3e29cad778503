"""Real processes for a test: a private redis-server, the sandbox processor, one or more gateways."""
import itertools
import os
import re
import shutil
import subprocess
import tempfile

from .booking import Booking
from .http_client import get
from .movable_clock import MovableClock
from .processes import FAULTS, ROOT, Gateway, Process, free_port, program
from .processor import Processor
from .redis_client import RedisClient
from .settings import CONFIG, OFFERS, offers_toml, toml
from .webhooks import Webhooks


class World(Booking, MovableClock, Processor, Webhooks):
    """Owns one state folder with one of each, on ports of its own, with a clock that can be moved."""

    def __init__(self, config=None, offers=None, gateways=1, environment=None, redis_options=(), start=True):
        self.folder = tempfile.mkdtemp(prefix="quittance-system-")
        self.state = os.path.join(self.folder, "state")
        self.logs = os.path.join(self.folder, "logs")
        self.clock = os.path.join(self.folder, "clock")
        self.config_folder = os.path.join(self.folder, "config")
        self.config_file = os.path.join(self.config_folder, "quittance.toml")
        # `holidays` is empty: what falls on one must not hang on the day of the run.
        for one in (self.state, self.logs, self.config_folder, os.path.join(self.config_folder, "holidays")):
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
        beside = {name: values for name, values in self.config.items() if name == "reminders"}
        with open(self.config_file, "w", encoding="utf-8") as file:
            file.write(toml({name: values for name, values in self.config.items() if name not in beside}))
        with open(os.path.join(self.config_folder, "reminders.toml"), "w", encoding="utf-8") as file:
            file.write(toml(beside))
        self.write_offers(self.offers)

    def write_offers(self, offers):
        text = offers if isinstance(offers, str) else offers_toml(offers)
        with open(os.path.join(self.config_folder, "offers.toml"), "w", encoding="utf-8") as file:
            file.write(text)

    # --- Secrets of the state folder
    def secret(self, name):
        with open(os.path.join(self.state, name), encoding="ascii") as file:
            return file.read().strip()

    @property
    def api_key(self):
        return self.more_environment.get("QUITTANCE_API_KEY") or self.secret("quittance_api_key")

    @property
    def processor_key(self):
        return self.more_environment.get("STRIPE_SECRET_KEY") or self.secret("sandbox_secret_key")

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
    def command(self, *words, environment=None, patience=120, given=None):
        """`given`: what it reads on standard input."""
        own = {"QUITTANCE_PUBLIC": self.gateway.address, "QUITTANCE_ADMIN": self.gateway.admin_address}
        done = subprocess.run([program(), *words], env=self.environment(**{**own, **(environment or {})}),
                              input=given or "", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
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

    def metric(self, name, gateway=None, **labels):
        """The sum of the samples of one name that carry these labels."""
        total = 0.0
        for line in get((gateway or self.gateway).admin + "/metrics").text.splitlines():
            if line.startswith("#") or not re.match(re.escape(name) + r"[ {]", line):
                continue
            if all(f'{label}="{value}"' in line for label, value in labels.items()):
                total += float(line.rsplit(" ", 1)[1])
        return total
