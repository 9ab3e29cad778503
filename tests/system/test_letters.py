"""Letters to clients, as .eml files in the state folder: what is sent when, and that nothing is sent after it was paid."""
import datetime
import email
import email.policy
import os
import re
import zoneinfo

from harness import WithWorld, eventually, get

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


class WithLetters(WithWorld):
    config = {"mail": {"transport": "file", "from": "hello@ana.example", "person": "Ana",
                       "reply_to": "ana@ana.example", "other_ways": ["Bank transfer: DE02 1203 0000"]},
              "reminders": {"on": True}}

    def a_wednesday(self):
        """Three to four weeks from the world's now."""
        today = datetime.datetime.fromtimestamp(self.world.now(), BERLIN).date()
        return today + datetime.timedelta(days=21 + (2 - today.weekday()) % 7)

    def letters(self, to):
        folder = os.path.join(self.world.state, "mail")
        found = []
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if not name.endswith(".eml"):
                continue
            with open(os.path.join(folder, name), "rb") as file:
                mail = email.message_from_binary_file(file, policy=email.policy.strict)
            if to in mail["To"]:
                found.append(mail)
        return sorted(found, key=lambda mail: mail["Date"].datetime)

    def under_way(self):
        """A letter is in its folder a moment before that is on record: time must not be moved in between."""
        return [key for key in self.world.store.keys() if key.endswith("}:e")]

    def wait_letters(self, to, count):
        def there():
            found = self.letters(to)
            self.assertLessEqual(len(found), count, [mail["Subject"] for mail in found])
            return found if len(found) == count and not self.under_way() else None
        return eventually(there, f"{count} letters to {to}")

    def move_to(self, day, hour=9, minute=5):
        when = datetime.datetime.combine(day, datetime.time(hour, minute), BERLIN)
        self.world.pass_time(seconds=when.timestamp() - self.world.now())

    def text_of(self, mail):
        return mail.get_body(("plain",)).get_content()

    def owe(self, name, due, **more):
        made = self.world.checkout({"email": f"{name}@client.example", "name": name.title(), "zone": "Europe/Berlin",
                                    "due": due.isoformat(), **more})
        self.assertEqual(made.status, 201, made)
        return made.json()


