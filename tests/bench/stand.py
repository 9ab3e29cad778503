"""The test stand: a Redis, a sandbox and a gateway of our own in a temporary folder, and what they cost."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILT = TREE / ".build" / "release"
GATEWAY = BUILT / "quittance"
TICK = 1 / os.sysconf("SC_CLK_TCK")
API_KEY = "qk_" + "b" * 40
SECRET_KEY = "sk_test_" + "c" * 40
WEBHOOK_SECRET = "whsec_" + "d" * 40


class Trouble(Exception):
    """Something that the person who runs the benchmark can act on."""


def program(name):
    where = GATEWAY if name == "quittance" else BUILT / name
    if not where.exists():
        raise Trouble(f"{where} is not there; run: scripts/build release quittance_bench")
    return str(where)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def resident_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def ask_http(port, path, headers=(), method="GET", body=b""):
    """Status and body of one request; status 0 while nobody listens."""
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", *headers]
    head.append(f"Content-Length: {len(body)}") if method == "POST" else None
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            reply = b""
            while chunk := line.recv(65536):
                reply += chunk
    except OSError:
        return 0, b""
    return int(reply[9:12] or 0), reply.partition(b"\r\n\r\n")[2]


class Stand:
    """Folder, ports and processes."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.socket = str(self.folder / "redis.sock")
        self.ports = {name: free_port() for name in ("public", "admin", "sandbox")}
        self.running = {}
        self.fsync = "always"
        self.state = self.folder / "state"
        self.clock = self.folder / "clock"
        self.clock.write_text("0s")

    # --- processes -------------------------------------------------------------------------------------------
    def start(self, name, command, **more):
        log = open(self.folder / f"{name}.log", "ab")
        self.running[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
        return self.running[name]

    def stop(self, name, how=signal.SIGTERM):
        process = self.running.pop(name, None)
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self):
        for name in ("gateway", "sandbox", "redis"):
            self.stop(name)

    def pid(self, name):
        return self.running[name].pid

    def wait_until(self, name, good, seconds=60):
        until = time.monotonic() + seconds
        while not good():
            if self.running[name].poll() is not None or time.monotonic() > until:
                said = (self.folder / f"{name}.log").read_text(errors="replace").splitlines()[-3:]
                raise Trouble(f"{name} did not come up: " + " | ".join(said))
            time.sleep(0.002)

    # --- Redis -----------------------------------------------------------------------------------------------
    def cli(self, *words):
        answer = subprocess.run(["redis-cli", "-s", self.socket, *words], capture_output=True, text=True, check=True)
        return answer.stdout.strip()

    def start_redis(self, fsync, data):
        self.fsync = fsync
        data = pathlib.Path(data)
        data.mkdir(exist_ok=True)
        configured = TREE / "config" / "redis.conf"
        base = [str(configured)] if configured.exists() else []
        self.start("redis", ["redis-server", *base, "--port", "0", "--unixsocket", self.socket, "--dir", str(data),
                             "--appendonly", "yes", "--appendfsync", fsync, "--save", "", "--daemonize", "no",
                             "--maxmemory-policy", "noeviction"])
        self.wait_until("redis", self.redis_answers)

    def redis_answers(self):
        tried = subprocess.run(["redis-cli", "-s", self.socket, "ping"], capture_output=True, text=True)
        return tried.stdout.strip() == "PONG"

    def keep_as(self, data):
        """Stops Redis with one compact file as its data."""
        self.cli("bgrewriteaof")
        while "aof_rewrite_in_progress:1" in self.cli("info", "persistence"):
            time.sleep(0.05)
        self.stop("redis")
        return data

    def copy_data(self, kept, name):
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(kept, target)
        return target

    def start_afresh(self, fsync, name):
        """Everything empty: a processor that has seen the seeding clock does not go back."""
        self.stop_all()
        for part in (f"{name}.redis", f"{name}.state"):
            shutil.rmtree(self.folder / part, ignore_errors=True)
        self.state = self.folder / f"{name}.state"
        self.start_redis(fsync, self.folder / f"{name}.redis")
        self.start_sandbox()
        self.start_gateway()

    def end_afresh(self):
        self.stop_all()
        self.state = self.folder / "state"

    # --- sandbox and gateway -----------------------------------------------------------------------------------
    def environment(self, clock):
        around = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        around.update({f"QUITTANCE_{name.upper()}": f"127.0.0.1:{port}" for name, port in self.ports.items()})
        around.update(QUITTANCE_STATE=str(self.state), QUITTANCE_REDIS=f"unix:{self.socket}",
                      QUITTANCE_API_KEY=API_KEY, QUITTANCE_CONFIG=str(self.folder / "quittance.toml"))
        self.state.mkdir(mode=0o700, exist_ok=True)
        for name, value in (("sandbox_secret_key", SECRET_KEY), ("sandbox_webhook_secret", WEBHOOK_SECRET)):
            (self.state / name).write_text(value + "\n")
            (self.state / name).chmod(0o600)
        if clock:
            around["QUITTANCE_TEST_CLOCK"] = str(self.clock)
        return around

    def write_config(self):
        """As delivered, but nobody is told to come back later: what is measured is the work, not the refusals."""
        shutil.copy(TREE / "config" / "offers.toml", self.folder / "offers.toml")
        (self.folder / "quittance.toml").write_text(
            '[business]\nname = "Bench"\nzone = "Europe/Berlin"\n'
            '[public]\naddress = "https://pay.example"\n'
            "[links]\nheld_most = 10000000\nheld_most_per_network = 1000000\n"
            f"[redis]\naccept_power_loss = {'false' if self.fsync == 'always' else 'true'}\n"
            "[limits]\nidle_deadline_ms = 600000\n"
            "[limits.links]\nper_minute = 10000000\nburst = 10000000\n"
            "[limits.api]\nper_minute = 10000000\nburst = 10000000\n")

    def start_sandbox(self, clock=False):
        self.write_config()
        self.start("sandbox", [program("quittance"), "sandbox"], env=self.environment(clock))
        self.wait_until("sandbox", lambda: ask_http(self.ports["sandbox"], "/demo")[0] == 200)

    def start_gateway(self, clock=False):
        """Milliseconds from the start of the process to its readiness."""
        self.write_config()
        began = time.monotonic()
        self.start("gateway", [program("quittance"), "serve"], env=self.environment(clock))
        self.wait_until("gateway", lambda: ask_http(self.ports["admin"], "/readyz")[0] == 200)
        return 1000 * (time.monotonic() - began)

    def base(self, name="public"):
        return f"http://127.0.0.1:{self.ports[name]}"

    def metric(self, name, **labels):
        """The sum of a metric over all label sets that hold `labels`."""
        text = ask_http(self.ports["admin"], "/metrics")[1].decode()
        total = 0.0
        for line in text.splitlines():
            if line.startswith((name + "{", name + " ")) and all(f'{k}="{v}"' in line for k, v in labels.items()):
                total += float(line.rsplit(" ", 1)[1])
        return total

    @contextlib.contextmanager
    def cost(self, *names):
        """CPU seconds of the named processes while the block runs."""
        spent = {}
        before = {name: cpu_seconds(self.pid(name)) for name in names}
        yield spent
        spent.update({name: cpu_seconds(self.pid(name)) - before[name] for name in names})


def load(what, **options):
    command = [program("bench/bench_load"), what]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode != 0:
        raise Trouble(answer.stderr.strip())
    return json.loads(answer.stdout)


def seed(stand, count, out, per_client=1):
    command = [program("bench/bench_seed"), str(count), "--base", stand.base(), "--key", API_KEY, "--out", str(out),
               "--per-client", str(per_client), "--processor", stand.base("sandbox"), "--processor-key", SECRET_KEY]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode != 0:
        raise Trouble(answer.stderr.strip())
    return json.loads(answer.stdout)
