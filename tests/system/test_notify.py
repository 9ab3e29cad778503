"""Booking systems are told: once, signed, whatever fails; and who fails holds up nobody else."""
import json

from harness import Receiver, WithWorld, eventually, get

PAID = ["booking.confirmed", "item.paid"]


class Telling(WithWorld):
    @classmethod
    def setUpClass(cls):
        cls.calendar, cls.crm = Receiver(), Receiver()
        cls.config = {
            "policy": {"hold_hours": 1},
            "notify": {"allowed_networks": ["127.0.0.0/8"],
                       "endpoint": [{"name": "calendar", "url": cls.calendar.url},
                                    {"name": "crm", "url": cls.crm.url, "secret": "CRM_SECRET"}]}}
        cls.environment = {"NOTIFY_CALENDAR_SECRET": cls.calendar.secret,
                           # The old one signs beside the new one while they rotate.
                           "CRM_SECRET": "whsec_" + "A" * 32 + "," + cls.crm.secret}
        super().setUpClass()
        cls.world.secrets.update({cls.calendar.secret, cls.crm.secret})

    @classmethod
    def tearDownClass(cls):
        try:
            super().tearDownClass()
        finally:
            cls.calendar.close()
            cls.crm.close()

    def setUp(self):
        for one in (self.calendar, self.crm):
            one.status = 200
            one.held.set()

    def pay_one(self):
        reference, page = self.world.book(email="somebody@example.com", name="Some Body")
        self.world.pay(page)
        self.world.wait_state(reference, "paid")
        return reference

    def standing(self, name):
        told = get(self.world.gateway.admin + "/notify.json").json()
        return next(one for one in told["endpoints"] if one["name"] == name)

    def deliveries(self, reference, receiver):
        ids = {one for _, one, _ in receiver.about(reference)}
        told = get(self.world.gateway.admin + "/notify.json").json()
        return [one for one in told["deliveries"] if one["id"] in ids]

    def test_a_payment_is_told_once_to_each_signed_and_without_names(self):
        reference = self.pay_one()
        for receiver in (self.calendar, self.crm):
            eventually(lambda receiver=receiver: len(receiver.about(reference)) >= 2, "both notices came")
        self.world.pass_time(seconds=10)
        eventually(lambda: self.standing("calendar")["waiting"] == 0, "nothing waits")
        for receiver in (self.calendar, self.crm):
            self.assertEqual(receiver.kinds(reference), PAID)
            self.assertTrue(all(genuine for _, _, genuine in receiver.about(reference)))
        self.assertEqual({one for _, one, _ in self.calendar.about(reference)},
                         {one for _, one, _ in self.crm.about(reference)})
        told = json.dumps([body for _, body, _ in self.calendar.told])
        self.assertNotIn("somebody", told)
        self.assertNotIn("Some Body", told)
        page = get(self.world.gateway.admin + "/notify")
        self.assertEqual(page.status, 200)
        self.assertIn("booking.confirmed", page.text)

    def test_an_endpoint_that_fails_or_hangs_holds_up_no_other(self):
        self.calendar.status = 500
        first = self.pay_one()
        eventually(lambda: self.crm.kinds(first) == PAID, "the other was told")
        self.calendar.held.clear()
        references = [self.pay_one() for _ in range(6)]
        for one in references:
            eventually(lambda one=one: self.crm.kinds(one) == PAID, "the other was told")
        self.calendar.status = 200
        self.calendar.held.set()
        for one in (first, *references):
            self.world.move_clock(minutes=6)
            eventually(lambda one=one: all(note["state"] == "delivered" for note in self.deliveries(one, self.calendar))
                       and set(self.calendar.kinds(one)) == set(PAID), "it came round")

    def test_a_gateway_killed_before_the_answer_tells_it_again_under_the_same_id(self):
        self.calendar.held.clear()
        reference = self.pay_one()
        eventually(lambda: len(self.calendar.about(reference)) == 2, "both tries are under way")
        before = {one for _, one, _ in self.calendar.about(reference)}
        self.world.gateway.kill()
        self.calendar.held.set()
        self.world.gateway.start()
        self.world.pass_time(seconds=40)  # the lease of the dead
        eventually(lambda: len(self.calendar.about(reference)) == 4, "they came again")
        eventually(lambda: self.standing("calendar")["waiting"] == 0, "nothing waits")
        self.assertEqual({one for _, one, _ in self.calendar.about(reference)}, before)
        self.assertEqual(len(before), 2)

    def test_an_endpoint_that_is_gone_waits_for_a_person_and_what_was_told_can_be_told_again(self):
        self.calendar.status = 410
        reference = self.pay_one()
        eventually(lambda: not self.standing("calendar")["enabled"], "it is disabled")
        tried = len(self.calendar.told)
        other = self.pay_one()
        self.world.pass_time(hours=1)
        self.assertLessEqual(len(self.calendar.told), tried + 1)
        listed = self.world.command("notify", "list", "calendar")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        self.assertIn("disabled since", listed.stdout)
        self.calendar.status = 204
        enabled = self.world.command("notify", "enable", "calendar")
        self.assertEqual(enabled.returncode, 0, enabled.stderr)
        for one in (reference, other):
            eventually(lambda one=one: set(self.calendar.kinds(one)) == set(PAID), "what waited was sent")
        eventually(lambda: self.standing("calendar")["waiting"] == 0, "nothing waits")
        one = self.calendar.about(other)[0][1]
        times = len(self.calendar.about(other))
        again = self.world.command("notify", "replay", "calendar", "--id", one)
        self.assertEqual(again.returncode, 0, again.stderr)
        eventually(lambda: len(self.calendar.about(other)) == times + 1, "it was sent again")
        self.assertEqual(self.calendar.about(other)[-1][1], one)
        wrong = self.world.command("notify", "replay", "calender")
        self.assertEqual(wrong.returncode, 1)
        self.assertIn("did you mean 'calendar'?", wrong.stderr)

    def test_a_hold_that_is_over_tells_that_the_slot_is_free(self):
        reference, _ = self.world.book()
        for _ in range(6):
            self.world.pass_time(minutes=40)
        eventually(lambda: "booking.expired" in self.calendar.kinds(reference), "it was told")
        self.assertEqual(self.calendar.kinds(reference), ["booking.expired"])


class Refusing(WithWorld):
    def test_a_start_without_the_secret_says_where_it_may_lie(self):
        world = self.world
        world.config["notify"] = {"endpoint": [{"name": "calendar", "url": "https://booking.example.com/hooks"}]}
        world.write_config()
        try:
            done = world.command("serve", environment={"QUITTANCE_PUBLIC": "127.0.0.1:1", "QUITTANCE_ADMIN": "127.0.0.1:2"})
            self.assertEqual(done.returncode, 1)
            self.assertIn("notify.endpoint 'calendar': NOTIFY_CALENDAR_SECRET is not set", done.stderr)
            self.assertIn("notify_calendar_secret", done.stderr)
            self.assertEqual(world.command("notify", "list").returncode, 0)
        finally:
            del world.config["notify"]
            world.write_config()
