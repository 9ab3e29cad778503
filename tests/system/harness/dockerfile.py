"""A Dockerfile's steps, carried out in folders: for machines that reach no image registry.

Knows what ours uses: FROM (a Debian release, as debootstrap makes it), WORKDIR, ENV, RUN, COPY, USER, and the words
about starting. Anything else is refused, so that a new instruction is not silently left out.
"""
import json
import os
import shlex
import shutil
import subprocess

SAYS_NOTHING_TO_BUILD = ("VOLUME", "EXPOSE", "STOPSIGNAL")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def instructions(path):
    """(WORD, rest) of each, with continued lines joined."""
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [tuple((line.split(None, 1) + [""])[:2]) for line in joined.split("\n") if line.strip()]


class Stage:
    """One folder that is a machine."""

    def __init__(self, root, base, context, earlier):
        self.root, self.context, self.earlier = root, context, earlier
        self.environment, self.workdir, self.user = {"PATH": PATH, "HOME": "/root"}, "/", None
        self.entrypoint, self.command, self.health = [], [], []
        subprocess.run(["cp", "-a", base + "/.", root], check=True)
        self.size_of_base = self.size()

    def size(self):
        done = subprocess.run(["du", "-sxb", self.root], check=True, capture_output=True, text=True)
        return int(done.stdout.split()[0])

    def carry_out(self, word, rest):
        if word not in SAYS_NOTHING_TO_BUILD:
            getattr(self, "_" + word.lower())(rest)

    def _workdir(self, rest):
        self.workdir = rest
        os.makedirs(self.root + rest, exist_ok=True)

    def _env(self, rest):
        self.environment.update(pair.split("=", 1) for pair in shlex.split(rest))

    def _user(self, rest):
        with open(self.root + "/etc/passwd", encoding="utf-8") as file:
            self.user = next(":".join(line.split(":")[2:4]) for line in file if line.startswith(rest + ":"))

    def _run(self, rest):
        done = subprocess.run(self.inside(["/bin/sh", "-c", rest]), stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, errors="replace", timeout=3600)
        if done.returncode != 0:
            raise AssertionError(f"RUN {rest[:200]} ended with {done.returncode}:\n{done.stdout[-3000:]}"
                                 f"{done.stderr[-3000:]}")

    def _copy(self, rest):
        words = rest.split()
        origin = self.context
        if words[0].startswith("--from="):
            stage = self.earlier[words.pop(0)[7:]]
            if isinstance(stage, Built):
                shutil.copy2(stage.program, self.root + words[-1])
                return
            origin = stage.root
        *sources, target = words
        target = os.path.join(self.workdir, target)
        into = self.root + target
        for source in sources:
            if source == ".":
                self._copy_tree(origin, into)
                continue
            place = os.path.join(into, os.path.basename(source)) if target.endswith("/") else into
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copy2(os.path.join(origin, source.lstrip("/")), place)

    @staticmethod
    def _copy_tree(origin, into):
        """What is versioned: .dockerignore keeps the rest out."""
        listed = subprocess.run(["git", "-C", origin, "ls-files", "-z"], check=True, capture_output=True).stdout
        subprocess.run(["cp", "--parents", "-a", "-t", into, *filter(None, listed.decode().split("\0"))], check=True,
                       cwd=origin)

    def _entrypoint(self, rest):
        self.entrypoint = json.loads(rest)

    def _cmd(self, rest):
        self.command = json.loads(rest)

    def _healthcheck(self, rest):
        self.health = json.loads(rest.split("CMD", 1)[1])

    def inside(self, words, **more):
        """The command line that runs these words in there, as its user and with its environment.

        The mounts live in a name space of the command's own and end with it.
        """
        environment = [f"{name}={value}" for name, value in {**self.environment, **more}.items()]
        script = ('for each in dev proc sys; do mount --rbind "/$each" "$0/$each" || exit 125; done; '
                  'cd "$0$1" || exit 125; shift; exec chroot "$@"')
        user = ["--userspec=" + self.user] if self.user else []
        entry = 'cd "$0" && exec "$@"'
        return ["unshare", "--mount", "--propagation", "private", "bash", "-c", script, self.root, self.workdir, *user,
                self.root, "/usr/bin/env", "-i", *environment, "/bin/sh", "-c", entry, self.workdir, *words]


def debian(folder, release):
    """A minimal Debian in `folder`, from this machine's mirror; made once."""
    if os.path.exists(folder + "/.made"):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    mirror = "http://deb.debian.org/debian"
    done = subprocess.run(["debootstrap", "--variant=minbase", "--include=ca-certificates", release, folder, mirror],
                          capture_output=True, text=True, timeout=1800)
    if done.returncode != 0:
        raise AssertionError(f"debootstrap ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    with open(folder + "/etc/apt/sources.list", "w", encoding="ascii") as file:
        for suite in (release, release + "-updates"):
            file.write(f"deb {mirror} {suite} main\n")
        file.write(f"deb http://deb.debian.org/debian-security {release}-security main\n")
    shutil.copytree("/etc/apt/apt.conf.d", folder + "/etc/apt/apt.conf.d", dirs_exist_ok=True)
    for name in ("resolv.conf", "hosts"):
        shutil.copy("/etc/" + name, f"{folder}/etc/{name}")
    open(folder + "/.made", "w", encoding="ascii").close()
    return folder


class Built:
    """A stage somebody has built already: whatever is taken out of it is this file."""

    def __init__(self, program):
        self.program = program

    def carry_out(self, word, rest):
        pass


def build(path, context, folder, base, program=None):
    """Carries out all stages; answers the last. With a `program` the first stage, which compiles it, is left out."""
    stages, made = {}, None
    for word, rest in instructions(path):
        if word == "FROM":
            name = rest.split(" AS ")[1] if " AS " in rest else "last"
            root = os.path.join(folder, name)
            os.makedirs(root)
            built = program and not stages
            made = stages[name] = Built(program) if built else Stage(root, base, context, stages)
        else:
            print(f"  {word} {rest[:90]}", flush=True)
            made.carry_out(word, rest)
    return made
