"""Booking links against the sandbox: what we add to what the processor takes itself."""
import time

from limits import direct_checkouts
from stand import Trouble, ask_http, load


def slow_down(stand, milliseconds):
    body = f"reset=true&slow_ms={milliseconds}".encode()
    headers = ["Content-Type: application/x-www-form-urlencoded"]
    status, said = ask_http(stand.ports["sandbox"], "/_sandbox/trouble", headers, "POST", body)
    if status != 200:
        raise Trouble(f"the sandbox does not take trouble: {status} {said[:200]!r}")


def measure(stand, latency, connections, seconds):
    slow_down(stand, latency)
    most = 5000
    direct = direct_checkouts(stand, connections, seconds, stand.folder, most)
    path = f"/pay/coaching-60?ref=c{latency}-{connections}-{int(time.time())}-{{}}"
    options = {"url": stand.base(), "path": path, "connections": connections, "most": most}
    load("get", seconds=1, **options)
    with stand.cost("gateway", "redis") as spent:
        ours = load("get", seconds=seconds, **options, **{"from": 1_000_000})
    if set(ours["statuses"]) != {"303"} or set(direct["statuses"]) != {"200"}:
        raise Trouble(f"links answered {ours['statuses']}, the sandbox {direct['statuses']}")
    added = (ours["p50_us"] - direct["p50_us"]) / 1000
    print(f"  {latency:3} ms, {connections:2} connections: link p50 {ours['p50_us'] / 1000:.2f} ms, processor alone "
          f"{direct['p50_us'] / 1000:.2f} ms, added {added:.2f} ms", flush=True)
    return {"link": ours, "direct": direct, "added_ms": added,
            "gateway_us": 1e6 * spent["gateway"] / ours["answered"],
            "redis_us": 1e6 * spent["redis"] / ours["answered"]}


def run(stand, options):
    fsync = "everysec" if options.everysec else "always"
    stand.start_afresh(fsync, "checkouts")
    found = {latency: {connections: measure(stand, latency, connections, options.seconds) for connections in (1, 16)}
             for latency in (0, 50)}
    slow_down(stand, 0)
    stand.end_afresh()
    return found
