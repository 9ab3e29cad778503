"""The API of booking systems: keys, idempotency, problems with the field named, balances."""
import hashlib
import json

from harness import Forms, WithWorld, ask, get, in_parallel, post


class Api(WithWorld):
    def fields(self, reply):
        self.assertEqual(reply.status, 422, reply)
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        return {one["field"] for one in reply.json()["errors"]}

    def test_a_checkout_is_made_paid_and_read(self):
        world = self.world
        made = world.checkout({"name": "Ada Client", "email": "ada@client.example", "zone": "Europe/Vienna",
                               "locale": "de-AT", "due": "2027-03-01", "service_at": "2027-03-02T10:00:00Z"})
        world.secrets.add("ada@client.example")
        self.assertEqual(made.status, 201, made)
        told = made.json()
        self.assertEqual((told["state"], told["amount"], told["currency"], told["source"]),
                         ("open", 12000, "EUR", "api"))
        self.assertEqual(world.booking(told["reference"]), told)
        world.pay_and_return(told["checkout_url"])
        paid = world.wait_state(told["reference"], "paid")
        self.assertEqual((paid["received"], paid["open"], paid["checkout_url"]), (12000, 0, None))
        again = world.checkout({"reference": told["reference"]})
        self.assertEqual((again.status, again.json()["state"]), (200, "paid"))

    def test_what_is_billed_opens_nothing_at_the_processor_and_is_paid_from_its_page(self):
        world = self.world
        body = {"offer": "coaching-60", "reference": world.reference("billed"), "email": "bo@client.example",
                "due": "2027-03-01"}
        world.secrets.add("bo@client.example")
        made = world.api("POST", "/v1/bookings", body)
        self.assertEqual(made.status, 201, made)
        told = made.json()
        self.assertEqual((told["state"], told["open"], told["checkout_url"]), ("open", 12000, None))
        self.assertEqual(told["items"][0]["due"], "2027-03-01")
        self.assertEqual(world.sessions_of(body["reference"]), [])
        self.assertEqual(world.api("POST", "/v1/bookings", body).status, 200)
        shown = get(told["page_url"])
        form = next(one for one in Forms(shown.text).all if one["action"].endswith("/pay"))
        pressed = post(world.gateway.url + form["action"], form["fields"])
        self.assertEqual(pressed.status, 303, pressed)
        world.pay_and_return(pressed.location)
        self.assertEqual(world.wait_state(body["reference"], "paid")["received"], 12000)
        self.assertEqual(len(world.sessions_of(body["reference"])), 1)

    def test_an_amount_of_its_own_needs_a_title(self):
        made = self.world.checkout({"offer": None, "title": "Workshop", "amount": 4999, "currency": "GBP"})
        self.assertEqual(made.status, 201, made)
        self.assertEqual((made.json()["amount"], made.json()["currency"]), (4999, "GBP"))
        self.assertEqual(self.fields(self.world.checkout({"offer": None, "amount": 4999, "currency": "GBP"})), {"title"})

    def test_a_key_is_required_and_must_be_known(self):
        path = self.world.gateway.url + "/v1/checkouts"
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic " + self.world.api_key},
                        {"Authorization": "Bearer"}):
            for method, url in (("POST", path), ("GET", self.world.gateway.url + "/v1/bookings/x")):
                reply = ask(method, url, None if method == "GET" else "{}",
                            {"Content-Type": "application/json", **headers})
                self.assertEqual(reply.status, 401, (method, headers))
                self.assertIn("Bearer", reply.headers["WWW-Authenticate"])
                self.assertEqual(reply.headers["Content-Type"], "application/problem+json")

    def test_a_new_key_works_and_the_old_one_goes_on(self):
        made = self.world.command("key", "new", "booking-page")
        self.assertEqual(made.returncode, 0, made.stderr)
        key = made.stdout.strip()
        self.world.secrets.add(key)
        def works():
            return self.world.checkout(key=key).status == 201
        # A gateway remembers the list of keys for a little while.
        if not works():
            self.world.pass_time(minutes=2)
        self.assertTrue(works())
        self.assertEqual(self.world.checkout().status, 201)
        listed = self.world.command("key", "list").stdout
        self.assertIn("booking-page", listed)
        self.assertNotIn(key, listed)
        self.assertNotIn(key, json.dumps(self.world.store("HGETALL", "q:keys")))

    def test_one_idempotency_key_is_one_request(self):
        world = self.world
        body = {"offer": "coaching-60", "reference": world.reference("idem")}
        headers = {"Idempotency-Key": world.reference("key")}
        first = world.api("POST", "/v1/checkouts", body, headers=headers)
        self.assertEqual(first.status, 201)
        self.assertIsNone(first.headers.get("Idempotent-Replayed"))
        again = world.api("POST", "/v1/checkouts", body, headers=headers)
        self.assertEqual((again.status, again.body), (201, first.body))
        self.assertEqual(again.headers["Idempotent-Replayed"], "true")
        other = world.api("POST", "/v1/checkouts", {**body, "reference": "another"}, headers=headers)
        self.assertEqual(self.fields(other), {"Idempotency-Key"})
        self.assertEqual(world.api("GET", "/v1/bookings/another").status, 404)
        bad = world.api("POST", "/v1/checkouts", body, headers={"Idempotency-Key": "k" * 256})
        self.assertEqual(bad.status, 400)

    def test_a_refused_request_is_replayed_too(self):
        headers = {"Idempotency-Key": self.world.reference("key")}
        body = {"offer": "coaching-60", "reference": "r", "amount": -1, "currency": "EUR"}
        first = self.world.api("POST", "/v1/checkouts", body, headers=headers)
        again = self.world.api("POST", "/v1/checkouts", body, headers=headers)
        self.assertEqual(first.status, 422)
        self.assertEqual((again.status, again.body), (first.status, first.body))

    def test_the_same_key_at_the_same_time_is_answered_409_or_replayed(self):
        world = self.world
        body = {"offer": "coaching-60", "reference": world.reference("race")}
        headers = {"Idempotency-Key": world.reference("key")}
        world.trouble(slow_ms="400")
        try:
            replies = in_parallel(lambda _: world.api("POST", "/v1/checkouts", body, headers=headers), range(8), 8)
        finally:
            world.no_trouble()
        codes = [one.status for one in replies]
        self.assertLessEqual(set(codes), {201, 409})
        self.assertIn(409, codes)
        self.assertIn(201, codes)
        for one in replies:
            if one.status == 409:
                self.assertIn("Retry-After", one.headers)
        self.assertEqual(len(world.sessions_of(body["reference"])), 1)

    def test_the_same_booking_under_many_keys_at_once_makes_one_session(self):
        world = self.world
        body = {"offer": "coaching-60", "reference": world.reference("many")}
        replies = in_parallel(lambda i: world.api("POST", "/v1/checkouts", body,
                                                  headers={"Idempotency-Key": f"{body['reference']}-{i}"}), range(32), 32)
        self.assertEqual({one.status for one in replies}, {201})
        self.assertEqual(len({one.json()["checkout_url"] for one in replies}), 1)
        self.assertEqual(len(world.sessions_of(body["reference"])), 1)

    def test_what_cannot_be_taken_is_refused_with_its_field_and_makes_nothing(self):
        world = self.world
        keys = world.store.keys()
        custom = {"offer": None, "title": "Workshop"}
        for body, field in (
                ({"offer": "no-such"}, "offer"), ({"reference": None}, "reference"), ({"reference": ""}, "reference"),
                ({"reference": "x" * 201}, "reference"), ({"reference": 7}, "reference"),
                ({"reference": "a\u0000b"}, "reference"), ({"reference": "a\u202eb"}, "reference"),
                ({"refrence": "x"}, "refrence"), ({"email": "no address"}, "email"), ({"email": ["a@b.example"]}, "email"),
                ({"zone": "Europe/Nowhere"}, "zone"), ({"locale": "not a tag"}, "locale"), ({"due": "2027-02-30"}, "due"),
                ({"due": "tomorrow"}, "due"), ({"service_at": "noon"}, "service_at"), ({"source": "nobody"}, "source"),
                ({"amount": 100}, "currency"), ({"currency": "EUR"}, "amount"),
                ({**custom, "amount": -1, "currency": "EUR"}, "amount"),
                ({**custom, "amount": 12.5, "currency": "EUR"}, "amount"),
                ({**custom, "amount": "100", "currency": "EUR"}, "amount"),
                ({**custom, "amount": True, "currency": "EUR"}, "amount"),
                ({**custom, "amount": 9223372036854775808, "currency": "EUR"}, "amount"),
                ({**custom, "amount": 10 ** 30, "currency": "EUR"}, "amount"),
                ({**custom, "amount": 9223372036854775807, "currency": "EUR"}, "amount"),
                ({**custom, "amount": 49, "currency": "EUR"}, "amount"),
                ({**custom, "amount": 49, "currency": "JPY"}, "amount"),
                ({**custom, "amount": 29, "currency": "GBP"}, "amount"),
                ({**custom, "amount": 5001, "currency": "KWD"}, "amount"),
                ({**custom, "amount": 100, "currency": "EURO"}, "currency"),
                ({**custom, "amount": 100, "currency": "XQX"}, "currency"),
                ({**custom, "amount": 100, "currency": 978}, "currency"),
                ({"title": "x" * 201}, "title"), ({"description": "x" * 501}, "description")):
            self.assertIn(field, self.fields(world.checkout(body)), body)
        self.assertEqual(world.store.keys(), keys)

    def test_what_is_no_json_object_is_told_so(self):
        world = self.world
        self.assertEqual(world.api("POST", "/v1/checkouts", "{").status, 400)
        self.assertEqual(world.api("POST", "/v1/checkouts", '{"a":' * 2000 + "1" + "}" * 2000).status, 400)
        self.assertEqual(world.api("POST", "/v1/checkouts", "[]").status, 422)
        self.assertEqual(world.api("POST", "/v1/checkouts", b'{"reference":"\xff"}').status, 400)
        self.assertEqual(world.api("POST", "/v1/checkouts", "{}", headers={"Content-Type": "text/plain"}).status, 415)

    def test_the_reference_of_a_booking_under_other_terms_is_refused(self):
        body = {"offer": None, "title": "Workshop", "amount": 5000, "currency": "EUR",
                "reference": self.world.reference("terms")}
        self.assertEqual(self.world.checkout(body).status, 201)
        self.assertEqual(self.world.checkout({**body, "amount": 6000}).status, 409)
        self.assertEqual(self.world.booking(body["reference"])["amount"], 5000)

    def test_a_booking_nobody_made_is_404_and_an_odd_reference_finds_its_way(self):
        self.assertEqual(self.world.api("GET", "/v1/bookings/nobody").status, 404)
        reference = "Zürich 5/7 & more?#%41"
        self.assertEqual(self.world.checkout({"reference": reference}).status, 201)
        self.assertEqual(self.world.booking(reference)["reference"], reference)

    def test_one_reference_sold_twice_asks_which_one(self):
        reference = self.world.reference("twice")
        for offer in ("coaching-60", "coaching-90"):
            self.assertEqual(self.world.checkout({"reference": reference, "offer": offer}).status, 201)
        self.assertEqual(self.world.api("GET", f"/v1/bookings/{reference}").status, 409)
        self.assertEqual(self.world.booking(reference, offer="coaching-90")["amount"], 17000)

    def test_a_reschedule_carries_the_payment_over(self):
        world = self.world
        first = world.checkout().json()
        world.pay_and_return(first["checkout_url"])
        world.wait_state(first["reference"], "paid")
        second = world.reference("rescheduled")
        moved = world.checkout({"reference": second, "previous_ref": first["reference"]})
        self.assertEqual((moved.status, moved.json()["state"], moved.json()["received"]), (200, "paid", 12000))
        # The old reference leads to the moved booking, which is there once.
        self.assertEqual(world.booking(first["reference"])["reference"], second)
        unknown = world.checkout({"previous_ref": "never-booked"})
        self.assertEqual(unknown.status, 404)

    def test_the_command_moves_a_booking_too(self):
        world = self.world
        first = world.checkout().json()
        world.pay_and_return(first["checkout_url"])
        world.wait_state(first["reference"], "paid")
        second = world.reference("moved")
        moved = world.command("move", first["reference"], second)
        self.assertEqual(moved.returncode, 0, moved.stderr)
        self.assertEqual((world.booking(second)["state"], world.booking(second)["received"]), ("paid", 12000))
        missing = world.command("move", "never-booked", "whatever")
        self.assertEqual(missing.returncode, 1)
        self.assertIn("never-booked", missing.stderr)

    def test_a_client_of_the_business_keeps_one_account(self):
        world = self.world
        first = world.checkout().json()
        second = world.checkout({"client": first["client"]}).json()
        self.assertEqual(second["client"], first["client"])
        self.assertNotEqual(second["booking"], first["booking"])
        shown = world.command("show", first["client"])
        self.assertEqual(shown.returncode, 0, shown.stderr)
        for one in (first, second):
            self.assertIn(one["reference"], shown.stdout)

    def test_a_client_that_is_none_of_ours_is_refused_by_name_and_nothing_breaks(self):
        world, process = self.world, self.world.gateway.running.pid
        for client in ("customer-42", "x" * 64, "abc/def/ghi-jkl/mno/p", "../../../../../../../.."):
            self.assertEqual(self.fields(world.checkout({"client": client})), {"client"}, client)
        self.assertEqual(world.checkout().status, 201)
        self.assertTrue(world.gateway.alive)
        self.assertEqual(world.gateway.running.pid, process)

    def test_too_large_a_body_is_413(self):
        reply = self.world.api("POST", "/v1/checkouts", '{"title":"' + "x" * 65536 + '"}')
        self.assertEqual(reply.status, 413)

    def test_a_wrong_method_is_405_with_allow(self):
        for path, method, allowed in (("/v1/checkouts", "GET", "POST"), ("/v1/bookings/x", "POST", "GET"),
                                      ("/webhooks/stripe", "GET", "POST")):
            reply = ask(method, self.world.gateway.url + path)
            self.assertEqual(reply.status, 405, path)
            self.assertIn(allowed, reply.headers["Allow"])


