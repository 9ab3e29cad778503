"""The card of a plan: another one named on the client's page, and what is heard of a card before it is charged."""
import base64
import datetime
import hashlib
import hmac
import urllib.parse

from harness import Forms, World, eventually, get, post
from test_letters import WithLetters

WHOLE, RESTRICTED, SIGNING = "sk_test_" + "d" * 32, "rk_test_" + "d" * 32, "whsec_" + "d" * 38
COURSE = {"id": "course", "title": "Course", "price": "180.00 EUR", "plan": {"every": "monthly", "count": 3}}


class Cards(WithLetters):
    offers = [COURSE]

    def tearDown(self):
        self.world.no_trouble()
        super().tearDown()

    def a_plan(self, card="4242424242424242", offer="course", **more):
        """Agreed to and paid for the first time; answers its reference."""
        reference = self.world.reference()
        terms = self.world.click(reference, offer=offer, zone="Europe/Berlin", **more)
        form = next(one for one in Forms(terms.text).all if one["method"] == "POST")
        agreed = post(urllib.parse.urljoin(self.world.gateway.url, form["action"]), form["fields"])
        self.world.pay_and_return(agreed.location, number=card)
        self.world.wait_state(reference, "part_paid")
        eventually(lambda: self.world.booking(reference)["card"], "its card is kept")
        return reference

    def page_of(self, reference):
        key = self.world.secret("quittance_page_key")
        claim = self.world.booking(reference)["client"] + ".0"
        proof = hmac.new(key.encode(), b"client page\n" + claim.encode(), hashlib.sha256).digest()
        token = claim + "." + base64.urlsafe_b64encode(proof).decode()[:22]
        self.world.secrets.add(token)
        return f"{self.world.gateway.url}/a/{token}"

    def name_card(self, reference, number="5555555555554444"):
        address = self.page_of(reference)
        form = next(one for one in Forms(get(address).text).all if "booking" in one["fields"])
        leads = post(urllib.parse.urljoin(address, form["action"]), {**form["fields"], "do": "card"})
        self.assertIn("/c/pay/", leads.location, leads)
        back = self.world.pay(leads.location, number=number).location
        self.assertIn("said=card", back)
        shown = get(back).text
        self.assertEqual(self.world.booking(reference)["card"]["last4"], number[-4:])
        return shown

    def due(self, reference, number):
        items = self.world.booking(reference)["plan"]["items"]
        day = datetime.date.fromisoformat(next(one["due"] for one in items if one["number"] == number))
        return datetime.datetime.combine(day, datetime.time(11), datetime.timezone.utc).timestamp()

    def move_on(self, seconds):
        self.world.pass_time(seconds=seconds - self.world.now())

    def card_of(self, reference):
        customer = self.world.sessions_of(reference)[0]["customer"]
        return self.world.processor_object(f"customers/{customer}/payment_methods")["data"][0]["id"]

    def letters_about_a_card(self, to):
        return [mail for mail in self.letters(to) if "your card for" in mail["Subject"]]

    def received(self, reference, amount):
        eventually(lambda: self.world.booking(reference)["received"] == amount or None, f"{amount} was received")

    def test_a_declined_part_is_charged_at_once_to_the_card_that_is_named(self):
        reference = self.a_plan(card="4000000000000341")
        self.move_on(self.due(reference, 2))
        eventually(lambda: "retrying" in [one["state"] for one in self.world.booking(reference)["plan"]["items"]] or None,
                   "the second part was declined")
        self.assertIn("Your card has been taken", self.name_card(reference))
        self.received(reference, 12000)
        shown = self.world.command("show", reference).stdout
        self.assertIn("mastercard ending in 4444, valid until 2034-12", shown)
        self.assertEqual(self.world.command("fsck").returncode, 0)

    def test_a_key_that_may_not_read_setup_intents_holds_up_no_other_event(self):
        world = World(self.config, self.offers, start=False,
                      environment={"STRIPE_SECRET_KEY": WHOLE, "STRIPE_WEBHOOK_SECRET": SIGNING})
        self.addCleanup(world.close)
        world.secrets.update({WHOLE, RESTRICTED, SIGNING})
        world.redis.start()
        world.sandbox.command += ["--restricted-key", RESTRICTED]
        world.sandbox.start()
        world.more_environment.update(STRIPE_API_BASE=world.sandbox_url, STRIPE_SECRET_KEY=RESTRICTED)
        world.gateway.environment = world.environment(QUITTANCE_PUBLIC=world.gateway.address,
                                                      QUITTANCE_ADMIN=world.gateway.admin_address)
        world.gateway.start()
        whole, self.world = self.world, world
        try:
            self.reads_on_behind_a_card()
        finally:
            self.world = whole

    def reads_on_behind_a_card(self):
        world = self.world
        reference = self.a_plan()
        address = self.page_of(reference)
        form = next(one for one in Forms(get(address).text).all if "booking" in one["fields"])
        leads = post(urllib.parse.urljoin(address, form["action"]), {**form["fields"], "do": "card"})
        world.pay(leads.location, number="5555555555554444")
        later = self.a_plan()
        world.pass_time(seconds=600)
        eventually(lambda: "may not read" in world.command("parked").stdout or None, "what may not be read is parked")
        cursor = world.store("HGETALL", "q:cursor")
        refunded, = world.sessions_of(later)
        world.trouble(webhook_drop="1")
        world.dashboard("refund", payment_intent=refunded["payment_intent"], amount="2000")
        world.pass_time(seconds=600)
        eventually(lambda: world.booking(later)["received"] == 4000 or None, "what came later is read in the list")
        self.assertNotEqual(world.store("HGETALL", "q:cursor"), cursor)
        self.assertNotEqual(world.booking(reference)["card"]["last4"], "4444")
        world.more_environment["STRIPE_SECRET_KEY"] = WHOLE
        done = world.command("replay")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Nothing is parked", world.command("parked").stdout)
        self.assertEqual(world.booking(reference)["card"]["last4"], "4444")

    def test_a_card_is_named_though_no_webhook_comes(self):
        reference = self.a_plan()
        self.world.trouble(webhook_drop="1")
        self.assertIn("Your card has been taken", self.name_card(reference))
        self.world.no_trouble()

    def test_a_detached_card_is_found_before_its_day_and_nothing_is_charged_to_it(self):
        reference = self.a_plan(email="dora@client.example")
        self.world.trouble(webhook_drop="1")
        self.world.dashboard("card", payment_method=self.card_of(reference), detach="true")
        self.world.no_trouble()
        self.move_on(self.due(reference, 2) - 14 * 86400)
        eventually(lambda: self.world.booking(reference)["card"]["trouble"] == "detached" or None, "it is flagged")
        self.assertIn("it can be charged no more", self.world.command("show", reference).stdout)
        self.assertIn("can no longer be charged", get(self.page_of(reference)).text)
        self.move_on(self.due(reference, 2))
        eventually(lambda: "charge_card_detached" in self.world.command("attention").stdout or None,
                   "a person is asked")
        self.received(reference, 6000)

    def test_a_card_that_ends_before_a_charge_is_written_about_once(self):
        reference = self.a_plan(email="erna@client.example", name="Erna")
        year = datetime.datetime.fromtimestamp(self.due(reference, 3), datetime.timezone.utc).year
        self.world.trouble(webhook_drop="1")
        self.world.dashboard("card", payment_method=self.card_of(reference), exp_year=year - 1)
        self.world.no_trouble()
        for day in (self.due(reference, 2) - 14 * 86400, self.due(reference, 2), self.due(reference, 3) - 14 * 86400):
            self.move_on(day)
            eventually(lambda: not self.under_way() or None, "what was due is done")
        mail = eventually(lambda: self.letters_about_a_card("erna@client.example"), "the letter")[0]
        is_over = mail["Date"].datetime.year >= year
        self.assertIn(f"{'expired at the end of' if is_over else 'expires in'} December {year - 1}", mail["Subject"])
        self.assertIn(f"Visa card ending in 4242 {'was' if is_over else 'is'} valid until the end of December {year - 1}",
                      self.text_of(mail))
        self.assertIn("#card-", self.text_of(mail))
        self.assertEqual(self.world.booking(reference)["card"]["trouble"], "expiring")
        self.assertIn("it ends before what will be charged to it", self.world.command("show", reference).stdout)
        self.name_card(reference)
        self.assertIsNone(self.world.booking(reference)["card"]["trouble"])
        self.move_on(self.due(reference, 3))
        self.received(reference, 18000)
        self.assertEqual(len(self.letters_about_a_card("erna@client.example")), 1)
