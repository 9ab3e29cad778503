"""A booking link from click to receipt, and everything people and machines do with links."""
import re

from harness import Forms, WithWorld, ask, eventually, get, in_parallel, post

SCANNERS = ["Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "facebookexternalhit/1.1",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "WhatsApp/2.23.20.0",
            "SkypeUriPreview Preview/0.5", "Barracuda Sentinel (EE)"]


class Journey(WithWorld):
    def test_a_client_books_pays_returns_and_the_webhook_settles_it(self):
        world = self.world
        reference, page = world.book(email="ada@client.example", name="Ada Client")
        before = world.booking(reference)
        self.assertEqual((before["state"], before["amount"], before["open"], before["currency"]),
                         ("held", 12000, 12000, "EUR"))
        self.assertEqual(before["checkout_url"], page)
        return_page = world.pay_and_return(page)
        self.assertEqual(return_page.split("?")[0], before["page_url"])
        told = world.wait_state(reference, "paid")
        self.assertEqual((told["open"], told["received"], told["went_back"]), (0, 12000, 0))
        shown = get(return_page)
        self.assertEqual(shown.status, 200)
        self.assertIn("Coaching, 60 minutes", shown.text)
        self.assertIn("120.00", shown.text)
        for private in ("ada@client.example", "Ada Client", "payer@example.com", "Pat Payer", "4242"):
            self.assertNotIn(private, shown.text.replace(reference, ""))
        self.assertIn("default-src 'none'", shown.headers["Content-Security-Policy"])
        self.assertNotIn("<script", shown.text)
        eventually(lambda: world.metric("quittance_webhooks_total", outcome="applied") > 0, "a webhook was applied")

    def test_a_second_click_leads_to_the_same_session(self):
        reference, page = self.world.book()
        self.assertEqual(self.world.book(reference)[1], page)
        self.assertEqual(len(self.world.sessions_of(reference)), 1)

    def test_64_simultaneous_clicks_make_one_session_and_all_are_sent_to_it(self):
        reference = self.world.reference("crowd")
        link = self.world.link(reference)
        replies = in_parallel(lambda _: get(link), range(64), 64)
        self.assertEqual({one.status for one in replies}, {303})
        self.assertEqual(len({one.location for one in replies}), 1)
        self.assertEqual(len(self.world.sessions_of(reference)), 1)

    def test_a_click_after_the_payment_says_already_paid(self):
        reference, page = self.world.book()
        self.world.pay_and_return(page)
        self.world.wait_state(reference, "paid")
        again = self.world.click(reference)
        self.assertEqual(again.status, 200)
        self.assertIn("already paid", again.text.lower())
        self.assertEqual(len(self.world.sessions_of(reference)), 1)

    def test_heads_prefetches_and_announced_scanners_create_nothing(self):
        world = self.world
        keys = world.store.keys()
        sessions = world.sandbox_state()["counts"]["sessions"]
        link = world.link(world.reference("scanned"))
        self.assertEqual(ask("HEAD", link).status, 200)
        self.assertEqual(ask("HEAD", link).body, b"")
        for header, value in (("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch")):
            self.assertEqual(get(link, headers={header: value}).status, 200, header)
        for agent in SCANNERS:
            reply = get(link, agent=agent)
            self.assertEqual((reply.status, reply.location), (200, ""), agent)
        self.assertEqual(world.store.keys(), keys)
        self.assertEqual(world.sandbox_state()["counts"]["sessions"], sessions)

    def test_what_a_scanner_is_shown_takes_a_person_to_the_payment_page(self):
        reference = self.world.reference("button")
        shown = get(self.world.link(reference), agent=SCANNERS[0])
        form = Forms(shown.text).all[0]
        self.assertEqual(form["method"], "POST")
        reply = post(self.world.gateway.url + form["action"], form["fields"])
        self.assertEqual(reply.status, 303)
        self.assertIn("/c/pay/", reply.location)
        self.assertEqual(len(self.world.sessions_of(reference)), 1)

    def test_cancelling_and_coming_back_leads_to_the_same_session(self):
        reference, page = self.world.book()
        back = re.search(r'href="([^"]*/r/[^"]*)"', get(page).text)
        self.assertIsNotNone(back, "the payment page has no way back")
        shown = get(back[1])
        self.assertEqual(shown.status, 200)
        self.assertNotIn("is paid", shown.text.lower())
        form = next(one for one in Forms(shown.text).all if one["action"].endswith("/pay"))
        again = post(self.world.gateway.url + form["action"], form["fields"])
        self.assertEqual((again.status, again.location), (303, page))
        self.assertEqual(self.world.book(reference)[1], page)

    def test_the_success_page_alone_never_marks_anything_paid(self):
        reference, page = self.world.book()
        told = self.world.booking(reference)
        for query in ("", "?session_id=" + page.rsplit("/", 1)[1], "?paid=true&status=complete"):
            shown = get(told["page_url"] + query)
            self.assertEqual(shown.status, 200)
        told = self.world.booking(reference)
        self.assertEqual((told["received"], told["open"]), (0, 12000))
        self.assertNotIn(told["state"], ("paid", "part_paid"))

    def test_a_declined_card_charges_nothing_and_another_card_pays_the_same_session(self):
        reference, page = self.world.book()
        declined = self.world.pay(page, "4000000000000002")
        self.assertEqual((declined.status, declined.location), (303, page[page.index("/c/pay/"):]))
        self.assertEqual(self.world.booking(reference)["received"], 0)
        self.world.pay_and_return(page)
        self.world.wait_state(reference, "paid")
        self.assertEqual(len(self.world.sessions_of(reference)), 1)

    def test_reloading_the_return_page_changes_nothing(self):
        world = self.world
        reference, page = world.book()
        return_page = world.pay_and_return(page)
        world.wait_state(reference, "paid")
        first = get(return_page)
        told = world.booking(reference)
        for _ in range(5):
            self.assertEqual(get(return_page).body, first.body)
        self.assertEqual(world.booking(reference), told)

    def test_nothing_due_needs_no_session_and_is_confirmed_at_once(self):
        reference = self.world.reference("free")
        reply = self.world.click(reference, offer="intro-call")
        self.assertEqual(reply.status, 200)
        told = self.world.booking(reference)
        self.assertEqual((told["state"], told["open"], told["received"]), ("paid", 0, 0))
        self.assertEqual(self.world.sessions_of(reference), [])

    def test_presets_of_booking_pages_name_the_same_things(self):
        world = self.world
        for offer, source, parameters in (
                ("coaching-60", "cal.com", {"uid": world.reference("cal"), "email": "cal@client.example",
                                             "attendeeName": "Cal", "startTime": "2027-01-05T10:00:00Z"}),
                ("coaching-90", "calendly", {"invitee_uuid": world.reference("cly"),
                                              "invitee_email": "cly@client.example",
                                              "invitee_full_name": "Cly",
                                              "event_start_time": "2027-01-05T10:00:00+01:00"})):
            world.secrets.update(value for value in parameters.values() if "@" in value)
            query = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in parameters.items())
            reply = get(f"{world.gateway.url}/pay/{offer}?source={source}&{query}")
            self.assertEqual(reply.status, 303, source)
            reference = next(iter(parameters.values()))
            self.assertEqual(world.booking(reference)["source"], source)


