"""Links as an attacker would use them: nothing of other people is shown or charged, and nothing is filled."""
from harness import FULL, Forms, WithWorld, ask, eventually, get, in_parallel, is_fast, post

VICTIM = "victim@client.example"


class SomebodyElsesAddress(WithWorld):
    def victim(self):
        world = self.world
        made = world.checkout({"email": VICTIM, "name": "Vera Victim"}).json()
        world.secrets.add(VICTIM)
        world.pay_and_return(made["checkout_url"], email=VICTIM)
        return world.wait_state(made["reference"], "paid")

    def test_a_strangers_link_with_a_clients_address_is_another_client(self):
        world = self.world
        victim = self.victim()
        reference, page = world.book(email=VICTIM, name="Vera Victim", client=victim["client"],
                                     client_id=victim["client"], page=victim["page_url"])
        stranger = world.booking(reference)
        self.assertNotEqual(stranger["client"], victim["client"])
        self.assertNotEqual(stranger["page_url"], victim["page_url"])
        self.assertEqual((stranger["open"], stranger["received"], stranger["state"]), (12000, 0, "held"))
        session, = world.sessions_of(reference)
        self.assertIsNone(session["customer"])
        self.assertIsNone(session.get("setup_intent"))
        for url in (stranger["page_url"], world.link(reference)):
            shown = get(url)
            for private in (VICTIM, "Vera", victim["reference"], victim["client"], "4242"):
                self.assertNotIn(private, shown.text.replace(reference, "") + shown.headers.get("Location", ""))
        self.assertEqual(world.booking(victim["reference"]), victim)
        twice, _ = world.book(email=VICTIM)
        self.assertEqual(len({one["client"] for one in (world.booking(twice), stranger, victim)}), 3)

    def test_who_guesses_a_reference_learns_nothing_about_its_client(self):
        world = self.world
        reference, page = world.book(email=VICTIM, name="Vera Victim")
        world.pay_and_return(page, email=VICTIM)
        world.wait_state(reference, "paid")
        for method in ("GET", "HEAD", "POST"):
            url = world.link(reference) if method != "POST" else f"{world.gateway.url}/pay/coaching-60"
            shown = ask(method, url, {"ref": reference} if method == "POST" else None)
            self.assertEqual(shown.status, 200, method)
            told = world.booking(reference)
            for private in (VICTIM, "Vera", "4242", told["client"], told["page_url"].rsplit("/", 1)[1]):
                self.assertNotIn(private, shown.text + str(shown.headers), method)

    def test_what_a_link_names_cannot_change_price_or_addresses(self):
        world = self.world
        reference, page = world.book(amount="1", price="1", currency="JPY", title="Cheap", previous_ref="x",
                                     success_url="https://evil.example/", cancel_url="https://evil.example/",
                                     return_url="https://evil.example/", due="2020-01-01")
        told = world.booking(reference)
        self.assertEqual((told["amount"], told["currency"], told["title"]), (12000, "EUR", "Coaching, 60 minutes"))
        session, = world.sessions_of(reference)
        self.assertTrue(session["success_url"].startswith(world.gateway.url + "/r/"))
        self.assertNotIn("evil.example", str(session))

    def test_a_host_header_cannot_change_where_a_payer_comes_back(self):
        world = self.world
        reference = world.reference("host")
        reply = get(world.link(reference), headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example",
                                                    "Forwarded": "host=evil.example;proto=https"})
        self.assertEqual(reply.status, 303)
        session, = world.sessions_of(reference)
        self.assertNotIn("evil.example", str(session))

    def test_page_addresses_of_others_cannot_be_made_from_ones_own(self):
        world = self.world
        mine, _ = world.book()
        theirs, _ = world.book()
        mine, theirs = world.booking(mine)["page_url"], world.booking(theirs)["page_url"]
        client, booking, token = theirs.rsplit("/", 1)[1].split(".")
        own_token = mine.rsplit(".", 1)[1]
        base = theirs.rsplit("/", 1)[0]
        for guess in (f"{client}.{booking}.{own_token}", f"{client}.{booking}.", f"{client}.{booking}",
                      f"{client}.{booking}.{token[:-1]}", f"{client}.{booking}.{token}A"):
            self.assertEqual(get(f"{base}/{guess}").status, 404, guess)
            self.assertEqual(post(f"{base}/{guess}/pay").status, 404, guess)


