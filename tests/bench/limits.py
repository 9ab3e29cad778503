"""What the machine allows: Redis alone on the same script and payload, and our HTTP path with nothing behind it."""
import re
import signal
import subprocess
import time

from stand import SECRET_KEY, WEBHOOK_SECRET, Trouble, cpu_seconds, load, program

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPED = re.compile(r"\\(x[0-9a-f]{2}|.)")
# The last seven columns; the first is the command itself, with quotes and commas of its own.
FIGURES = re.compile(r'"(?P<rate>[\d.]+)","[\d.]+","[\d.]+","(?P<p50>[\d.]+)","[\d.]+","(?P<p99>[\d.]+)","[\d.]+"\s*$')
PLAIN = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b"}


def unescape(text):
    def plain(found):
        word = found.group(1)
        return chr(int(word[1:], 16)) if word.startswith("x") and len(word) == 3 else PLAIN.get(word, word)
    # MONITOR shows bytes; what is not ASCII comes as \xHH and must be put together again.
    return ESCAPED.sub(plain, text).encode("latin-1", "replace")


def commit_of_one_webhook(stand, events, at):
    """The commit that one webhook makes, as words of a Redis command."""
    watch = subprocess.Popen(["redis-cli", "-s", stand.socket, "monitor"], stdout=subprocess.PIPE, text=True)
    watch.stdout.readline()
    load("webhooks", url=stand.base(), secret=WEBHOOK_SECRET, events=events, connections=1, most=1, **{"from": at})
    time.sleep(0.3)
    watch.send_signal(signal.SIGTERM)
    for line in watch.communicate()[0].splitlines():
        words = [unescape(word) for word in QUOTED.findall(line.partition("]")[2])]
        if words and words[0].upper() == b"EVALSHA" and b":l:" in b"".join(words[3:6]):
            return words
    raise Trouble("one webhook made no commit: is the gateway the one that was seeded?")


def for_new_accounts(words):
    """The same commit on an account that is new each time: its first version, keys and event of its own."""
    words = list(words)
    keys = int(words[2])
    client = words[3].rpartition(b":")[2]
    fresh = b"__rand_int__" * 2  # each is drawn by itself: one alone meets an account twice in 40,000 commits
    for i in range(3, 3 + keys):
        words[i] = words[i].replace(client, fresh)
    words[3 + keys] = b"1"
    words[3 + keys + 11] = b""  # the head of its ledger: there is none yet
    if words[3 + keys + 4] != b"0":  # webhooks it applies; the last word is the event's id
        words[-1] = words[-1][:-12] + b"__rand_int__"
    return words


def redis_benchmark(stand, words, connections, count):
    command = ["redis-benchmark", "-s", stand.socket, "-c", str(connections), "-n", str(count), "-r", "1000000000",
               "--csv", *words]
    if any(b"\0" in word for word in words):  # no word of a command line can hold one
        raise Trouble("the measured account is so large that it is kept packed, which redis-benchmark cannot send: "
                      "seed fewer bookings for each (--per-account 6)")
    keys = int(stand.cli("dbsize"))
    before = cpu_seconds(stand.pid("redis"))
    answer = subprocess.run(command, capture_output=True)
    spent = cpu_seconds(stand.pid("redis")) - before
    figures = FIGURES.search(answer.stdout.decode("latin-1"))
    if answer.returncode != 0 or not figures:
        raise Trouble("redis-benchmark failed: " + answer.stderr.decode(errors="replace")[:300])
    if int(stand.cli("dbsize")) - keys < 1.9 * count:
        raise Trouble("redis-benchmark made fewer commits than it was told to: the script refuses them")
    rate, p50, p99 = (float(figures.group(name)) for name in ("rate", "p50", "p99"))
    return {"per_second": rate, "p50_us": 1000 * p50, "p99_us": 1000 * p99, "redis_us": 1e6 * spent / count}


def http_limit(depth, connections, events, seconds):
    server = subprocess.Popen([program("bench/bench_http_limits"), depth, "--secret", WEBHOOK_SECRET],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(server.stdout.readline())
        url = f"http://127.0.0.1:{port}"
        options = {"url": url, "secret": WEBHOOK_SECRET, "events": events, "connections": connections, "repeat": "yes"}
        load("webhooks", most=2000, **options)
        before = cpu_seconds(server.pid)
        got = load("webhooks", seconds=seconds, **options)
        got["server_us"] = 1e6 * (cpu_seconds(server.pid) - before) / max(1, got["answered"])
        return got
    finally:
        server.terminate()
        server.wait()


def direct_checkouts(stand, connections, seconds, folder, most):
    """Checkout sessions made at the sandbox without us."""
    headers = folder / "session.headers"
    body = folder / "session.body"
    headers.write_text(f"Authorization: Bearer {SECRET_KEY}\r\nStripe-Version: 2026-10-28.endive\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\nIdempotency-Key: direct-{}\r\n",
                       newline="")
    body.write_text("mode=payment&success_url=https%3A%2F%2Fpay.example%2Fr%2Fx&cancel_url=https%3A%2F%2Fpay.example"
                    "&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur"
                    "&line_items[0][price_data][unit_amount]=12000"
                    "&line_items[0][price_data][product_data][name]=Coaching&metadata[n]={}")
    return load("post", url=stand.base("sandbox"), path="/v1/checkout/sessions", headers=headers, body=body,
                connections=connections, seconds=seconds, most=most, **{"from": int(1000 * time.time())})