class WrongLinks(WithWorld):
    def setUp(self):
        self.nothing = get(self.world.gateway.url + "/pay/no-such-offer?ref=1")
        self.assertEqual(self.nothing.status, 404)
        self.keys = self.world.store.keys()

    def same_polite_page(self, url):
        reply = get(url)
        self.assertEqual(reply.status, 404, url)
        self.assertEqual(reply.body, self.nothing.body, url)

    def tearDown(self):
        self.assertEqual(self.world.store.keys(), self.keys, "something was created")
        self.assertEqual(self.world.sandbox_state()["counts"]["sessions"], 0)

    def mint(self, *more):
        made = self.world.command("link", "--offer", "custom", "--ref", self.world.reference("signed"), "--amount",
                                  "80.00 EUR", "--title", "Two sessions", *more)
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout.strip()

    def test_links_that_name_nothing_or_too_much(self):
        base = self.world.gateway.url
        for path in ("/pay/coaching-60", "/pay/coaching-60?ref=", "/pay/coaching-60?ref=" + "x" * 201,
                     "/pay/coaching-60?ref=a%00b", "/pay/coaching-60?ref=%FF%FE", "/pay/coaching-60?ref=a%0Ab",
                     "/pay/coaching-60?ref=1&source=nobody", "/pay/custom?ref=1", "/pay/COACHING-60?ref=1",
                     "/pay/?ref=1", "/r/", "/r/AAAA", "/r/" + "A" * 60, "/l/", "/l/x", "/nowhere"):
            self.same_polite_page(base + path)

    def test_an_unknown_key_and_made_up_signed_links(self):
        base = self.world.gateway.url
        link = self.mint()
        kid, payload, expires, mac = link.rsplit("/", 1)[1].split(".")
        self.same_polite_page(f"{base}/l/nobody.{payload}.{expires}.{mac}")
        self.same_polite_page(f"{base}/l/{kid}.{payload}.{int(expires) + 1}.{mac}")
        self.same_polite_page(f"{base}/l/{kid}.{payload}.{expires}.{mac}.{mac}")
        self.same_polite_page(f"{base}/l/{kid}.{payload}.{expires}")
        self.same_polite_page(f"{base}/l/{kid}.{payload}.{expires}.{mac}=")

    def test_any_flipped_bit(self):
        link = self.mint()
        base, token = link.rsplit("/", 1)
        for place in range(len(token)):
            for bit in (0, 3):
                flipped = chr(ord(token[place]) ^ (1 << bit))
                if flipped in "/?#% ." or not flipped.isascii() or not flipped.isprintable():
                    continue
                self.same_polite_page(f"{base}/{token[:place]}{flipped}{token[place + 1:]}")

    def test_an_expired_signed_link(self):
        link = self.mint("--days", "1")
        self.world.pass_time(days=1, seconds=5)
        self.same_polite_page(link)


