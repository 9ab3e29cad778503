"""The owner's mail of the day, as a business gets it."""
import datetime

from harness import eventually, get
from test_letters import WithLetters

OWNER = "owner@ana.example"


class Digest(WithLetters):
    config = {**WithLetters.config, "mail": {**WithLetters.config["mail"], "owner": OWNER}}

    def of(self, day):
        """Other days may have theirs: what was just booked is news, too."""
        written = f"{day.day} {day:%B} {day.year}"
        return [mail for mail in self.letters(OWNER) if f"({written})" in mail["Subject"]]

    def wait_of(self, day):
        return eventually(lambda: self.of(day), f"the digest of {day}")[0]

    def test_each_morning_the_owner_reads_what_is_late_and_what_needs_a_person_and_once(self):
        due = self.a_wednesday()
        morning, later = due + datetime.timedelta(days=1), due + datetime.timedelta(days=4)
        made = self.owe("rita", due)
        self.move_to(morning, hour=7, minute=58)
        self.assertEqual(self.of(morning), [])
        self.move_to(morning, hour=8, minute=2)
        late = self.wait_of(morning)
        self.assertIn("1 late", late["Subject"])
        self.assertIn(made["reference"], self.text_of(late))
        self.assertIn("120.00", self.text_of(late))
        self.assertRegex(self.text_of(late), r"http://127\.0\.0\.1:\d+/account/[\w-]{22}")
        paid = self.world.command("take", made["reference"], "--amount", "120.00", "--ref", "slip 1", "--by", "ann")
        self.assertEqual(paid.returncode, 0, paid.stderr)
        self.owe("otto", later - datetime.timedelta(days=1))
        self.move_to(later, hour=9)
        news = self.wait_of(later)
        self.assertIn("1 late", news["Subject"])
        self.assertNotIn(made["reference"], self.text_of(news))
        self.assertEqual(len(self.of(morning)), 1)
        self.assertIn('worker="digest"', get(self.world.gateway.admin + "/metrics").text)


class NoDigest(WithLetters):
    config = {**WithLetters.config, "mail": {**WithLetters.config["mail"], "owner": OWNER, "digest": False}}

    def test_who_wants_no_digest_has_none(self):
        due = self.a_wednesday()
        self.owe("rita", due)
        for count, days in enumerate((-7, 5), start=1):
            self.move_to(due + datetime.timedelta(days=days))
            self.wait_letters("rita@client.example", count)
        self.assertEqual(self.letters(OWNER), [])
        self.assertNotIn('worker="digest"', get(self.world.gateway.admin + "/metrics").text)