class ApiBucket(WithWorld):
    config = {"limits.api": {"per_minute": 60, "burst": 5}, "limits.links": {"per_minute": 60, "burst": 5}}

    def test_more_requests_than_the_bucket_holds_are_told_to_wait(self):
        codes = [self.world.api("GET", "/v1/bookings/none").status for _ in range(7)]
        self.assertEqual(codes[:5], [404] * 5)
        self.assertIn(429, codes[5:])
        refused = self.world.api("GET", "/v1/bookings/none")
        if refused.status == 429:
            self.assertIn("Retry-After", refused.headers)

    def test_links_have_a_bucket_of_their_own_and_webhooks_none(self):
        replies = [get(self.world.gateway.url + "/pay/nothing?ref=1") for _ in range(8)]
        self.assertEqual([one.status for one in replies[:5]], [404] * 5)
        self.assertEqual(replies[-1].status, 429)
        self.assertIn("Retry-After", replies[-1].headers)
        for _ in range(20):
            self.assertEqual(post(self.world.gateway.url + "/webhooks/stripe", b"{}").status, 400)


class Described(WithWorld):
    """Beside this, every call of every system test is held against the description (harness/description.py)."""
    offers = [{"id": "coaching-60", "title": "Coaching, 60 minutes", "price": "120.00 EUR"},
              {"id": "ten", "title": "Ten hours", "price": "900.00 EUR", "credits": {"granted": 10}}]

    def test_the_description_needs_no_key_and_names_this_address(self):
        reply = get(self.world.gateway.url + "/v1/openapi.json")
        self.assertEqual((reply.status, reply.headers["Content-Type"]), (200, "application/json"))
        self.assertEqual(reply.json()["servers"][0]["url"], self.world.gateway.url)
        self.assertEqual(self.world.redis.running.poll(), None)

    def test_what_the_description_does_not_say_is_found(self):
        described = self.world.description
        page = {"bookings": [], "next": None}
        schema = {"$ref": "#/components/schemas/BookingPage"}
        self.assertEqual(list(described.faults(page, schema)), [])
        for wrong in ({"bookings": []}, {**page, "more": 1}, {**page, "next": 7}, {**page, "bookings": [{}]}, [], None):
            self.assertTrue(list(described.faults(wrong, schema)), wrong)
        item = {"number": 1, "amount": 5, "open": 5, "paid": 0, "waived": 0, "returned": 0}
        schema = {"$ref": "#/components/schemas/Item"}
        self.assertEqual(list(described.faults(item, schema)), [])
        for wrong in ({"number": 0}, {"amount": -1}, {"amount": 1.5}, {"amount": True}, {"due": "2027-02-30"}):
            self.assertTrue(list(described.faults({**item, **wrong}, schema)), wrong)

    def test_who_pays_is_a_client_first_and_another_person_attends(self):
        world = self.world
        payer = {"name": "Kim's parents", "email": "pays@client.example", "locale": "en"}
        made = [world.api("POST", "/v1/clients", payer, headers={"Idempotency-Key": "payer-1"}) for _ in range(2)]
        self.assertEqual([one.status for one in made], [201, 201])
        client = made[0].json()["client"]
        self.assertEqual(made[1].json()["client"], client)
        nobody = world.api("POST", "/v1/clients", {"name": "nobody"}, headers={"Idempotency-Key": "payer-2"})
        self.assertEqual(nobody.status, 422)
        self.assertEqual(world.api("POST", "/v1/clients", payer).status, 422)
        booked = world.checkout({"client": client, "name": "Kim", "email": "kim@client.example"}).json()
        self.assertEqual(booked["client"], client)
        world.pay_and_return(booked["checkout_url"])
        world.wait_state(booked["reference"], "paid")
        told = world.api("GET", "/v1/clients/" + client).json()
        self.assertEqual((told["name"], told["email"], told["bookings"]), ("Kim's parents", "pays@client.example", 1))
        listed = world.api("GET", "/v1/clients?limit=100").json()["clients"]
        self.assertEqual([one["bookings"] for one in listed if one["client"] == client], [1])
        self.assertEqual(world.command("fsck").returncode, 0)

    def test_a_list_is_read_page_by_page_while_more_is_booked(self):
        world = self.world
        made = [world.checkout().json()["reference"] for _ in range(7)]
        seen, cursor = [], ""
        while cursor is not None:
            page = world.api("GET", "/v1/bookings?limit=3" + (f"&cursor={cursor}" if cursor else "")).json()
            self.assertLessEqual(len(page["bookings"]), 3)
            seen += [one["reference"] for one in page["bookings"]]
            cursor = page["next"]
            if len(seen) < 7:
                world.checkout()
        self.assertEqual([one for one in seen if one in made], made)
        self.assertEqual(len(seen), len(set(seen)))
        owed = world.api("GET", "/v1/bookings?list=owed&limit=100").json()["bookings"]
        self.assertEqual({one["state"] for one in owed}, {"open"})
        self.assertEqual(world.api("GET", "/v1/bookings?limit=101").status, 422)
        self.assertEqual(world.api("GET", f"/v1/bookings?list=held&cursor={seen[0]}").status, 422)
        world.fsck()

    def test_a_client_is_one_view_over_what_was_booked_paid_and_used(self):
        world = self.world
        first = world.checkout({"email": "ada@client.example", "name": "Ada"}).json()
        world.secrets.add("ada@client.example")
        more = world.checkout({"offer": "ten", "client": first["client"]}).json()
        yen = world.checkout({"offer": None, "title": "Tea", "amount": 700, "currency": "JPY",
                              "client": first["client"]}).json()
        world.pay_and_return(more["checkout_url"])
        world.wait_state(more["reference"], "paid")
        used = world.api("POST", f"/v1/bookings/{more['reference']}/deliveries",
                         {"id": "s-1", "on": "2030-01-31", "author": "ann"})
        self.assertEqual(used.status, 201, used)
        gift = {"credits": 2, "reason": "a class was cancelled", "author": "ann", "id": "c-1"}
        for status in (201, 200):
            granted = world.api("POST", f"/v1/bookings/{more['reference']}/credits", gift)
            self.assertEqual((granted.status, granted.json()["credits"]["left"]), (status, 11), granted)
        self.assertIn("2 credits granted by ann", world.command("show", more["reference"]).stdout)
        told = world.api("GET", "/v1/clients/" + first["client"]).json()
        listed = [one for one in world.api("GET", "/v1/clients?limit=100").json()["clients"] if one["client"] == first["client"]]
        self.assertEqual(listed, [told])
        self.assertEqual((told["email"], told["bookings"], told["credits"]["left"]), ("ada@client.example", 3, 11))
        self.assertEqual([(one["currency"], one["booked"], one["received"], one["open"], one["due"])
                          for one in told["totals"]], [("EUR", 102000, 90000, 12000, 12000), ("JPY", 700, 0, 700, 700)])
        page = world.api("GET", f"/v1/clients/{first['client']}/bookings?limit=2").json()
        rest = world.api("GET", f"/v1/clients/{first['client']}/bookings?cursor={page['next']}").json()
        self.assertEqual([one["reference"] for one in page["bookings"] + rest["bookings"]],
                         [one["reference"] for one in (first, more, yen)])
        self.assertEqual(world.api("GET", "/v1/clients/" + "x" * 22).status, 404)

    def test_what_a_person_decides_goes_by_the_api_too(self):
        world = self.world
        reference = world.checkout().json()["reference"]
        at = f"/v1/bookings/{reference}/"
        said = {"reason": "ill", "author": "ann"}
        split = {"item": 1, "parts": [{"amount": 5000, "due": "2030-01-31"}, {"amount": 7000, "due": "2030-02-28"}], **said}
        for status in (201, 201):  # the second is the first one's reply
            reply = world.api("POST", at + "changes", split, headers={"Idempotency-Key": "split-1"})
            self.assertEqual((reply.status, len(reply.json()["items"])), (status, 2), reply)
        self.assertEqual(reply.headers["Idempotent-Replayed"], "true")
        waived = world.api("POST", at + "waivers", {"item": 1, "amount": 2000, "id": "w-1", **said})
        self.assertEqual((waived.status, waived.json()["open"]), (201, 10000), waived)
        taken = world.api("POST", at + "payments", {"amount": 3000, "reference": "bank-1", "on": "2026-11-20", "author": "ann"})
        self.assertEqual((taken.status, taken.json()["open"]), (201, 7000), taken)
        mended = world.api("POST", at + "corrections", {"reference": "bank-1", "amount": 1000, "id": "c-1", **said})
        self.assertEqual((mended.status, mended.json()["open"]), (201, 8000), mended)
        named = world.api("POST", at + "contacts", {"addresses": ["office@client.example"], "author": "ann"})
        self.assertEqual(named.status, 201, named)
        self.assertEqual(world.api("GET", at + "contacts").json()["addresses"], ["office@client.example"])
        ended = world.api("POST", at + "cancellation", {"refund": 0, **said})
        self.assertEqual((ended.status, ended.json()["state"], ended.json()["open"]), (201, "closed", 0), ended)
        self.assertEqual(world.api("POST", at + "cancellation", {"refund": 0, **said}).status, 200)
        for part in ("items", "payments", "refunds", "waivers", "deliveries", "credits"):
            told = world.api("GET", at + part)
            self.assertEqual(told.status, 200, told)
            self.assertEqual(told.json()[part], world.booking(reference).get(part), part)
        world.fsck()


