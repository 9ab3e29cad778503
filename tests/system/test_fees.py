"""What is owed beside the price, and a service that takes place at another time."""
import datetime

import test_cards
from harness import eventually, get
from test_letters import WithLetters

COURSE = {"id": "course", "title": "Course", "price": "180.00 EUR", "plan": {"every": "monthly", "count": 3},
          "late_fee": {"amount": "5.00 EUR", "after": "14 days"}}
LESSON = {"id": "lesson", "title": "Lesson", "price": "80.00 EUR", "no_show_fee": "20.00 EUR", "no_show": "fee"}
WORKSHOP = {"id": "workshop", "title": "Workshop", "price": "240.00 EUR",
            "plan": {"deposit": "50%", "from_service": [-14]}}


class Fees(WithLetters):
    offers = [COURSE, LESSON, WORKSHOP]
    a_plan = test_cards.Cards.a_plan
    page_of = test_cards.Cards.page_of
    card_of = test_cards.Cards.card_of
    due = test_cards.Cards.due
    move_on = test_cards.Cards.move_on

    def fees(self, reference, amount):
        def there():
            told = self.world.booking(reference)
            return told if told["fees"] == amount else None
        return eventually(there, f"{reference} costs {amount} more")

    def test_a_part_that_stays_unpaid_costs_what_was_agreed_once_and_is_paid_on_the_page(self):
        reference = self.a_plan(email="dora@client.example")
        [agreement] = self.world.api("GET", f"/v1/bookings/{reference}/agreements").json()["agreements"]
        self.assertIn("open 14 days after its day costs €5.00 more, once.", " ".join(agreement["text"].split()))
        self.world.dashboard("card", payment_method=self.card_of(reference), detach="true")
        due = self.due(reference, 2)
        self.move_on(due + 13 * 86400)
        self.assertEqual(self.world.booking(reference)["fees"], 0)
        ahead = self.world.command("forecast", "--days", "60").stdout
        self.assertRegex(ahead, rf"late fee of 5\.00 EUR  {reference} no\. 2")
        self.assertRegex(ahead, rf"late fee of 5\.00 EUR  {reference} no\. 3")
        self.move_on(due + 14 * 86400)
        told = self.fees(reference, 500)
        self.assertEqual((told["amount"], told["open"]), (18000, 12500))
        late = told["items"][3]
        self.assertEqual((late["amount"], late["fee"]["kind"], late["fee"]["item"]), (500, "late", 2))
        self.assertIn("late fee for item 2", self.world.command("show", reference).stdout)
        self.assertIn("late fee for the amount of", get(self.page_of(reference)).text)
        self.assertIn("  late fee 2", self.world.command("journal", reference).stdout)
        self.assertIn("fee_added", self.world.command("evidence", told["client"]).stdout.replace(" ", "_"))
        self.move_on(due + 25 * 86400)
        self.assertEqual(self.world.booking(reference)["fees"], 500)
        done = self.world.command("waive", reference, "--item", "4", "--reason", "kind", "--by", "ann")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.world.booking(reference)["open"], 12000)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_a_rest_that_no_card_pays_joins_the_next_part_or_waits_for_a_person(self):
        reference = self.a_plan(email="rita@client.example")
        said = {"author": "ann", "reason": "a gift"}
        at = f"/v1/bookings/{reference}/"
        waived = self.world.api("POST", at + "waivers", {"item": 2, "amount": 5980, "id": "w-1", **said})
        self.assertEqual(waived.status, 201, waived)
        told = waived.json()
        self.assertEqual([(one["amount"], one["open"]) for one in told["items"]], [(6000, 0), (5980, 0), (6020, 6020)])
        agreements = self.world.api("GET", at + "agreements").json()["agreements"]
        self.assertEqual([one["version"] for one in agreements], [1, 2])
        self.assertIn("joins the next item", agreements[1]["reason"])
        taken = self.world.api("POST", at + "payments",
                               {"amount": 5990, "reference": "bank-1", "on": "2026-11-20", "author": "ann"})
        self.assertEqual((taken.status, taken.json()["open"]), (201, 30), taken)
        self.assertIn("rest_too_small", self.world.command("attention").stdout)
        page = get(self.page_of(reference)).text
        self.assertIn("too little to pay by card alone", page)
        self.assertNotIn("Pay €0.30", page)
        self.move_on(self.due(reference, 3) + 86400)
        told = self.world.booking(reference)
        self.assertEqual((told["open"], told["received"]), (30, 11990))
        done = self.world.command("waive", reference, "--item", "3", "--reason", "kind", "--by", "ann")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("rest_too_small", self.world.command("attention").stdout)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_a_missed_session_costs_its_fee_and_taken_back_nothing(self):
        reference = self.world.reference()
        made = self.world.checkout({"offer": "lesson", "reference": reference, "email": "fay@client.example"})
        self.assertEqual(made.status, 201, made)
        self.world.pay_and_return(made.json()["checkout_url"])
        self.world.wait_state(reference, "paid")
        missed = ("deliver", reference, "--id", "s-1", "--by", "ann")
        for _ in range(2):
            done = self.world.command(*missed, "--no-show")
            self.assertEqual(done.returncode, 0, done.stderr)
        told = self.world.booking(reference)
        self.assertEqual((told["fees"], told["open"], told["state"]), (2000, 2000, "part_paid"))
        self.assertIn("no-show fee for s-1", self.world.command("show", reference).stdout)
        self.assertIn("fee for the appointment missed on", get(self.page_of(reference)).text)
        done = self.world.command(*missed, "--take-back", "--reason", "our mistake")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.world.booking(reference)["open"], 0)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_a_service_is_rescheduled_and_what_counts_from_it_follows(self):
        today = datetime.datetime.fromtimestamp(self.world.now(), datetime.timezone.utc).date()
        service = today + datetime.timedelta(days=60)
        reference = self.a_plan_for(service)
        later = service + datetime.timedelta(days=30)
        done = self.world.command("reschedule", reference, "--to", later.isoformat(), "--reason", "the hall",
                                  "--by", "ann")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = self.world.booking(reference)
        self.assertEqual(told["items"][1]["due"], (later - datetime.timedelta(days=14)).isoformat())
        self.assertEqual((told["received"], told["open"]), (12000, 12000))
        versions = self.world.api("GET", f"/v1/bookings/{reference}/agreements").json()["agreements"]
        self.assertEqual([one["version"] for one in versions], [1, 2])
        again = self.world.api("POST", f"/v1/bookings/{reference}/service",
                               {"service_at": later.isoformat(), "reason": "the hall", "author": "ann"})
        self.assertEqual(again.status, 200, again)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def a_plan_for(self, service):
        return self.a_plan(offer="workshop", start=f"{service.isoformat()}T10:00:00Z")
