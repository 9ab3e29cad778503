"""Money back and money by hand: what a person decides, by the API and the command line, against the sandbox."""
import csv
import io
import re

from harness import WithWorld, eventually

PACKAGE = {"id": "ten", "title": "Ten hours", "price": "900.00 EUR", "credits": {"granted": 10}}


class MoneyBack(WithWorld):
    offers = [{"id": "coaching-60", "title": "Coaching, 60 minutes", "price": "120.00 EUR"}, PACKAGE]

    def paid(self, card="4242424242424242", **more):
        made = self.world.checkout(more)
        self.assertEqual(made.status, 201, made)
        told = made.json()
        self.world.booking(told["reference"])
        self.world.pay_and_return(told["checkout_url"], number=card)
        self.world.wait_state(told["reference"], "paid")
        return told["reference"]

    def refund(self, reference, **body):
        return self.world.api("POST", f"/v1/bookings/{reference}/refunds",
                              {"author": "ann", "reason": "ill", **body})

    def status_of(self, reference, which, status):
        def settled():
            told = self.world.booking(reference)
            found = [one for one in told["refunds"] if one.get("id") == which]
            return told if found and found[0]["status"] == status else None
        return eventually(settled, f"refund {which} of {reference} is {status}")

    def test_part_of_a_payment_goes_back_once(self):
        reference = self.paid()
        first = self.refund(reference, amount=2000, id="r-1")
        self.assertEqual(first.status, 201, first)
        self.assertEqual(self.refund(reference, amount=2000, id="r-1").status, 200)
        told = self.status_of(reference, "r-1", "succeeded")
        self.assertEqual((told["received"], told["went_back"], told["open"]), (10000, 2000, 0))
        self.assertEqual(self.refund(reference, amount=10001, id="r-2").status, 409)

    def test_what_is_reopened_can_be_paid_again(self):
        reference = self.paid()
        self.assertEqual(self.refund(reference, amount=2000, id="r-1", reopens=True).status, 201)
        told = eventually(lambda: (lambda now: now if now["open"] else None)(self.world.booking(reference)),
                          "the refund reopens the booking")
        self.assertEqual((told["open"], told["state"], told["items"][0]["open"]), (2000, "part_paid", 2000))
        again = self.world.checkout({"reference": reference})
        self.assertEqual(again.status, 201, again)
        self.world.pay_and_return(again.json()["checkout_url"])
        self.assertEqual(self.world.wait_state(reference, "paid")["received"], 12000)

    def test_the_command_line_sends_money_back_and_shows_it(self):
        reference = self.paid()
        refused = self.world.command("refund", reference, "--amount", "120.01", "--by", "ann", "--reason", "ill")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("more than there is", refused.stderr)
        done = self.world.command("refund", reference, "--amount", "20.00", "--by", "ann", "--reason", "ill")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"refund 1 of 20\.00 EUR from pi_\w+: succeeded")
        shown = self.world.command("show", reference).stdout
        self.assertIn("went back 20.00 EUR", shown)
        self.assertIn("ordered by ann", shown)

    def test_a_transfer_pays_part_and_a_correction_takes_it_out_again(self):
        made = self.world.checkout({})
        reference = made.json()["reference"]
        self.world.booking(reference)
        done = self.world.command("take", reference, "--amount", "50", "--ref", "bank-1", "--by", "ann")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = self.world.booking(reference)
        self.assertEqual((told["received"], told["open"], told["state"]), (5000, 7000, "part_paid"))
        again = self.world.command("take", reference, "--amount", "50", "--ref", "bank-1", "--by", "ann")
        self.assertIn("Nothing new", again.stdout)
        other = self.world.command("take", reference, "--amount", "60", "--ref", "bank-1", "--by", "ann")
        self.assertEqual(other.returncode, 1)
        self.assertIn("stands for something else", other.stderr)
        mended = self.world.command("correct", reference, "--ref", "bank-1", "--by", "ann", "--reason", "a slip")
        self.assertEqual(mended.returncode, 0, mended.stderr)
        self.assertEqual(self.world.booking(reference)["open"], 12000)
        self.assertEqual(self.world.command("waive", reference, "--amount", "20", "--by", "ann", "--reason",
                                            "sorry").returncode, 0)
        self.assertEqual(self.world.booking(reference)["open"], 10000)
        self.assertIn("waived 20.00 EUR", self.world.command("show", reference).stdout)

    def test_a_refund_the_processor_refuses_asks_a_person(self):
        reference = self.paid()
        # Somebody sends all of it back in the dashboard, and we do not know yet.
        self.world.trouble(webhook_drop="1")
        payment = self.world.booking(reference)["payments"][0]["payment"]
        self.world.dashboard("refund", payment_intent=payment)
        self.assertEqual(self.refund(reference, amount=2000, id="r-1").status, 201)
        def refused():
            return [one for one in self.world.booking(reference)["refunds"] if one["status"].startswith("refused: ")]
        eventually(refused, "the refund is refused")
        self.world.no_trouble()
        self.assertIn("refund_refused", self.world.command("attention").stdout)

    def test_a_refund_that_fails_gives_the_money_back_to_the_booking(self):
        reference = self.paid(card="4000000000005126")
        self.assertEqual(self.refund(reference, id="r-1").status, 201)
        told = self.status_of(reference, "r-1", "failed")
        self.assertEqual((told["received"], told["went_back"], told["state"]), (12000, 0, "paid"))
        self.assertIn("refund_failed", self.world.command("attention").stdout)

    def test_a_package_is_used_up_session_by_session(self):
        reference = self.paid(offer="ten")
        used = self.world.command("deliver", reference, "--id", "s-1", "--by", "ann")
        self.assertEqual(used.returncode, 0, used.stderr)
        self.assertIn("credits left 9", used.stdout)
        told = self.world.api("POST", f"/v1/bookings/{reference}/deliveries",
                              {"id": "s-2", "on": "2030-01-31", "credits": 9, "author": "ann"})
        self.assertEqual((told.status, told.json()["credits"]["left"]), (201, 0), told)
        self.assertEqual(self.world.command("deliver", reference, "--id", "s-3", "--by", "ann").returncode, 1)

    def test_a_session_that_is_scheduled_keeps_its_credit_until_it_is_held(self):
        reference = self.paid(offer="ten")
        path = f"/v1/bookings/{reference}/reservations"
        kept = self.world.api("POST", path, {"id": "s-1", "on": "2030-01-31", "credits": 9, "author": "calendar"})
        self.assertEqual((kept.status, kept.json()["credits"]["left"]), (201, 1), kept)
        refused = self.world.command("reserve", reference, "--id", "s-2", "--on", "2030-02-01", "--credits", "2",
                                     "--by", "ann")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("kept for sessions to come", refused.stderr)
        moved = self.world.command("reserve", reference, "--id", "s-1", "--on", "2030-02-02", "--credits", "8",
                                   "--by", "ann")
        self.assertIn("credits left 2 and 8 kept for sessions to come", moved.stdout, moved)
        self.assertIn("scheduled s-1 on 2030-02-02, 8 credits kept for it", self.world.command("show", reference).stdout)
        held = self.world.command("deliver", reference, "--id", "s-1", "--on", "2030-02-02", "--credits", "8",
                                  "--by", "ann")
        self.assertIn("credits left 2.", held.stdout, held)
        self.assertEqual(self.world.api("GET", path).json()["reservations"], [])
        freed = [self.world.command("reserve", reference, "--id", "s-3", *words, "--by", "ann")
                 for words in (("--on", "2030-02-03"), ("--release", "--reason", "ill"))]
        self.assertIn("credits left 2.", freed[-1].stdout, freed)
        self.world.no_trouble()

    def test_what_a_client_paid_too_much_pays_their_next_booking(self):
        first = self.paid()
        again = self.world.checkout({"client": self.world.booking(first)["client"]}).json()
        other = again["reference"]
        taken = self.world.command("take", first, "--amount", "50.00", "--ref", "slip-1", "--by", "ann")
        self.assertIn("credit 50.00 EUR", taken.stdout, taken)
        self.assertIn("credit_left", self.world.command("attention").stdout)
        used = self.world.command("use-credit", first, "--for", other, "--by", "ann", "--id", "u-1")
        self.assertEqual(used.returncode, 0, used.stderr)
        self.assertNotIn("credit", used.stdout)
        told = self.world.booking(other)
        self.assertEqual((told["open"], told["payments"][0]["by_hand"]["kind"]), (7000, "credit"), told)
        self.assertNotIn("credit_left", self.world.command("attention").stdout)
        stranger = self.world.command("use-credit", first, "--for", self.paid(), "--by", "ann")
        self.assertEqual(stranger.returncode, 1)
        self.assertIn("another client", stranger.stderr)
        self.world.fsck()
        self.world.no_trouble()

    def test_an_entry_of_the_attention_list_is_dealt_with_from_the_command_line(self):
        reference = self.paid()
        self.world.command("take", reference, "--amount", "50.00", "--ref", "slip-1", "--by", "ann")
        wrong = self.world.command("ack", reference, "--entry", "dispute_lost", "--by", "ann")
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("no such entry", wrong.stderr)
        done = self.world.command("ack", reference, "--entry", "credit_left", "--by", "ann")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("credit_left", self.world.command("attention").stdout)
        self.world.fsck()

    def test_credits_are_granted_by_hand_and_taken_away(self):
        reference = self.paid(offer="ten")
        more = self.world.command("credits", reference, "--add", "2", "--until", "2031-01-01", "--reason", "a gift",
                                  "--by", "ann")
        self.assertIn("credits left 12", more.stdout, more)
        fewer = self.world.command("credits", reference, "--add", "-5", "--reason", "moved away", "--by", "ann")
        self.assertIn("credits left 7", fewer.stdout, fewer)
        self.assertEqual(self.world.command("credits", reference, "--add", "-8", "--reason", "x", "--by", "ann").returncode, 1)
        self.world.no_trouble()

    def test_the_books_balance_and_say_what_became_of_the_money(self):
        reference = self.paid(offer="ten")
        self.assertEqual(self.refund(reference, amount=9000, id="r-1").status, 201)
        self.status_of(reference, "r-1", "succeeded")
        self.world.command("deliver", reference, "--id", "s-1", "--by", "ann")
        shown = self.world.command("journal", reference)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        sums = dict(re.findall(r"^    (\S.*?) +(-?[0-9.]+) EUR$", shown.stdout.split("Sums\n")[1], re.M))
        self.assertEqual((sums["cash at processor"], sums["refunds"], sums["agreed"]), ("810.00", "90.00", "-90.00"))
        self.assertEqual(float(sums["deferred"]) + float(sums["earned"]), -810)
        self.assertLess(float(sums["earned"]), 0)
        rows = list(csv.DictReader(io.StringIO(self.world.command("journal", reference, "--csv").stdout)))
        self.assertEqual({row["what"] for row in rows}, {"booked", "payment", "refund", "delivered"})
        self.assertEqual(sum(round(100 * float(row["amount"])) for row in rows), 0)
        client = self.world.booking(reference)["client"]
        self.assertEqual(self.world.command("journal", client).stdout, shown.stdout)
        self.assertEqual(self.world.command("journal", "nobody").returncode, 1)

    def test_a_balance_that_somebody_changed_in_the_store_is_found(self):
        reference = self.paid()
        self.world.fsck()
        told = self.world.booking(reference)
        key = next(key for key in self.world.store("KEYS", "q:{s*}:a:*") if key.endswith(told["client"]))
        field = "b:" + told["booking"]
        stored = self.world.store("HGET", key, field)
        spoilt = stored.replace('"captured":{"n":12000', '"captured":{"n":13000')
        self.assertNotEqual(spoilt, stored, stored)
        self.world.store("HSET", key, field, spoilt)
        found = self.world.command("fsck")
        self.world.store("HSET", key, field, stored)
        self.assertEqual(found.returncode, 1)
        self.assertIn("have 120.00 EUR in 'cash at processor', and the account says 130.00 EUR", found.stdout)
