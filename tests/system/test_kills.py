"""kill -9, again and again, under load: what was answered 200 is there, and the books agree to the cent."""
import os
import random
import time

from harness import FULL, Load, WithWorld, expect_agreement, in_parallel, is_fast, wait_for_retries

GATEWAY_KILLS = int(os.environ.get("QUITTANCE_KILLS", "500" if FULL else "60" if is_fast() else "25"))
REDIS_KILLS = -(-GATEWAY_KILLS // 5)


class Killer:
    """Kills gateway and Redis in a random order, each at a random moment of the load."""

    def __init__(self, world, load, chance):
        self.world, self.load, self.chance = world, load, chance
        self.killed = {"gateway": 0, "redis": 0}
        self.down = self.longest = 0.0
        self.said = time.monotonic()

    def run(self, gateway, redis):
        plan = ["gateway"] * (gateway - redis // 4) + ["redis"] * (redis - redis // 4) + ["both"] * (redis // 4)
        self.chance.shuffle(plan)
        for what in plan:
            time.sleep(self.chance.uniform(0.02, 0.25))
            known = self.load.take_acknowledged()
            self.kill(what)
            self.load.expect_booked(known)
            self.load.raise_wrong()
            # An order whose gateway died rests for the 30 s of its lease; a load that only waits would be none.
            self.world.move_clock(seconds=self.chance.randrange(5, 45))
            self.tell(gateway, redis)

    def kill(self, what):
        world, began = self.world, time.monotonic()
        victims = {"gateway": [world.gateway], "redis": [world.redis], "both": [world.redis, world.gateway]}[what]
        for one in victims:
            one.kill()
            self.killed[one.name] += 1
        world.store.close()
        for one in victims:
            one.start()
        world.gateway.wait_ready()
        self.longest = max(self.longest, time.monotonic() - began)

    def tell(self, gateway, redis):
        if time.monotonic() - self.said > 5:
            self.said = time.monotonic()
            print(f"  killed: gateway {self.killed['gateway']}/{gateway}, Redis {self.killed['redis']}/{redis}; "
                  f"{self.load.tally['paid']} paid, {self.load.tally['acknowledged']} webhooks acknowledged", flush=True)


class Killed(WithWorld):
    def test_no_kill_loses_what_was_acknowledged_and_the_books_agree(self):
        world, seed = self.world, int(os.environ.get("QUITTANCE_SEED", random.randrange(10**9)))
        print(f"\n  seed {seed} (QUITTANCE_SEED repeats the order of the kills)", flush=True)
        world.trouble(webhook_duplicate="0.2", webhook_reorder="0.1")
        load = Load(world, seed=seed).start()
        killer = Killer(world, load, random.Random(seed))
        try:
            killer.run(GATEWAY_KILLS, REDIS_KILLS)
        finally:
            world.move_clock(seconds=60)  # what the dead held in hand is free
            load.stop()
        world.no_trouble()
        self.assertGreater(load.tally["lost"] + load.tally["refused"], GATEWAY_KILLS // 4, "the kills hit nobody")
        load.expect_booked(load.take_acknowledged())
        world.fsck()
        wait_for_retries(world)
        paid, captured, returned = expect_agreement(world, set(load.travelled))
        self.assertEqual(paid, len(load.travelled))
        self.assertEqual(captured, 12000 * paid)
        self.redeliver(load)
        world.fsck()
        self.report(load, killer, paid, captured, returned)

    def redeliver(self, load):
        """Every webhook once more changes nothing."""
        world = self.world
        replies = in_parallel(lambda one: world.deliver(one[1], at=world.now()).status, load.told, 8)
        self.assertEqual(set(replies), {200})
        load.expect_booked([told for told, _ in load.told])

    @staticmethod
    def report(load, killer, paid, captured, returned):
        tally = load.tally
        print(f"figures: kill -9 of the gateway {killer.killed['gateway']} times and of Redis {killer.killed['redis']} "
              f"times: {paid} journeys paid ({captured / 100:.2f} captured, {returned / 100:.2f} returned, agreed), "
              f"{tally['acknowledged']} own webhooks acknowledged and none lost, {tally['duplicates']} repeated; "
              f"{tally['lost']} connections lost, {tally['refused']} answers 503; "
              f"longest time to ready {killer.longest:.1f} s, slowest answer {load.slowest:.1f} s", flush=True)
