"""What the gateway is shipped in: the systemd unit, and the Dockerfile's steps in a chroot (no registry is needed)."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from harness import FULL, ROOT, Process, RedisClient, World, eventually, program
from harness.dockerfile import build, debian, instructions

KEY, SECRET, API_KEY = "sk_test_" + "p" * 32, "whsec_" + "p" * 32, "qk_" + "p" * 40


def shipped(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def gateways_user():
    """Number and group's number of whom the image runs as."""
    return re.search(r"useradd .*--uid (\d+) --gid (\d+)", shipped("Dockerfile")).groups()


class Unit(unittest.TestCase):
    def test_the_systemd_unit_exposes_little(self):
        unit = os.path.join(ROOT, "config", "quittance.service")
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
                              capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=60)
        level = re.search(r"Overall exposure level for quittance.service: ([0-9.]+)", done.stdout)
        self.assertTrue(level, done.stdout[-500:] + done.stderr)
        self.assertLessEqual(float(level[1]), 1.5)

    def test_the_systemd_unit_has_no_mistake(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = os.path.join(folder, "quittance.service")
            with open(os.path.join(ROOT, "config", "quittance.service"), encoding="utf-8") as file:
                text = file.read().replace("/usr/bin/quittance", "/bin/true")  # it need not be installed here
            with open(unit, "w", encoding="utf-8") as file:
                file.write(text)
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True,
                                  timeout=60)
        about_us = [line for line in done.stderr.splitlines() if "quittance.service" in line]
        self.assertEqual(about_us, [])


    def test_nothing_the_unit_loads_wins_over_the_secret_that_doctor_keeps(self):
        with open(os.path.join(ROOT, "config", "quittance.service"), encoding="utf-8") as file:
            loaded = re.findall(r"(?m)^LoadCredential=(\w+):(\S+)", file.read())
        self.assertEqual([name for name, _ in loaded], ["stripe_secret_key"])
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            readme = file.read()
        for name, path in loaded:
            self.assertIn(f"-p LoadCredential={name}:{path}", readme, "doctor is told to run without the unit's key")
        with open(os.path.join(ROOT, "config", "compose.yaml"), encoding="utf-8") as file:
            self.assertNotIn("WEBHOOK_SECRET", file.read())

    def test_the_unit_may_use_the_socket_that_the_shipped_redis_makes(self):
        unit, redis = shipped("config/quittance.service"), shipped("config/redis.conf")
        mode = int(re.search(r"(?m)^unixsocketperm (\d+)$", redis)[1], 8)
        self.assertIn("SupplementaryGroups=redis", unit)
        self.assertEqual(mode & 0o060, 0o060, "a member of the group redis cannot use it")
        self.assertEqual(mode & 0o007, 0, "everybody can use it")
        path = re.search(r"QUITTANCE_REDIS=unix:(\S+)", unit)[1]
        for file in ("config/redis.conf", "config/bounces-exim4.conf", "config/bounces-postfix.cf", "README.md"):
            self.assertIn(path, shipped(file), file)
        self.assertIn("--unixsocketperm 600", shipped("scripts/quickstart"), "its Redis is its user's alone")


