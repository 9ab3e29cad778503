"""Signed, distinct webhooks over many accounts and over one: rate, latency, CPU; memory; the hot account."""
import json
import subprocess

from limits import commit_of_one_webhook, for_new_accounts, http_limit, redis_benchmark
from stand import WEBHOOK_SECRET, Trouble, load, program, resident_kib, seed

LEVELS = (1, 16, 64, 256)
WARM = 2000


def say(text):
    print(text, flush=True)


def prepare(stand, accounts, per_account, hot):
    """Seeds once and keeps the data of Redis; what follows starts from a copy of it."""
    kept = stand.folder / "kept"
    if (stand.folder / "seeded.json").exists():
        return kept, json.loads((stand.folder / "seeded.json").read_text())
    # Booked by a clock that is ahead: no look-up of these open sessions comes due while we measure.
    stand.clock.write_text("6h")
    stand.start_redis("everysec", kept)
    stand.start_sandbox(clock=True)
    stand.start_gateway(clock=True)
    say(f"seeding {accounts * per_account} bookings of {accounts} accounts through the API ...")
    told = {"many": seed(stand, accounts * per_account, stand.folder / "many.events", per_account)}
    say(f"  {told['many']['seconds']:.0f} s; and {hot} of one account ...")
    told["one"] = seed(stand, hot, stand.folder / "one.events", hot)
    stand.stop("gateway")
    stand.stop("sandbox")
    stand.keep_as(kept)
    (stand.folder / "seeded.json").write_text(json.dumps(told))
    return kept, told


def begin(stand, fsync, kept):
    stand.start_redis(fsync, stand.copy_data(kept, "work"))
    if "sandbox" not in stand.running:
        stand.start_sandbox()
    return stand.start_gateway()


def end(stand):
    stand.stop("gateway")
    stand.stop("redis")


def measure(stand, events, connections, seconds, warm=WARM):
    options = {"url": stand.base(), "secret": WEBHOOK_SECRET, "events": events, "connections": connections}
    first = load("webhooks", most=warm, **options)["next"]
    # Applied, not committed: those of one account that wait for each other share a commit.
    before = stand.metric("quittance_webhooks_total", outcome="applied")
    with stand.cost("gateway", "redis") as spent:
        got = load("webhooks", seconds=seconds, **options, **{"from": first})
    got["applied"] = int(stand.metric("quittance_webhooks_total", outcome="applied") - before)
    for name, taken in spent.items():
        got[f"{name}_us"] = 1e6 * taken / max(1, got["answered"])
    wrong = got["answered"] - got["statuses"].get("200", 0)
    got["errors"] = wrong
    if got["applied"] < got["answered"] - wrong:
        raise Trouble(f"{got['answered']} webhooks were answered, but only {got['applied']} were applied")
    return got


def one_level(stand, fsync, kept, name, connections, seconds):
    begin(stand, fsync, kept)
    got = measure(stand, stand.folder / f"{name}.events", connections, seconds)
    end(stand)
    say(f"  {fsync:8} {connections:4} connections on {name:4} {got['per_second']:9.0f}/s  "
        f"p50 {got['p50_us'] / 1000:7.2f} ms  p99 {got['p99_us'] / 1000:7.2f} ms  "
        f"gateway {got['gateway_us']:5.1f} µs  redis {got['redis_us']:5.1f} µs  errors {got['errors']}")
    return got


