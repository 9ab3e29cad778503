"""A client is erased on request: what goes, what stays, and that no key and no log knows them any more."""
import re

from harness import eventually, get
from test_letters import WithLetters


class Erasure(WithLetters):
    def client_of(self, reference):
        return re.search(r"Account ([\w-]{22}) ", self.world.command("show", reference).stdout).group(1)

    def store_text(self):
        """Every key of the store and what it holds."""
        store, said = self.world.store, []
        for key in store.keys():
            kind = store("TYPE", key)
            said.append(key)
            said.append(str({"string": lambda: store("GET", key), "hash": lambda: store("HGETALL", key),
                             "list": lambda: store("LRANGE", key, 0, -1), "set": lambda: store("SMEMBERS", key),
                             "zset": lambda: store("ZRANGE", key, 0, -1),
                             "stream": lambda: store("XRANGE", key, "-", "+")}[kind]()))
        return "\n".join(said)

    def a_client(self, name="Wanda"):
        """Booked, named a second reader, was spoken to, and wrote: all of it is on record, and paid."""
        made = self.world.checkout({"email": f"{name.lower()}@client.example", "name": name + " Quist", "locale": "de-DE",
                                    "zone": "Europe/Berlin", "due": self.a_wednesday().isoformat()}).json()
        reference = made["reference"]
        for words in (("contacts", reference, "--by", "ann", "--to", f"office@{name.lower()}.example"),
                      ("note", reference, "--by", "ann", "--reason", f"{name} has the flu"),
                      ("pause", reference, "--by", "ann", "--reason", "in hospital"),
                      ("resume", reference, "--by", "ann")):
            done = self.world.command(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
        return made, reference

    def test_an_erased_client_is_in_no_key_and_in_no_log_and_the_money_stays(self):
        made, reference = self.a_client()
        one = self.client_of(reference)
        refused = self.world.command("erase", one, "--apply", "--author", "ann")
        self.assertEqual(refused.returncode, 1)
        self.assertIn(f"booking {reference}: something is still to be paid", refused.stdout)
        self.assertIn("Wanda", self.store_text())
        paid = self.world.api("POST", f"/v1/bookings/{reference}/payments",
                              {"author": "ann", "reference": "slip 9", "amount": 12000, "kind": "transfer",
                               "on": "2026-11-02"})
        self.assertIn(paid.status, (200, 201), paid)
        mail = self.wait_letters("wanda@client.example", 1)[0]
        page = re.search(r"/a/[\w.-]+", self.text_of(mail)).group(0)
        self.assertEqual(get(self.world.gateway.url + page).status, 200)
        before = self.world.booking(reference)
        shown = eventually(lambda: (lambda done: done if done.returncode == 0 else None)(
            self.world.command("erase", one)), "nothing is under way")
        self.assertIn("Nothing was changed", shown.stdout)
        self.assertNotIn("Wanda", shown.stdout)
        self.assertIn("wanda@client.example", self.store_text())
        for nameless in (("--apply",), ("--apply", "--author", " ")):
            self.assertNotEqual(self.world.command("erase", one, *nameless).returncode, 0)
        done = self.world.command("erase", one, "--apply", "--author", "ann")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("dashboard.stripe.com", done.stdout)
        kept = self.store_text()
        for gone in ("wanda", "Wanda", "office@", "Quist", "the flu", "in hospital",
                     f":m:{one}:"):
            self.assertNotIn(gone, kept)
        self.assertIn("[erased]", kept)
        for process in self.world.processes:
            for gone in ("wanda", "Wanda"):
                self.assertNotIn(gone, process.said())
        after = self.world.booking(reference)
        for same in ("state", "amount", "received", "open"):
            self.assertEqual(after[same], before[same])
        self.assertEqual(get(self.world.gateway.url + page).status, 404)
        self.assertEqual(get(made["page_url"]).status, 404)
        self.world.fsck()
        self.assertIn("by ann: nothing of the person is kept", self.world.command("show", one).stdout)
        record = self.world.command("evidence", one)
        self.assertEqual(record.returncode, 0, record.stderr)
        self.assertIn("THE CLIENT WAS ERASED on", record.stdout)
        self.assertIn("Everything verifies", record.stdout)
        self.assertIn("slip 9", record.stdout)
        for gone in ("wanda", "Wanda", "Quist", "the flu", "in hospital"):  # what the ledger's packed entries say
            self.assertNotIn(gone, record.stdout)
        again = self.world.command("erase", one, "--apply", "--author", "bob")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("by ann", again.stdout)
        self.world.pass_time(days=40)
        self.wait_letters("wanda@client.example", 1)

    def test_a_later_booking_of_the_same_person_is_a_new_client(self):
        made, reference = self.a_client("Willa")
        one = self.client_of(reference)
        self.assertEqual(self.world.command("cancel", reference, "--by", "ann", "--reason", "moved away").returncode, 0)
        self.assertEqual(self.world.command("erase", one, "--apply", "--author", "ann").returncode, 0)
        other = self.owe("willa", self.a_wednesday())
        self.assertNotEqual(self.client_of(other["reference"]), one)
        named = self.world.checkout({"client": one, "email": "willa@client.example"})
        self.assertEqual(named.status, 409, named)
        self.assertTrue(named.json()["type"].endswith("client-erased"), named)
        # As it says: without `client`, under the same reference.
        reference = self.world.reference("again")
        body = {"reference": reference, "email": "willa@client.example"}
        self.assertEqual(self.world.checkout({**body, "client": one}).status, 409)
        self.assertEqual(self.world.checkout(body).status, 201)
        self.assertNotEqual(self.client_of(reference), one)
        self.world.fsck()
        self.assertEqual(self.world.command("erase", "nobody").returncode, 1)
