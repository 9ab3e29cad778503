"""The client's page about the client as a whole: another address, how reminders come, and all that is held."""
import datetime
import email
import email.policy
import json
import os
import re

from harness import MailServer, get, post
from test_letters import WithLetters

OFFERED = """
[cadence.short]
steps = ["due", "after 3d", "after 9d"]
clients_may_choose = true
"""


class ClientPage(WithLetters):
    """Through a mail server with a login."""

    @classmethod
    def setUpClass(cls):
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.close)
        cls.config = {**WithLetters.config,
                      "mail": {**WithLetters.config["mail"], "transport": "smtp", "host": "127.0.0.1",
                               "port": cls.server.port, "protection": "none", "user": "studio"}}
        cls.environment = {"QUITTANCE_MAIL_PASSWORD": cls.server.password}
        super().setUpClass()
        cls.world.secrets.add(cls.server.password)
        with open(os.path.join(cls.world.config_folder, "reminders.toml"), "a", encoding="utf-8") as file:
            file.write(OFFERED)
        cls.world.gateway.stop()
        cls.world.gateway.start()

    def letters(self, to):
        found = [email.message_from_bytes(text, policy=email.policy.strict) for text in self.server.mails_to(to)]
        return sorted(found, key=lambda mail: mail["Date"].datetime)

    def page_of(self, mail):
        return re.search(r"http\S+/a/[\w.-]+", self.text_of(mail)).group(0)

    def form(self, page, **fields):
        """The page's own form, with its proof and the booking it names."""
        shown = get(page)
        self.assertEqual(shown.status, 200, shown)
        proof = re.search(r'name="proof" value="([^"]+)"', shown.text).group(1)
        booking = re.search(r'name="booking" value="([^"]+)"', shown.text).group(1)
        return post(page, {"proof": proof, "booking": booking, **fields})

    def reminded(self, name):
        """Owes something, and has the first letter about it."""
        due = self.a_wednesday()
        made = self.owe(name, due)
        self.move_to(due - datetime.timedelta(days=7))
        return made, due, self.wait_letters(f"{name}@client.example", 1)[0]

    def ask_for(self, page, address):
        done = self.form(page, do="address", address=address)
        self.assertEqual(done.status, 303, done)
        self.assertIn("said=address", done.location)

    def test_an_address_is_used_once_it_is_confirmed_and_older_links_end(self):
        made, due, mail = self.reminded("uma")
        page = self.page_of(mail)
        self.ask_for(page, "uma@new.example")
        told = self.wait_letters("uma@client.example", 2)[-1]
        self.assertIn("another address was asked for", told["Subject"])
        self.assertNotIn("http", self.text_of(told))
        asked = self.wait_letters("uma@new.example", 1)[0]
        self.assertNotRegex(self.text_of(asked), r"(?<![\w-])Uma(?![\w-])")
        self.assertNotIn(made["reference"], self.text_of(asked))
        link = re.search(r"http\S+/c/[\w.-]+", self.text_of(asked)).group(0)
        self.assertIn("uma@new.example", self.world.command("show", made["reference"]).stdout)
        self.assertEqual(self.world.gateway.stop(), 0)  # what waits is on record
        self.world.gateway.start()
        for _ in range(2):  # a scanner
            self.assertEqual(get(link).status, 200)
        self.assertEqual(get(page).status, 200, "a look confirms nothing")
        pressed = post(link)
        self.assertEqual(pressed.status, 303, pressed)
        self.assertEqual(get(page).status, 404)
        unknown = get(self.world.gateway.url + "/a/nobody.0.aaaaaaaaaaaaaaaaaaaaaa")
        for gone in (get(link), post(link), get(page)):
            self.assertEqual((gone.status, gone.body), (404, unknown.body))
        former = self.wait_letters("uma@client.example", 3)[-1]
        self.assertNotIn("http", self.text_of(former))
        self.assertIn("ana@ana.example", self.text_of(former))
        new = self.wait_letters("uma@new.example", 2)[-1]
        new_page = self.page_of(new)
        self.assertEqual(get(new_page).status, 200)
        self.move_to(due)
        reminder = self.wait_letters("uma@new.example", 3)[-1]
        self.assertEqual(self.page_of(reminder), new_page)
        self.wait_letters("uma@client.example", 3)
        record = self.world.command("evidence", made["client"])
        self.assertEqual(record.returncode, 0, record.stdout)
        self.assertIn("address_changed", record.stdout)
        for secret in (link.rsplit("/", 1)[1], new_page.rsplit("/", 1)[1], page.rsplit("/", 1)[1]):
            self.assertNotIn(secret, record.stdout)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_all_that_is_held_is_one_file_without_what_the_business_wrote_for_itself(self):
        made, _, mail = self.reminded("ida")
        page = self.page_of(mail)
        for words in (("contacts", made["reference"], "--by", "marta", "--to", "office@ida.example"),
                      ("note", made["reference"], "--by", "marta", "--reason", "hard to reach")):
            done = self.world.command(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.form(page, do="question", words="two sessions, not three").status, 303)
        file = get(page + "/record")
        self.assertEqual(file.status, 200, file)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertEqual(file.headers["Cache-Control"], "no-store")
        held = json.loads(file.body)
        self.assertEqual(held["client"]["who"]["email"], "ida@client.example")
        [booking] = held["bookings"]
        self.assertEqual(booking["identity"]["reference"], made["reference"])
        self.assertEqual(booking["balance"]["open"], "120.00 EUR")
        [letter] = held["letters"]
        self.assertEqual(letter["subject"], mail["Subject"])
        self.assertIn("xxxx", letter["text"])
        kinds = [one["what"] for one in held["record"]]
        for kind in ("client_registered", "booked", "letter_ordered", "letter_recorded", "contact_noted", "handed_over"):
            self.assertIn(kind, kinds)
        self.assertIn("two sessions, not three", file.text)
        self.assertIn("[held back]", file.text)
        for hidden in ("hard to reach", "marta", "office@ida.example", page.rsplit("/", 1)[1]):
            self.assertNotIn(hidden, file.text)

    def test_a_client_chooses_how_reminders_come_among_what_is_offered(self):
        made, _, mail = self.reminded("kim")
        page = self.page_of(mail)
        self.assertNotIn("(cadence short)", self.world.command("forecast", "--days", "90").stdout)
        done = self.form(page, do="cadence", cadence="short")
        self.assertIn("said=cadence", done.location)
        self.assertIn("by the cadence 'short'", self.world.command("show", made["reference"]).stdout)
        self.assertIn("(cadence short)", self.world.command("forecast", "--days", "90").stdout)
        self.assertIn("cadence_chosen", self.world.command("evidence", made["client"]).stdout)
