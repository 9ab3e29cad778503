"""The owner's mail of the day, as a business gets it."""
import datetime

from test_letters import WithLetters


class Digest(WithLetters):
    config = {**WithLetters.config, "mail": {**WithLetters.config["mail"], "owner": "owner@ana.example"}}

    def test_each_morning_the_owner_reads_what_is_late_and_what_needs_a_person_and_once(self):
        due = self.a_wednesday()
        made = self.owe("rita", due)
        self.move_to(due - datetime.timedelta(days=2), hour=7, minute=30)
        before = len(self.letters("owner@ana.example"))
        self.move_to(due + datetime.timedelta(days=1), hour=8, minute=2)
        late = self.wait_letters("owner@ana.example", before + 1)[-1]
        self.assertIn("1 late", late["Subject"])
        self.assertIn(made["reference"], self.text_of(late))
        self.assertIn("120.00", self.text_of(late))
        self.assertRegex(self.text_of(late), r"http://127\.0\.0\.1:\d+/account/[\w-]{22}")
        self.world.pass_time(hours=3)
        self.wait_letters("owner@ana.example", before + 1)
        paid = self.world.command("take", made["reference"], "--amount", "120.00", "--ref", "slip 1", "--by", "ann")
        self.assertEqual(paid.returncode, 0, paid.stderr)
        self.move_to(due + datetime.timedelta(days=4), hour=9)
        self.wait_letters("owner@ana.example", before + 1)


class NoDigest(WithLetters):
    config = {**WithLetters.config, "mail": {**WithLetters.config["mail"], "owner": "owner@ana.example", "digest": False}}

    def test_who_wants_no_digest_has_none(self):
        due = self.a_wednesday()
        self.owe("rita", due)
        self.move_to(due + datetime.timedelta(days=1), hour=9)
        self.world.pass_time(minutes=3)
        self.assertEqual(self.letters("owner@ana.example"), [])
