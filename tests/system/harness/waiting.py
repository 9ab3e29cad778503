"""Waiting for what takes a while, with an end; and doing many things at once."""
import concurrent.futures
import os
import time

PATIENCE = float(os.environ.get("QUITTANCE_PATIENCE", "30"))


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


def in_parallel(work, items, threads=16):
    """`work(item)` for all, results in order; the first failure is raised."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, items))
