"""The processor's books against ours, booking by booking, to the cent."""
import collections

from .waiting import eventually, in_parallel


def processor_books(world):
    """booking -> what was captured and returned, how often it was charged, how many pages could or did take money."""
    state = world.sandbox_state()
    books = collections.defaultdict(lambda: {"captured": 0, "returned": 0, "charges": 0, "live": 0,
                                         "reference": None})
    booking_of = {}
    for one in state["sessions"]:
        book = books[one["metadata"]["q_booking"]]
        book["reference"] = one["client_reference_id"]
        book["live"] += one["status"] != "expired"
    for one in state["intents"]:
        booking = booking_of[one["id"]] = one["metadata"]["q_booking"]
        books[booking]["captured"] += one["amount_received"]
        books[booking]["charges"] += one["amount_received"] > 0
    for one in state["refunds"]:
        if one["status"] == "succeeded":
            books[booking_of[one["payment_intent"]]]["returned"] += one["amount"]
    return books


def disagreements(world, only=None):
    """Bookings the processor took money for that are not so in the ledger, or that were charged twice, and any
    booking with two pages that could take money."""
    every = processor_books(world).values()
    books = [one for one in every if one["captured"] and (only is None or one["reference"] in only)]
    doubled = [one for one in every if one["live"] > 1]

    def compare(one):
        told = world.booking(one["reference"])
        agrees = (told["received"], told["went_back"]) == (one["captured"] - one["returned"], one["returned"])
        return None if agrees and one["charges"] == one["live"] == 1 else (one, told)
    return books, doubled + [found for found in in_parallel(compare, books, 4) if found]


def wait_for_retries(world):
    """Moves time until the processor has no delivery left to repeat, nor the gateway an effect."""
    for minutes in (0.2, 1, 2, 6, 12, 31, 130, 500):
        if not pending(world):
            break
        world.pass_time(seconds=int(minutes * 60))
        eventually(lambda: not due_soon(world), "what is due is delivered", 120, 0.2)
    eventually(lambda: not any(key.endswith(":ex") for key in world.store.keys()), "no effect is left", 60, 0.1)


def pending(world):
    return [one for one in world.sandbox_state()["deliveries"] if one["state"] == "pending"]


def due_soon(world):
    return [one for one in pending(world) if one["attempts"] == 0]


def expect_agreement(world, only=None):
    """Waits until the books agree (a look-up may still be on its way), and answers count and sums in minor units."""
    last = []

    def agree():
        books, differing = disagreements(world, only)
        last[:] = differing[:5]
        return None if differing else books
    try:
        books = eventually(agree, "processor and ledger agree", 60, 0.5)
    except AssertionError as failed:
        raise AssertionError(f"{failed}: {last}") from None
    return len(books), sum(one["captured"] for one in books), sum(one["returned"] for one in books)
