"""What was agreed and is changed later is put in writing, once, for both sides."""
import datetime
import re

from harness import get
from test_letters import WithLetters


class Agreements(WithLetters):
    config = {**WithLetters.config, "mail": {**WithLetters.config["mail"], "owner": "owner@ana.example"}}

    def setUp(self):
        super().setUp()
        self.due = self.a_wednesday()
        self.later = self.due + datetime.timedelta(days=14)

    def shift(self, reference):
        done = self.world.command("shift", reference, "--days", "14", "--from", self.due.isoformat(),
                                  "--by", "ann", "--reason", "asked by phone")
        self.world.pass_time(minutes=5)  # the command sends no mail: the gateway takes the order over
        return done

    def versions(self, reference):
        return self.world.api("GET", f"/v1/bookings/{reference}/agreements").json()["agreements"]

    def test_new_days_go_to_client_and_owner_in_writing_and_only_once(self):
        made = self.owe("vera", self.due)
        reference = made["reference"]
        self.assertEqual(self.versions(reference), [])
        done = self.shift(reference)
        self.assertEqual(done.returncode, 0, done.stderr)
        mail = self.wait_letters("vera@client.example", 1)[0]
        self.assertEqual([one.addr_spec for one in mail["Cc"].addresses], ["owner@ana.example"])
        [version] = self.versions(reference)
        self.assertEqual((version["version"], version["author"]), (1, "ann"))
        written = f"{self.later.day} {self.later:%b %Y}"
        self.assertIn(written, re.sub(r"\s+", " ", version["text"]))
        self.assertIn(written, re.sub(r"\s+", " ", self.text_of(mail)))
        self.assertNotIn("asked by phone", self.text_of(mail))
        # Asked again, nothing is changed, and nobody is written to.
        self.shift(reference)
        self.world.pass_time(hours=2)
        self.assertEqual(len(self.versions(reference)), 1)
        self.wait_letters("vera@client.example", 1)
        record = self.world.command("evidence", made["client"]).stdout
        self.assertIn("agrees with its hash", record)
        self.assertNotIn("does not agree", record)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_the_client_reads_every_version_on_their_page(self):
        made = self.owe("wim", self.due)
        self.assertEqual(self.shift(made["reference"]).returncode, 0)
        page_address = re.search(r"http\S+/a/[\w.-]+", self.text_of(self.wait_letters("wim@client.example", 1)[0])).group(0)
        page = get(page_address)
        self.assertEqual(page.status, 200)
        link = re.search(r'href="([^"]*/agreement/[^"]+)"', page.text).group(1)
        [version] = self.versions(made["reference"])
        shown = get(self.world.gateway.url + link)
        self.assertEqual(shown.status, 200)
        self.assertEqual(shown.text.strip(), version["text"].strip())
        self.assertEqual(get(self.world.gateway.url + link.rsplit("/", 1)[0] + "/9").status, 404)