class Letters(WithLetters):
    def test_every_mail_in_every_language_is_one_that_a_strict_parser_reads_as_it_was_written(self):
        folder = os.path.join(self.world.folder, "preview")
        made = self.world.command("preview", folder)
        self.assertEqual(made.returncode, 0, made.stderr)
        found = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".eml")]
        self.assertGreaterEqual(len(found), 5 * 16 * 3)
        for name in found:
            with self.subTest(name), open(name, "rb") as file:
                raw = file.read()
                mail = email.message_from_bytes(raw, policy=email.policy.strict)
                self.assertEqual([part.get_content_type() for part in mail.walk()],
                                 ["multipart/alternative", "text/plain", "text/html"])
                self.assertTrue(raw.isascii())
                self.assertLessEqual(max(len(line) for line in raw.split(b"\r\n")), 998)
                self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
                self.assertNotIn("Bcc", mail)  # a client of the strangest sample calls themselves that
                with open(name[:-4] + ".txt", encoding="utf-8") as text:
                    subject, body = text.read().split("\n\n", 1)
                self.assertEqual(self.text_of(mail).strip().splitlines(), body.strip().splitlines())
                with open(name[:-4] + ".html", encoding="utf-8") as html:
                    self.assertEqual(mail.get_body(("html",)).get_content().strip().splitlines(), html.read().strip().splitlines())
                self.assertEqual(mail["Auto-Submitted"], "auto-generated")
                self.assertTrue(subject.startswith("Subject: "))

    def test_a_payment_is_receipted_once(self):
        made = self.world.checkout({"email": "rita@client.example", "name": "Rita", "locale": "de-DE"}).json()
        self.world.pay_and_return(made["checkout_url"])
        self.world.wait_state(made["reference"], "paid")
        mail = self.wait_letters("rita@client.example", 1)[0]
        self.assertEqual(mail["From"].addresses[0].addr_spec, "hello@ana.example")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertIn("120,00", self.text_of(mail))
        self.assertIn("Guten Tag", self.text_of(mail))
        self.assertIn(made["reference"], self.text_of(mail))
        self.world.pass_time(hours=3)
        self.wait_letters("rita@client.example", 1)
        listed = get(self.world.gateway.admin + "/mail").text
        self.assertIn("rita@client.example", listed)
        one = re.search(r'href="(/mail/[^"]+)"', listed).group(1)
        self.assertIn("Auto-Submitted", get(self.world.gateway.admin + one).text)
        self.assertEqual(get(self.world.gateway.admin + "/mail/..%2Fquittance_page_key").status, 404)

    def test_money_that_came_by_hand_is_confirmed_with_what_is_still_open(self):
        owed = self.owe("dora", self.a_wednesday())
        taken = self.world.command("take", owed["reference"], "--amount", "20.00", "--ref", "BANK-1", "--by", "ann")
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.world.pass_time(minutes=5)  # the command sends no mail: the gateway takes the order over
        thanks = self.wait_letters("dora@client.example", 1)[0]
        self.assertIn("has arrived", thanks["Subject"])
        self.assertIn("€20.00 reached us on", self.text_of(thanks))
        self.assertIn("€100.00", self.text_of(thanks))
        self.world.no_trouble()

    def test_what_is_open_is_reminded_until_it_is_paid_and_not_after(self):
        due = self.a_wednesday()
        made = self.owe("otto", due)
        self.move_to(due - datetime.timedelta(days=8))
        self.assertEqual(self.letters("otto@client.example"), [])
        self.move_to(due - datetime.timedelta(days=7))
        self.wait_letters("otto@client.example", 1)
        self.move_to(due)
        today = self.wait_letters("otto@client.example", 2)[-1]
        self.assertIn("120.00", today["Subject"])
        self.assertIn("/a/", self.text_of(today))
        self.move_to(due + datetime.timedelta(days=3))  # a Saturday
        self.wait_letters("otto@client.example", 2)
        self.move_to(due + datetime.timedelta(days=5))
        self.wait_letters("otto@client.example", 3)
        paid = self.world.api("POST", f"/v1/bookings/{made['reference']}/payments",
                              {"author": "ann", "reference": "slip 7", "amount": 12000, "kind": "transfer",
                               "on": (due + datetime.timedelta(days=5)).isoformat()})
        self.assertIn(paid.status, (200, 201), paid)
        self.wait_letters("otto@client.example", 4)  # the receipt
        self.move_to(due + datetime.timedelta(days=10))
        self.move_to(due + datetime.timedelta(days=40))
        self.wait_letters("otto@client.example", 4)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_after_the_last_letter_a_person_is_asked(self):
        due = self.a_wednesday()
        self.owe("lena", due)
        for count, days in enumerate((-7, 0, 5, 12, 23), start=1):
            self.move_to(due + datetime.timedelta(days=days))
            last = self.wait_letters("lena@client.example", count)[-1]
        self.assertIn("last automatic message", self.text_of(last))
        self.assertIn("Ana will contact you", self.text_of(last))
        self.move_to(due + datetime.timedelta(days=30))
        eventually(lambda: "reminders_ended" in self.world.command("attention").stdout or None,
                   "a person is asked")
        self.move_to(due + datetime.timedelta(days=60))
        self.wait_letters("lena@client.example", 5)

    def test_a_note_with_a_promise_rests_the_reminders_and_the_forecast_knows(self):
        due = self.a_wednesday()
        made = self.owe("paula", due)
        self.assertIn(f"{due.isoformat()}  Paula  reminder_due", self.world.command("forecast").stdout)
        promised = due + datetime.timedelta(days=14)
        noted = self.world.command("note", made["reference"], "--by", "ann", "--reason", "Pays after the holidays",
                                   "--promised", promised.isoformat())
        self.assertEqual(noted.returncode, 0, noted.stderr)
        self.assertIn("reminders rest (promise)", noted.stdout)
        ahead = self.world.command("forecast").stdout
        self.assertNotIn(f"{due.isoformat()}  Paula", ahead)
        self.assertIn("Paula  reminder_gentle", ahead)
        paused = self.world.command("pause", made["reference"], "--by", "ann", "--reason", "in hospital")
        self.assertEqual(paused.returncode, 0, paused.stderr)
        self.assertNotIn("Paula", self.world.command("forecast").stdout)
        self.assertEqual(self.world.command("resume", made["reference"], "--by", "ann").returncode, 0)
        self.assertIn("Paula", self.world.command("forecast").stdout)
        other = os.path.join(self.world.folder, "other.toml")
        with open(other, "w", encoding="utf-8") as file:
            file.write('[reminders]\non = true\nsteps = ["due", "after 5d", "after 9d"]\nperson = "after 20d"\n')
        changed = self.world.command("forecast", "--against", other).stdout
        self.assertRegex(changed, r"(?m)^- .*Paula  reminder_")
        self.assertRegex(changed, r"(?m)^\+ .*Paula  ")


class LeftUnpaid(WithLetters):
    config = {**WithLetters.config, "mail": {**WithLetters.config["mail"], "held_ended": True},
              "policy": {"hold_hours": 1}}

    def test_whoever_left_a_held_booking_hears_once_that_it_ended_and_nothing_is_owed(self):
        self.world.book("Claim it at https://evil.example", email="kim@client.example", name="Win https://evil.example")
        for _ in range(6):
            self.world.pass_time(minutes=40)
        told = self.wait_letters("kim@client.example", 1)[0]
        text = self.text_of(told)
        self.assertIn("nothing is owed", text)
        self.assertNotIn("/a/", text)
        self.assertNotIn("evil.example", told.as_string())
        self.world.pass_time(days=31, hours=2)
        left = lambda: [key for key in self.world.store.keys() if any(mark in key for mark in (":a:", ":l:", ":m:"))]
        eventually(lambda: not left(), "nothing is left of who never came back, their letter included")
        self.world.fsck()