class SignedLinks(WithWorld):
    environment = {"QUITTANCE_LINK_KEYS": "new:" + "n" * 40 + ",old:" + "o" * 40}

    def mint(self, reference, *more, keys=None):
        made = self.world.command("link", "--ref", reference, *more,
                                  environment={"QUITTANCE_LINK_KEYS": keys} if keys else None)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.world.secrets.update({"n" * 40, "o" * 40, made.stdout.strip().rsplit("/", 1)[1]})
        return made.stdout.strip()

    def test_a_signed_link_says_amount_and_title_and_is_paid_like_any_other(self):
        world = self.world
        reference = world.reference("signed")
        link = self.mint(reference, "--offer", "custom", "--amount", "80.50 EUR", "--title", "Two sessions")
        reply = get(link)
        self.assertEqual(reply.status, 303)
        told = world.booking(reference)
        self.assertEqual((told["amount"], told["title"], told["state"]), (8050, "Two sessions", "open"))
        self.assertEqual(get(link).location, reply.location)
        world.pay_and_return(reply.location)
        world.wait_state(reference, "paid")

    def test_no_link_is_made_over_an_amount_that_no_card_can_pay(self):
        for amount in ("1.234 KWD", "0.10 EUR"):
            made = self.world.command("link", "--ref", "r", "--offer", "custom", "--title", "One", "--amount", amount)
            self.assertEqual((made.returncode, made.stdout), (1, ""))
            self.assertIn(f"{amount} cannot be charged", made.stderr)

    def test_the_old_key_still_opens_links_while_rotating(self):
        reference = self.world.reference("rotated")
        link = self.mint(reference, "--offer", "coaching-60", keys="old:" + "o" * 40)
        self.assertIn("/l/old.", link)
        self.assertEqual(get(link).status, 303)

    def test_a_payment_is_carried_to_the_new_reference_of_a_rescheduled_booking(self):
        world = self.world
        first = world.reference("before")
        reply = get(self.mint(first, "--offer", "coaching-60"))
        world.pay_and_return(reply.location)
        world.wait_state(first, "paid")
        second = world.reference("after")
        moved = get(self.mint(second, "--offer", "coaching-60", "--previous-ref", first))
        self.assertEqual(moved.status, 200, moved)
        self.assertIn("already paid", moved.text.lower())
        told = world.booking(second)
        self.assertEqual((told["state"], told["received"]), ("paid", 12000))
        self.assertEqual(world.sessions_of(second), world.sessions_of(first))
