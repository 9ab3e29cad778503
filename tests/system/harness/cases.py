"""A test case with a world, and what must hold after every one."""
import os
import unittest

from .processes import FAULTS
from .world import World


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
