#!/usr/bin/env python3
"""Runs the test executables CTest knows, and the script suites, and counts their cases.

usage: run.py BUILD_FOLDER PART...      a part is a label (unit, contract, ...), `all`, or part of a test's name

Executables run one a core at a time (QUITTANCE_JOBS says otherwise), script suites one after the other.
Each executable reports in doctest's summary or closes with `N passed, N failed`; one that crashes, hangs or says
nothing counts as one failure. Script suites are tests/<part>/run. Lines that begin with `figures:` are always shown.
"""
import concurrent.futures
import itertools
import json
import os
import re
import subprocess
import sys
import time

# A suite that needs a whole gateway is slow: it runs after the quick ones.
ORDER = ["unit", "contract", "simulation", "fuzz", "integration", "scripts", "system", "browser"]
DOCTEST = re.compile(r"\[doctest\] test cases:\s+(\d+) \|\s+(\d+) passed \|\s+(\d+) failed")
FIGURES = re.compile(r"^(figures: .*|.*\b(?:executions|mutations|forwarded)\b.*)$", re.M)  # what random tests say they did
# QUITTANCE_FULL=1 asks for the long runs (scripts/test full).
SCRIPT_TIMEOUT = 5400.0 if os.environ.get("QUITTANCE_FULL") == "1" else 1800.0
FAILING = re.compile(r"^FAIL\b.*\n(?:(?!ok\b|FAIL\b).*\n)*", re.M)  # a script suite's failed case, with what it said
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed$", re.M)


def registered(build):
    shown = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True,
                           capture_output=True, text=True).stdout
    for test in json.loads(shown)["tests"]:
        properties = {entry["name"]: entry["value"] for entry in test.get("properties", [])}
        yield {"name": test["name"], "label": properties.get("LABELS", ["unit"])[0],
               "command": test.get("command"), "timeout": float(properties.get("TIMEOUT", 600))}


def scripts():
    for part in ORDER:
        runner = os.path.join("tests", part, "run")
        if os.access(runner, os.X_OK):
            yield {"name": part + "_suite", "label": part, "command": [runner], "timeout": SCRIPT_TIMEOUT, "script": True}


def run(test):
    """What it passed and failed, and what is to be said about it."""
    began = time.monotonic()
    if test["command"] is None:
        return 0, 1, [f"FAIL {test['name']}: it was not built"]
    try:
        done = subprocess.run(test["command"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=test["timeout"])
        output, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode(errors="replace") + f"\nstopped after {test['timeout']:.0f} s"
        code = -1
    passed, failed = count(output)
    if code != 0 and failed == 0:
        failed = 1
    if passed + failed == 0:
        failed = 1
        output += "\nit reported no test case"
    said = [f"{'ok  ' if failed == 0 else 'FAIL'} {test['name']}: {passed} passed, {failed} failed "
            f"({time.monotonic() - began:.1f} s)"]
    if failed:
        # What failed comes first: a record of the run may keep no more than that.
        said += [block[:2000].rstrip() for block in FAILING.findall(output)[:5]]
        said.append(f"the whole of {test['name']}:\n" + output[-20000:])
    else:
        said += ["     " + line for line in FIGURES.findall(output)]
    return passed, failed, said


def count(output):
    found = DOCTEST.search(output)
    if found:
        return int(found[2]), int(found[3])
    plain = PLAIN.findall(output)
    return (int(plain[-1][0]), int(plain[-1][1])) if plain else (0, 0)


def main():
    build, parts = sys.argv[1], sys.argv[2:]
    tests = list(registered(build)) + list(scripts())
    chosen = [t for t in tests if "all" in parts or t["label"] in parts or
              any(part in t["name"] for part in parts)]
    chosen.sort(key=lambda t: ORDER.index(t["label"]) if t["label"] in ORDER else len(ORDER))
    jobs = int(os.environ.get("QUITTANCE_JOBS") or os.cpu_count() or 1)
    quick = [t for t in chosen if "script" not in t]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for more_passed, more_failed, said in itertools.chain(
                pool.map(run, quick), map(run, [t for t in chosen if "script" in t])):
            print("\n".join(said), flush=True)
            passed, failed = passed + more_passed, failed + more_failed
    if not chosen:
        print(f"no test is called {' or '.join(parts)}")
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1


sys.exit(main())