class MadeUpReferences(WithWorld):
    config = {"links": {"held_most": 1_000_000, "held_most_per_network": 25}}
    links = 10_000 if FULL or is_fast() else 1_000

    def lasting(self, keys):
        """Without what ends by itself: counters of networks (an hour), marks of events (40 days)."""
        world = self.world
        return {one for one in keys if world.store("TTL", one) < 0 and one != "q:cursor"}

    def test_many_links_with_made_up_references_fill_nothing_and_are_gone_after_their_time(self):
        world = self.world
        before = self.lasting(world.store.keys())
        references = [world.reference("made-up") for _ in range(self.links)]
        replies = in_parallel(lambda one: world.click(one, email="made-up@client.example"), references, 8)
        sent_on = sum(one.status == 303 for one in replies)
        self.assertLessEqual(sent_on, 25 + 8)
        self.assertGreaterEqual(sent_on, 20)
        self.assertEqual({one.status for one in replies}, {200, 303})
        self.assertEqual(world.sandbox_state()["counts"]["sessions"], sent_on)
        accounts = [one for one in world.store.keys() if ":a:" in one]
        self.assertEqual(len(accounts), sent_on)
        for one in replies:
            if one.status == 200:
                self.assertIn("ontinue to payment", one.text)
        # A person still gets through, with one press more.
        form = next(Forms(one.text).all[0] for one in replies if one.status == 200)
        pressed = post(world.gateway.url + form["action"], form["fields"])
        self.assertEqual(pressed.status, 303)
        self.assertEqual(world.command("open").stdout.count("made-up"), 0, "held bookings owe nothing")
        # Nobody pays. The pages die, the holds end, and a month later nothing of it is left.
        world.pass_time(hours=3)
        def pages_are_dead():
            return all(one["status"] == "expired" for one in world.sandbox_state()["sessions"])
        eventually(pages_are_dead, "the pages are dead")
        world.pass_time(hours=23)
        def all_closed():
            states = {world.booking(one)["state"] for one, reply in zip(references, replies) if reply.status == 303}
            return states == {"closed"}
        eventually(all_closed, "the holds have ended", pause=0.3)
        closed = next(one for one, reply in zip(references, replies) if reply.status == 303)
        self.assertEqual(world.click(closed).status, 410)
        world.pass_time(days=30, hours=2)
        eventually(lambda: self.lasting(world.store.keys()) <= before, "nothing of them is left", pause=0.3)
        state = world.sandbox_state()
        self.assertEqual([one for one in state["intents"] if one["amount_received"]], [])
        world.fsck()
        print(f"\nfigures: {self.links} links with made-up references made {sent_on} payment pages, charged nothing and "
              f"left no key behind", flush=True)


class PressedByPrograms(WithWorld):
    config = {"links": {"held_most": 1_000_000, "held_most_per_network": 5}}

    def test_a_flood_of_pressed_buttons_books_no_more_than_ten_times_the_cap(self):
        world = self.world
        references = [world.reference("pressed") for _ in range(120)]
        address = world.gateway.url + "/pay/coaching-60"
        replies = in_parallel(lambda one: post(address, {"ref": one}), references, 8)
        sent_on = sum(one.status == 303 for one in replies)
        self.assertLessEqual(sent_on, 50)
        self.assertGreaterEqual(sent_on, 40)
        self.assertEqual({one.status for one in replies}, {200, 303})
        self.assertEqual(len([one for one in world.store.keys() if ":a:" in one]), sent_on)
        self.assertEqual(world.checkout().status, 201)


class HeldInAll(WithWorld):
    config = {"links": {"held_most": 10, "held_most_per_network": 1_000_000}}

    def test_above_the_cap_a_button_comes_first_and_payments_make_room(self):
        world = self.world
        booked = [world.book() for _ in range(10)]
        world.pass_time(seconds=10)  # the count is kept for a second
        fresh = world.reference("above")
        keys = {one for one in world.store.keys() if ":a:" in one}
        self.assertEqual(world.click(fresh).status, 200)
        self.assertEqual({one for one in world.store.keys() if ":a:" in one}, keys)
        self.assertEqual(world.click(booked[0][0]).location, booked[0][1], "who is in already gets on")
        signed = world.command("link", "--offer", "coaching-60", "--ref", world.reference("signed")).stdout.strip()
        world.secrets.add(signed.rsplit("/", 1)[1])
        self.assertEqual(get(signed).status, 303, "the business's own links are not capped")
        self.assertEqual(world.checkout().status, 201)
        world.pay_and_return(booked[0][1])
        world.wait_state(booked[0][0], "paid")
        world.pass_time(seconds=10)
        self.assertEqual(world.click(fresh).status, 303)