class Readme(unittest.TestCase):
    def test_every_command_that_it_names_is_there(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            named = set(re.findall(r"`quittance ([a-z][a-z-]+)", file.read()))
        told = subprocess.run([program(), "--help"], check=True, capture_output=True, text=True, timeout=60).stdout
        there = set(re.findall(r"(?m)^  ([a-z][a-z-]+) ", told))
        self.assertIn("serve", named & there)
        self.assertEqual(sorted(named - there), [])


class Compose(unittest.TestCase):
    def setUp(self):
        self.text = shipped("config/compose.yaml")

    def test_a_key_beside_it_gets_neither_into_the_repository_nor_into_the_image(self):
        files = re.findall(r"\{ file: \./(\S+) \}", self.text)
        self.assertEqual(files, ["stripe_secret_key"])
        for file in files:
            self.assertIn("/config/" + file, shipped(".gitignore").split("\n"))
            self.assertIn("config/" + file, shipped(".dockerignore").split("\n"))

    def test_a_key_beside_it_is_told_to_be_the_gateways_own(self):
        user, _ = gateways_user()
        self.assertIn(f"install -o {user} -m 0400 /dev/stdin config/stripe_secret_key", self.text)

    def test_redis_makes_its_socket_and_the_gateway_alone_may_use_it(self):
        if os.geteuid() != 0:
            self.skipTest("to be two other users needs root")
        volume = dict(re.findall(r"(uid|gid|mode)=(\d+)", re.search(r"redis-socket:\n\s+driver_opts: (.*)", self.text)[1]))
        folder = tempfile.mkdtemp(prefix="quittance-compose-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        os.chmod(folder, 0o755)
        shutil.copy(os.path.join(ROOT, "config", "redis.conf"), folder)
        os.chmod(folder + "/redis.conf", 0o644)
        for name, group, mode in (("run", int(volume["gid"]), int(volume["mode"], 8)), ("data", int(volume["uid"]), 0o700)):
            os.mkdir(f"{folder}/{name}")
            os.chown(f"{folder}/{name}", int(volume["uid"]), group)
            os.chmod(f"{folder}/{name}", mode)
        self.serve(volume["uid"], folder)
        asked = lambda user, group: self.ping(folder + "/run/redis.sock", user, group)
        eventually(lambda: asked(*gateways_user()) == "PONG", "the gateway's user reaches Redis")
        self.assertNotEqual(asked("65534", "65534"), "PONG", "anybody reaches Redis")

    def serve(self, user, folder):
        """The command of the redis service, in folders with the owners of its volumes."""
        words = json.loads(re.search(r'command: (\["redis-server"[^]]*\])', self.text)[1])
        for inside, here in (("/etc/quittance-redis.conf", "/redis.conf"), ("/run/redis", "/run"), ("/data", "/data")):
            words = [folder + here + word.removeprefix(inside) if word.startswith(inside) else word for word in words]
        redis = subprocess.Popen(["setpriv", "--reuid", user, "--regid", user, "--clear-groups", *words], cwd=folder,
                                 stdout=subprocess.DEVNULL)
        self.addCleanup(redis.wait, 30)
        self.addCleanup(redis.kill)

    @staticmethod
    def ping(socket, user, group):
        return subprocess.run(["setpriv", "--reuid", user, "--regid", group, "--clear-groups", "redis-cli", "-s", socket,
                               "ping"], capture_output=True, text=True, timeout=30).stdout.strip()


class Libraries(unittest.TestCase):
    def test_the_image_installs_every_library_the_program_loads(self):
        loaded = subprocess.run(["ldd", program()], check=True, capture_output=True, text=True, timeout=60).stdout
        # What it names itself: what those need in turn comes with their packages.
        named = subprocess.run(["llvm-readelf-19", "--needed-libs", program()], check=True, capture_output=True, text=True,
                               timeout=60).stdout.split()
        files = {os.path.realpath(path) for name, path in re.findall(r"(\S+) => (/\S+)", loaded) if name in named}
        owners = subprocess.run(["dpkg-query", "-S", *{one for path in files for one in (path, path.removeprefix("/usr"))}],
                                capture_output=True, text=True, timeout=60).stdout
        needed = {line.split(":")[0] for line in owners.splitlines()} - {"libc6", "libgcc-s1"}
        self.assertIn("libssl3", needed)
        installed = " ".join(rest for word, rest in instructions(os.path.join(ROOT, "Dockerfile")) if word == "RUN").split()
        self.assertEqual(needed - set(installed), set())


@unittest.skipUnless(FULL, "the image takes long: scripts/test full")
class Image(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("a chroot needs root")
        self.folder = tempfile.mkdtemp(prefix="quittance-image-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def test_the_dockerfiles_steps_make_a_small_machine_that_is_healthy_and_takes_a_booking(self):
        base = debian(os.path.join(ROOT, ".build", "bookworm"), "bookworm")
        made = build(os.path.join(ROOT, "Dockerfile"), ROOT, self.folder, base, os.environ.get("QUITTANCE_IMAGE_PROGRAM"))
        self.assertNotIn(made.user, (None, "0:0"))
        grown = made.size() - made.size_of_base
        self.assertLess(grown, 150 * 1024 * 1024, "the image is not small")
        self.takes_a_booking(made)
        print(f"figures: the image is {grown / 1024 / 1024:.0f} MiB larger than its Debian base, is healthy and takes a booking",
              flush=True)

    def takes_a_booking(self, made):
        world = World(environment={"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET,
                                   "QUITTANCE_API_KEY": API_KEY}, start=False)
        self.addCleanup(world.close)
        gateway = self.gateway_of(world, made)
        world.redis.start()
        world.sandbox.start()
        gateway.start()
        self.addCleanup(lambda: gateway.alive and gateway.kill())
        reference, page = world.book()
        world.pay(page)
        eventually(lambda: world.booking(reference)["state"] == "paid", "the booking is paid")
        self.assertEqual(gateway.stop(), 0)
        self.assertNotEqual(subprocess.run(gateway.health).returncode, 0, "a dead gateway is called healthy")

    @staticmethod
    def gateway_of(world, made):
        """The image's own command, with the variables its operator would set."""
        shared = made.root + "/run/redis"
        os.makedirs(shared)
        world.redis.command = [word.replace(world.redis_socket, shared + "/redis.sock") for word in world.redis.command]
        world.redis.command += ["--unixsocketperm", "777"]
        world.redis_socket = shared + "/redis.sock"
        world.store = RedisClient(world.redis_socket)
        environment = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "QUITTANCE_API_KEY": API_KEY,
                       "STRIPE_API_BASE": world.sandbox_url, "QUITTANCE_REDIS": "unix:/run/redis/redis.sock",
                       "QUITTANCE_PUBLIC": world.gateway.address, "QUITTANCE_ADMIN": world.gateway.admin_address}
        health = made.inside(made.health, **environment)
        gateway = Process("gateway", made.inside(made.entrypoint + made.command, **environment), dict(os.environ),
                          os.path.join(world.logs, "image.log"),
                          lambda: subprocess.run(health, capture_output=True).returncode == 0)
        gateway.health = health
        return gateway
