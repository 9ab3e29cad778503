"""What the owner does on the admin pages, as a browser sends it: money by hand, a call, a no-show, a refund, an end."""
import base64
import hashlib
import hmac
import re

from harness import Forms, WithWorld, eventually, get, post


class Desk(WithWorld):
    offers = [{"id": "coaching-60", "title": "Coaching, 60 minutes", "price": "120.00 EUR"}]

    def booked(self):
        made = self.world.checkout({"service_at": "2030-01-31T10:00:00Z"})
        self.assertEqual(made.status, 201, made)
        told = made.json()
        self.address = f"{self.world.gateway.admin}/account/{told['client']}"
        return told

    def fields_of(self, what):
        """The form as the page shows it, so that a press is what a browser would send."""
        page = get(self.address)
        self.assertEqual(page.status, 200, page)
        for form in Forms(page.text).all:
            if form["fields"].get("do") == what:
                return form["fields"]
        return self.fail(f"no form {what} on {page.text}")

    def press(self, what, **typed):
        fields = {**self.fields_of(what), "author": "ann", **typed}
        return fields, post(self.address, fields)

    def done(self, reply, word):
        self.assertEqual(reply.status, 303, reply)
        self.assertTrue(reply.location.endswith("?done=" + word), reply.location)
        page = get(self.world.gateway.admin + reply.location)
        self.assertIn('role="status"', page.text)
        return page.text

    def test_money_by_hand_is_taken_once_and_what_is_wrong_is_kept(self):
        told = self.booked()
        _, wrong = self.press("take", amount="a lot", kind="cash", reference="slip 4")
        self.assertEqual(wrong.status, 422)
        self.assertIn("slip 4", wrong.text)
        self.assertIn("Amount must be an amount", wrong.text)
        fields, taken = self.press("take", amount="20,00", kind="cash")
        self.assertIn("by hand", self.done(taken, "take"))
        self.done(post(self.address, fields), "again")
        now = self.world.booking(told["reference"])
        self.assertEqual((now["received"], now["open"]), (2000, 10000))

    def test_a_refund_goes_to_the_processor_once(self):
        told = self.booked()
        self.world.pay_and_return(told["checkout_url"])
        self.world.wait_state(told["reference"], "paid")
        _, refused = self.press("refund", amount="120.01")
        self.assertEqual(refused.status, 409)
        self.assertIn('value="120.01"', refused.text)
        fields, sent = self.press("refund", amount="20.00", reason="ill")
        self.done(sent, "refund")
        self.done(post(self.address, fields), "again")
        eventually(lambda: self.world.booking(told["reference"])["went_back"] == 2000, "the refund is there")
        self.assertEqual(len(self.world.booking(told["reference"])["refunds"]), 1)

    def test_a_call_a_no_show_another_day_and_an_end(self):
        told = self.booked()
        fields, noted = self.press("note", note="Pays on Friday", promised="2030-01-04")
        self.assertIn("They rest (promise)", self.done(noted, "note"))
        self.done(post(self.address, fields), "again")
        self.done(self.press("no_show", on="2030-01-31")[1], "no_show")
        self.done(self.press("reschedule", service_at="2030-02-07", time="10:30", reason="ill")[1], "reschedule")
        self.done(self.press("cancel", reason="moved away")[1], "cancel")
        self.assertEqual(self.world.booking(told["reference"])["state"], "closed")
        shown = self.world.command("show", told["reference"]).stdout
        self.assertRegex(shown, r"in all: .*booked 120\.00 EUR")
        self.assertIn("no-show", shown)
        self.world.fsck()

    def test_another_site_moves_no_money(self):
        told = self.booked()
        fields = {**self.fields_of("take"), "author": "eve", "amount": "120.00"}
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
            self.assertEqual(post(self.address, fields, headers=headers).status, 400)
        self.assertEqual(self.world.booking(told["reference"])["received"], 0)

    def test_a_payment_has_a_receipt_on_its_clients_page(self):
        told = self.booked()
        self.press("take", amount="20.00", reference="slip 4")
        key = self.world.secret("quittance_page_key")
        claim = told["client"] + ".0"
        proof = hmac.new(key.encode(), b"client page\n" + claim.encode(), hashlib.sha256).digest()
        token = claim + "." + base64.urlsafe_b64encode(proof).decode()[:22]
        self.world.secrets.add(token)
        page = get(f"{self.world.gateway.url}/a/{token}")
        link = re.search(r'href="([^"]*/receipt/[^"]+)"', page.text).group(1)
        receipt = get(self.world.gateway.url + link)
        self.assertEqual(receipt.status, 200, receipt)
        self.assertIn("attachment", receipt.headers["Content-Disposition"])
        for text in ("€20.00", "slip 4", told["reference"], "€100.00"):
            self.assertIn(text, receipt.text)
