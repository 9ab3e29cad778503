"""What comes back for letters, as mail servers hand it to `quittance bounce`; and the record that all of it leaves."""
import datetime
import hashlib
import hmac
import os
import re
import unittest

from harness import Exim, eventually
from test_letters import WithLetters

BOUNCE = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.client.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.example

Final-Recipient: rfc822; {who}
Action: {action}
Status: {status}

--b--
"""
COMPLAINT = """From: <feedback@mailbox.example>
To: {to}
Subject: FW: Your invoice
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="c"

--c
Content-Type: text/plain

This is an abuse report.

--c
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--c--
"""
VACATION = """From: Otto <{who}>
To: {to}
Subject: Out of office
Auto-Submitted: auto-replied (vacation)

Back on Monday.
"""
PERSON = """From: Otto <{who}>
To: {to}
Subject: Re: Payment

I paid this already.
"""


class WithReturnPaths(WithLetters):
    config = {**WithLetters.config,
              "mail": {**WithLetters.config["mail"], "bounces": "bounces@ana.example"}}

    def return_path(self, mail):
        """As it stood in the envelope, made anew from the key in the state folder."""
        token = mail["Message-ID"].strip("<>")[:20]
        key = hashlib.sha256(b"return paths\n" + self.world.secret("quittance_page_key").encode()).hexdigest()
        proof = hmac.new(key.encode(), f"return-path:bounces+{token}@ana.example".encode(), hashlib.sha256).hexdigest()[:12]
        return f"bounces+{token}-{proof}@ana.example"

    def told(self, report, **parts):
        return self.world.command("bounce", given=report.format(**parts))

    def a_letter(self, name):
        due = self.a_wednesday()
        self.owe(name, due)
        self.move_to(due - datetime.timedelta(days=7))
        mail = self.wait_letters(f"{name}@client.example", 1)[0]
        eventually(lambda: self.kept(name) or None, "the letter's end on record")
        return due, mail

    def client(self, name):
        found = re.findall(r"(?<![\w-])[\w-]{22}(?![\w-])", self.world.command("open").stdout)
        for one in dict.fromkeys(found):
            if f"{name}@client.example" in self.world.command("show", one).stdout:
                return one
        raise AssertionError(f"{name} has no account")

    def kept(self, name):
        """The letter whose end the ledger tells."""
        one = self.client(name)
        keys = [key for key in self.world.store.keys() if f":m:{one}:" in key]
        said = self.world.command("evidence", one).stdout
        return [key for key in keys if "its bytes agree with the hash in the ledger" in said]


class ReturnedMail(WithReturnPaths):
    def test_what_is_sent_is_on_record_without_the_link_and_the_record_verifies(self):
        _, mail = self.a_letter("rosa")
        key = self.kept("rosa")[0]
        fields = dict(zip(*[iter(self.world.store("HGETALL", key))] * 2))
        link = re.search(r"/a/([\w.-]+)", self.text_of(mail)).group(1)
        self.assertGreater(len(link), 40)
        proof = link.rsplit(".", 1)[-1]
        self.assertNotIn(proof, str(fields).replace("=\\\\r\\\\n", "").replace("=\\r\\n", ""))
        one = self.client("rosa")
        proven = self.world.command("evidence", one)
        self.assertEqual(proven.returncode, 0, proven.stderr)
        self.assertIn("Everything verifies", proven.stdout)
        self.assertIn("rosa@client.example", proven.stdout)
        self.assertIn("its bytes agree with the hash in the ledger", proven.stdout)
        self.assertNotIn(proof, proven.stdout)
        self.world.store("HSET", key, next(name for name in fields if name.startswith("b:")),
                         next(text for name, text in fields.items() if name.startswith("b:")).replace("120", "121"))
        changed = self.world.command("evidence", one)
        self.assertEqual(changed.returncode, 1)
        self.assertIn("!! DOES NOT VERIFY", changed.stdout)
        self.assertNotIn("Everything verifies", changed.stdout)
        self.world.store("DEL", key)
        gone = self.world.command("evidence", one)
        self.assertEqual(gone.returncode, 0, gone.stderr)
        self.assertIn("Its bytes are not kept any more", gone.stdout)
        self.assertEqual(self.world.command("evidence", "nobody").returncode, 1)

    def test_a_letter_that_cannot_be_read_is_named_and_the_rest_of_the_record_is_there(self):
        due, _ = self.a_letter("vera")
        one, key = self.client("vera"), self.kept("vera")[0]
        self.move_to(due)
        self.wait_letters("vera@client.example", 2)
        eventually(lambda: len([k for k in self.world.store.keys() if f":m:{one}:" in k]) == 2 or None, "both are kept")
        fields = self.world.store("HGETALL", key)[::2]
        self.world.store("HSET", key, next(name for name in fields if name.startswith("b:")), '{"f":1,"bytes":')
        told = self.world.command("evidence", one)
        self.assertEqual(told.returncode, 1, told.stderr)
        number = key.rsplit(":", 1)[1]
        self.assertIn(f"!! DOES NOT VERIFY: letter {number} is kept and cannot be read", told.stdout)
        self.assertIn("ENTRY 1 ", told.stdout)
        self.assertIn("its bytes agree with the hash in the ledger", told.stdout)
        self.assertIn("does not verify", told.stderr)
        self.world.store("DEL", key)

    def test_an_address_that_is_dead_gets_nothing_more_and_a_person_is_asked(self):
        due, mail = self.a_letter("dora")
        back = self.return_path(mail)
        first = self.told(BOUNCE, to=back, who="dora@client.example", action="failed", status="5.1.1")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("nothing more is sent", first.stdout)
        self.assertIn("letter_bounced", self.world.command("attention").stdout)
        again = self.told(BOUNCE, to=back, who="dora@client.example", action="failed", status="5.1.1")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("Nothing new", again.stdout)
        self.move_to(due)
        self.move_to(due + datetime.timedelta(days=12))
        self.wait_letters("dora@client.example", 1)

    def test_a_server_that_gave_up_after_days_stops_no_address_and_a_person_is_told(self):
        _, mail = self.a_letter("nils")
        said = self.told(BOUNCE, to=self.return_path(mail), who="nils@client.example", action="failed", status="4.4.1")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("its address is not stopped", said.stdout)
        self.assertIn("letter_undelivered", self.world.command("attention").stdout)
        self.assertIn("reminder_before: bounced on", self.world.command("show", self.client("nils")).stdout)

    def test_a_copys_reader_who_is_gone_keeps_nothing_from_the_client(self):
        due = self.a_wednesday()
        made = self.owe("lena", due)
        named = self.world.command("contacts", made["reference"], "--by", "ann", "--to", "office@client.example")
        self.assertEqual(named.returncode, 0, named.stderr)
        for count, days in enumerate((-7, 0, 5, 12, 23), start=1):
            self.move_to(due + datetime.timedelta(days=days))
            last = self.wait_letters("lena@client.example", count)[-1]
        self.assertIn("office@client.example", last["Cc"])
        back = self.return_path(last)
        said = self.told(BOUNCE, to=back, who="office@client.example", action="failed", status="5.1.1")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("nothing more is sent to the further address", said.stdout)
        self.assertIn("copy_refused", self.world.command("attention").stdout)
        shown = self.world.command("show", self.client("lena")).stdout
        self.assertNotIn("nothing goes to lena", shown)
        self.assertIn("no copies go to office@client.example", shown)
        again = self.told(BOUNCE, to=back, who="office@client.example", action="failed", status="5.1.1")
        self.assertIn("Nothing new", again.stdout)

    def test_a_complaint_rests_the_reminders(self):
        due, mail = self.a_letter("cora")
        said = self.told(COMPLAINT, to=self.return_path(mail))
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("complaint", said.stdout)
        self.assertIn("complaint", self.world.command("attention").stdout)
        self.move_to(due)
        self.wait_letters("cora@client.example", 1)

    def test_what_says_nothing_of_the_address_changes_nothing(self):
        due, mail = self.a_letter("emil")
        back = self.return_path(mail)
        token, proof = back.split("@")[0][len("bounces+"):].split("-")
        who = "emil@client.example"
        forged = f"bounces+{token}-{'0' * len(proof)}@ana.example"
        for report, to, how in ((BOUNCE, back, {"action": "delayed", "status": "4.4.1"}),
                                (BOUNCE, back, {"action": "failed", "status": "5.2.2"}),
                                (VACATION, back, {}),
                                (BOUNCE, forged, {"action": "failed", "status": "5.1.1"}),
                                (BOUNCE, f"bounces+{token}@ana.example", {"action": "failed", "status": "5.1.1"}),
                                (COMPLAINT, "bounces@ana.example", {})):
            said = self.told(report, to=to, who=who, **how)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertRegex(said.stdout, r"\ANothing is done: [^\n]+\n\Z")
        person = self.told(PERSON, to=back, who=who)
        self.assertEqual(person.returncode, 69)
        self.assertIn("ana@ana.example", person.stdout)
        self.assertEqual(self.world.command("bounce", given="").returncode, 0)
        self.assertNotIn(self.client("emil"), self.world.command("attention").stdout)
        self.move_to(due)
        self.wait_letters(who, 2)

    def test_a_report_that_comes_while_redis_is_away_is_to_come_again(self):
        _, mail = self.a_letter("ruth")
        report = {"to": self.return_path(mail), "who": "ruth@client.example", "action": "failed", "status": "5.1.1"}
        away = self.world.command("bounce", given=BOUNCE.format(**report),
                                  environment={"QUITTANCE_REDIS": "unix:" + os.path.join(self.world.folder, "none")})
        self.assertEqual(away.returncode, 75, away.stdout)
        broken = self.world.command("bounce", given=BOUNCE.format(**report),
                                    environment={"QUITTANCE_CONFIG": os.path.join(self.world.folder, "none.toml")})
        self.assertEqual(broken.returncode, 75, broken.stdout)
        self.assertEqual(self.told(BOUNCE, **report).returncode, 0)
        self.assertIn("letter_bounced", self.world.command("show", self.client("ruth")).stdout +
                      self.world.command("attention").stdout)


@unittest.skipUnless(Exim.is_here(), "exim4 is not installed")
class ThroughExim(WithReturnPaths):
    """config/bounces-exim4.conf, by the mail server it is written for."""

    def setUp(self):
        self.exim = Exim(self.world, "ana.example")
        self.addCleanup(self.exim.close)

    def report(self, name):
        _, mail = self.a_letter(name)
        back = self.return_path(mail)
        return back, BOUNCE.format(to=back, who=f"{name}@client.example", action="failed", status="5.1.1")

    def test_a_report_reaches_the_account_and_nothing_stays_in_the_queue(self):
        back, report = self.report("nora")
        self.exim.deliver(back, report, sender="<>")
        self.assertIn("letter_bounced", self.world.command("show", self.client("nora")).stdout, self.exim.log)
        self.assertEqual(self.exim.queued(), 0, self.exim.log)

    def test_a_report_waits_in_the_queue_while_redis_is_away(self):
        back, report = self.report("olaf")
        self.exim.configure(redis="unix:" + os.path.join(self.world.folder, "none"))
        self.exim.deliver(back, report, sender="<>")
        self.assertEqual(self.exim.queued(), 1, self.exim.log)
        self.exim.configure()
        self.exim.run_queue()
        self.assertEqual(self.exim.queued(), 0, self.exim.log)
        self.assertIn("letter_bounced", self.world.command("show", self.client("olaf")).stdout, self.exim.log)

    def test_a_person_hears_where_a_person_reads_and_a_plain_address_is_not_ours(self):
        back, _ = self.report("pia")
        self.exim.deliver(back, PERSON.format(to=back, who="pia@client.example"), sender="pia@client.example")
        self.assertIn("returned 69", self.exim.log)
        self.assertIn("Please write to ana@ana.example", self.exim.answers())
        self.exim.deliver("bounces@ana.example", "Subject: hello\n\n", sender="<>")
        self.assertIn("Unrouteable address", self.exim.log)