class EndedKeys(WithWorld):
    def end(self, which):
        return self.world.command("key", "end", which)

    def test_an_ended_key_opens_nothing_and_no_restart_brings_it_back(self):
        world = self.world
        leaked = world.command("key", "new", "leaked").stdout.strip()
        world.secrets.add(leaked)
        listed = hashlib.sha256(leaked.encode()).hexdigest()[:12]
        self.assertEqual(world.checkout(key=leaked).status, 201)
        for slip in (listed[:3], "0123456789ab"):
            refused = self.end(slip)
            self.assertEqual((refused.returncode, "no such" in refused.stderr), (2, True), refused)
        ended = self.end(listed)
        self.assertEqual((ended.returncode, "leaked" in ended.stdout), (0, True), ended)
        again = self.end(listed)
        self.assertEqual((again.returncode, "before" in again.stdout), (0, True), again)
        world.pass_time(minutes=2)  # a gateway remembers the list of keys for a little while
        self.assertEqual(world.checkout(key=leaked).status, 401)
        self.assertEqual(world.checkout().status, 201)
        # The first one, too, which stands in the environment of the gateway.
        self.assertEqual(self.end(hashlib.sha256(world.api_key.encode()).hexdigest()[:12]).returncode, 0)
        world.pass_time(minutes=2)
        self.assertEqual(world.checkout().status, 401)
        world.gateway.stop()
        world.gateway.start()
        self.assertEqual(world.checkout().status, 401)
