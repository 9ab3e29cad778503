"""A real Exim of the test's own, set up by config/bounces-exim4.conf. Nothing leaves this machine."""
import glob
import os
import shutil
import subprocess

from .processes import ROOT, program

PROGRAM = "/usr/sbin/exim4"
OTHER_USER = "1000"
MAIN = """primary_hostname = localhost
spool_directory = {here}/spool
exim_user = {user}
exim_group = {group}
keep_environment =
add_environment = PATH=/usr/bin:/bin

"""


class Exim:
    """`deliver` hands it one mail and returns when it was tried once."""

    @staticmethod
    def is_here():
        return os.access(PROGRAM, os.X_OK)

    def __init__(self, world, domain):
        self.world, self.domain = world, domain
        self.here = os.path.join(world.folder, "exim")
        os.makedirs(os.path.join(self.here, "spool"))
        self.settings = os.path.join(self.here, "exim.conf")
        self.log = ""
        self.configure()

    def configure(self, redis=None):
        """The shipped file with this world's names in it, below a main section; nothing else is added but what a sandbox needs."""
        with open(os.path.join(ROOT, "config", "bounces-exim4.conf"), encoding="utf-8") as file:
            text = file.read()
        around = self.world.environment()
        names = {"example.com": self.domain, "/usr/bin/quittance ": program() + " ",
                 "/etc/quittance/quittance.toml": self.world.config_file, "/var/lib/quittance": self.world.state,
                 "unix:/run/redis/redis-server.sock":
                     f"{redis or around['QUITTANCE_REDIS']}; QUITTANCE_SANDBOX={around['QUITTANCE_SANDBOX']}; "
                     f"QUITTANCE_TEST_CLOCK={around['QUITTANCE_TEST_CLOCK']}",
                 "user = quittance\n": f"user = {self.user()}\n  group = {self.group()}\n"}
        for shipped, ours in names.items():
            below = text[text.index("begin routers"):]
            assert shipped in below, shipped
            text = text.replace(below, below.replace(shipped, ours))
        with open(self.settings, "w", encoding="utf-8") as file:
            file.write(MAIN.format(here=self.here, user=self.user(), group=self.group()) + text)

    def deliver(self, to, mail, sender):
        self.run("-odf", "-f", sender, to, given=mail)

    def run_queue(self):
        self.run("-qff")

    def queued(self):
        return len(glob.glob(os.path.join(self.here, "spool", "input", "*-H")))

    def answers(self):
        """What it has to say to senders: no way leads out of here, so it keeps that."""
        found = []
        for name in glob.glob(os.path.join(self.here, "spool", "input", "*-D")):
            with open(name, encoding="utf-8", errors="replace") as file:
                found.append(file.read())
        return "\n".join(found)

    def close(self):
        shutil.rmtree(self.here, ignore_errors=True)

    # Exim carries nothing out as root. Who is root here is somebody else in a space of users of his own.
    @staticmethod
    def user():
        return OTHER_USER if os.geteuid() == 0 else str(os.geteuid())

    @staticmethod
    def group():
        return OTHER_USER if os.geteuid() == 0 else str(os.getegid())

    def run(self, *words, given=""):
        command = [PROGRAM, "-C", self.settings, *words]
        if os.geteuid() == 0:
            command = ["unshare", "--user", f"--map-user={OTHER_USER}", f"--map-group={OTHER_USER}", *command]
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
        self.log += done.stderr  # with a configuration of somebody's own it writes its log there
        assert done.returncode in (0, 2), (done.returncode, self.log)  # 2: tried, and not delivered
