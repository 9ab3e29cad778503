"""The clock that gateway and sandbox follow."""
import datetime
import email.utils
import json
import os
import time

from .http_client import get
from .waiting import eventually


class MovableClock:
    """Needs `clock` (a file) and `gateways`."""

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
        """Until every gateway, and the sandbox, sees the time as it was moved."""
        def sandbox_sees():
            answer = get(self.sandbox_url + "/v1/account")
            told = email.utils.parsedate_to_datetime(answer.headers["Date"])
            return abs(told.timestamp() - time.time() - self.offset) < 5
        if self.sandbox.alive:
            eventually(sandbox_sees, "the sandbox sees the new time")
        def seen(gateway):
            checks = json.loads(get(gateway.admin + "/healthz").body)["checks"]
            told = datetime.datetime.fromisoformat(next(iter(checks.values()))[0]["time"].replace("Z", "+00:00"))
            return abs(told.timestamp() - time.time() - self.offset) < 5
        for one in self.gateways:
            if one.alive:
                eventually(lambda one=one: seen(one), f"{one.name} sees the new time")
