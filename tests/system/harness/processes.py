"""Starting, watching and ending processes, on ports that are free."""
import http.client
import os
import random
import re
import socket
import subprocess

from .http_client import get
from .redis_client import RedisError
from .waiting import eventually

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
# The long runs: scripts/test full.
FULL = os.environ.get("QUITTANCE_FULL") == "1"
# What a process says when it finds a fault of its own, whatever it was built with.
FAULTS = re.compile(r"AddressSanitizer|LeakSanitizer|ThreadSanitizer|UndefinedBehavior|runtime error:|assertion failed|"
                    r"terminate called|event=request_failed|event=effect_failed (?!.*Redis)")


def program():
    named = os.environ.get("QUITTANCE_PROGRAM")
    if named:
        return os.path.abspath(named)
    built = [os.path.join(ROOT, ".build", flavour, "quittance") for flavour in ("release", "asan", "debug")]
    there = [path for path in built if os.access(path, os.X_OK)]
    if not there:
        raise SystemExit("tests/system: build quittance first (scripts/build release quittance), or set QUITTANCE_PROGRAM")
    return max(there, key=os.path.getmtime)


def is_fast():
    """Under a sanitizer everything takes several times as long."""
    return not any(slow in program() for slow in ("/asan/", "/tsan/", "/debug/"))


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