def redis_limits(stand, fsync, kept, levels, count):
    begin(stand, fsync, kept)
    words = for_new_accounts(commit_of_one_webhook(stand, stand.folder / "many.events", 0))
    stand.stop("gateway")
    found = {}
    for connections in levels:
        found[connections] = redis_benchmark(stand, words, connections, count if connections > 1 else count // 5)
        say(f"  {fsync:8} {connections:4} connections redis-benchmark {found[connections]['per_second']:9.0f}/s  "
            f"p99 {found[connections]['p99_us'] / 1000:.2f} ms  redis {found[connections]['redis_us']:.1f} µs")
    end(stand)
    return found


def http_limits(stand, seconds):
    found = {}
    for depth in ("static", "signature", "parse"):
        found[depth] = {}
        for connections in LEVELS:
            got = http_limit(depth, connections, stand.folder / "many.events", seconds)
            found[depth][connections] = got
        at = found[depth][64]
        say(f"  http {depth:10} at 64 {at['per_second']:9.0f}/s  {at['server_us']:.1f} µs")
    return found


def cost_of_size(stand, fsync, kept, seconds):
    """A webhook for a client with many bookings against one for a client with few, one connection each."""
    found = {}
    for name in ("many", "one"):
        begin(stand, fsync, kept)
        found[name] = measure(stand, stand.folder / f"{name}.events", 1, seconds, warm=200)
        end(stand)
    return {"p50_us": {name: got["p50_us"] for name, got in found.items()},
            "gateway_us": {name: got["gateway_us"] for name, got in found.items()},
            "redis_us": {name: got["redis_us"] for name, got in found.items()},
            "p50_ratio": found["one"]["p50_us"] / found["many"]["p50_us"]}


def idle_connections(stand, fsync, kept, count):
    begin(stand, fsync, kept)
    before = resident_kib(stand.pid("gateway"))
    held = subprocess.Popen([program("bench/bench_load"), "idle", "--url", stand.base(), "--path", "/healthy",
                             "--connections", str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    sizes = {}
    for name in ("untouched", "after_a_request"):
        if not held.stdout.readline():
            raise Trouble("idle connections could not be opened: is `ulimit -n` above the number of connections?")
        stand.wait_until("gateway", lambda: stand.metric("quittance_http_connections", listener="public") >= count)
        sizes[name] = (resident_kib(stand.pid("gateway")) - before) / count
        held.stdin.write("\n")
        held.stdin.flush()
    held.wait()
    end(stand)
    return sizes


def bytes_of_one_account(stand, fsync):
    """All keys of a store with many paid accounts, less those of the empty store, for each account."""
    count = 500
    stand.start_afresh(fsync, "small")
    empty = total_memory(stand)
    events = stand.folder / "small.events"
    seed(stand, count, events)
    load("webhooks", url=stand.base(), secret=WEBHOOK_SECRET, events=events, connections=8)
    found = (total_memory(stand) - empty) / count
    stand.end_afresh()
    return found


def total_memory(stand):
    script = ("local n, c = 0, '0' repeat local r = redis.call('SCAN', c, 'COUNT', 1000) c = r[1] "
              "for _, k in ipairs(r[2]) do n = n + redis.call('MEMORY', 'USAGE', k, 'SAMPLES', '0') end "
              "until c == '0' return n")
    return int(stand.cli("eval", script, "0"))


def start_to_ready(stand, fsync, kept):
    taken = []
    for _ in range(5):
        taken.append(begin(stand, fsync, kept))
        end(stand)
    return sorted(taken)[2]


def run(stand, options):
    hot = options.hot
    kept, seeded = prepare(stand, options.accounts, options.per_account, hot)
    main = "everysec" if options.everysec else "always"
    found = {"seeded": seeded, "appendfsync": main, "webhooks": {}, "hot": {}, "redis_benchmark": {}}
    plans = {main: LEVELS} if options.everysec else {"always": LEVELS, "everysec": (64, 256)}
    for fsync, levels in plans.items():
        found["webhooks"][fsync] = {n: one_level(stand, fsync, kept, "many", n, options.seconds) for n in levels}
        found["hot"][fsync] = one_level(stand, fsync, kept, "one", 64, options.seconds)
        found["redis_benchmark"][fsync] = redis_limits(stand, fsync, kept, levels, options.benchmark)
    found["http"] = http_limits(stand, max(1, options.seconds // 2))
    found["cost_of_size"] = cost_of_size(stand, main, kept, options.seconds)
    found["idle_kib"] = idle_connections(stand, main, kept, 10_000)
    found["account_bytes"] = bytes_of_one_account(stand, main)
    found["ready_ms"] = start_to_ready(stand, main, kept)
    return found
