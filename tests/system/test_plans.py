"""Plans before anybody buys one: the command line and the API say the same, and a start warns of what may be credit."""
import re

from harness import WithWorld

COURSE = {"id": "course", "title": "Course", "price": "1300.01 EUR",
          "plan": {"deposit": "100.00 EUR", "every": "monthly", "count": 6}}
WORKSHOP = {"id": "workshop", "title": "Workshop", "price": "240.00 EUR", "plan": {"from_service": [-14, 0]}}


class Plans(WithWorld):
    offers = [COURSE, WORKSHOP]
    config = {"plans": {"country": "US", "acknowledge": ["workshop: us-four-instalments"]}}

    def test_the_command_line_and_the_api_say_the_same(self):
        done = self.world.command("plan", "--offer", "course", "--from", "2027-01-31", "--zone", "Europe/Lisbon")
        self.assertEqual(done.returncode, 0, done.stderr)
        printed = re.findall(r"^ +(\d+)  \w{3} (\S+) +(\d+)\.(\d\d) EUR", done.stdout, re.MULTILINE)
        told = self.world.api("GET", "/v1/offers/course/plan?from=2027-01-31&zone=Europe/Lisbon")
        self.assertEqual(told.status, 200, told)
        items = [(one["number"], one["due"], one["amount"]) for one in told.json()["items"]]
        self.assertEqual([(int(n), date, int(major + minor)) for n, date, major, minor in printed], items)
        self.assertEqual([date for _, date, _ in items],
                         ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30",
                          "2027-07-31"])
        self.assertEqual(sum(amount for _, _, amount in items), 130001)

    def test_a_plan_is_printed_without_a_store_or_a_key(self):
        done = self.world.command("plan", "--offer", "workshop", "--from", "2027-01-31", "--service", "2027-03-28",
                                  environment={"QUITTANCE_REDIS": "unix:/nowhere/redis.sock",
                                               "QUITTANCE_STATE": "/nowhere"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("charged to the kept card, 09:00 Europe/Berlin (07:00 UTC)", done.stdout)

    def test_what_is_missing_is_said_in_a_sentence(self):
        done = self.world.command("plan", "--offer", "workshop", "--from", "2027-01-31")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("add --service DATE", done.stderr)

    def test_a_start_and_the_doctor_warn_of_what_may_be_credit(self):
        said = self.world.gateway.said()
        self.assertEqual(said.count("event=plan_may_be_credit"), 1, said)
        self.assertIn("offer=course", said)
        self.assertIn("not legal advice", said)
        told = self.world.command("doctor").stdout
        self.assertIn("note   plans", told)
        self.assertIn("'workshop: us-four-instalments' is acknowledged, but no plan needs it", told)
