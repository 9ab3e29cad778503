"""Letters through a mail server with a login: configured, stopped in the middle of one, and with a wrong password."""
import os
import signal
import socket
import tempfile
import time

from harness import MailServer, WithWorld, eventually, get

SENDER = {"transport": "smtp", "host": "127.0.0.1", "protection": "none", "user": "studio",
          "from": "appointments.and.billing@ana.example"}


class ThroughAMailServer(WithWorld):
    @classmethod
    def setUpClass(cls):
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.close)
        cls.config = {"mail": {**SENDER, "port": cls.server.port}}
        cls.environment = {"QUITTANCE_MAIL_PASSWORD": cls.server.password}
        super().setUpClass()
        cls.world.secrets.add(cls.server.password)

    def pay(self, name):
        made = self.world.checkout({"email": f"{name}@client.example", "name": name.title()}).json()
        self.world.pay_and_return(made["checkout_url"])
        self.world.wait_state(made["reference"], "paid")

    def wait_mail(self, name):
        return eventually(lambda: self.server.mails_to(f"{name}@client.example") or None, f"a mail to {name}")

    def listens(self, gateway):
        try:
            socket.create_connection(("127.0.0.1", gateway.port), 5).close()
            return True
        except OSError:
            return False

    def mail_health(self):
        return get(self.world.gateway.admin + "/healthz").json()["checks"]["mail:server"][0]

    def test_a_letter_goes_out_after_a_login(self):
        self.pay("rita")
        self.assertEqual(len(self.wait_mail("rita")), 1)
        self.assertGreater(self.server.logins, 0)
        self.assertEqual(self.mail_health()["status"], "pass")

    def test_a_stop_waits_for_the_answer_to_a_letter_in_hand(self):
        self.server.hold()
        self.pay("otto")
        self.wait_mail("otto")
        gateway = self.world.gateway
        gateway.running.terminate()
        eventually(lambda: not self.listens(gateway), "nobody new is served")
        self.assertTrue(gateway.alive, "it waits for the mail server's answer")
        self.server.release()
        self.assertEqual(gateway.running.wait(40), 0)  # a second signal would cut
        gateway.start()
        self.world.pass_time(hours=3)
        self.pay("olga")
        self.wait_mail("olga")
        self.assertEqual(len(self.server.mails_to("otto@client.example")), 1, "it was recorded as taken")

    def test_a_stop_does_not_wait_for_ever(self):
        self.server.hold()
        self.pay("lena")
        self.wait_mail("lena")
        began = time.monotonic()
        self.assertEqual(self.world.gateway.stop(), 0)
        self.assertLess(time.monotonic() - began, 20, "TimeoutStopSec of config/quittance.service")
        self.server.release()
        self.world.gateway.start()

    def test_half_a_login_is_refused_by_name(self):
        for environment in ({"QUITTANCE_MAIL_PASSWORD": None}, {"QUITTANCE_MAIL_PASSWORD": "a\nb"}):
            refused = self.world.command("serve", environment=environment)
            self.assertEqual(refused.returncode, 1, refused)
            self.assertIn("[mail] user", refused.stderr)
            self.assertIn("QUITTANCE_MAIL_PASSWORD", refused.stderr)

    def test_a_password_that_is_wrong_turns_health_red_and_is_not_tried_for_ever(self):
        right, self.server.password = self.server.password, "another one"
        try:
            self.pay("paula")
            told = eventually(lambda: self.mail_health() if self.mail_health()["status"] == "fail" else None,
                              "health says so")
            self.assertIn("535", str(told))
        finally:
            self.server.password = right
        self.world.pass_time(hours=2)
        self.assertEqual(len(self.wait_mail("paula")), 1)
        eventually(lambda: self.mail_health()["status"] == "pass" or None, "it is well again")


class NewPassword(WithWorld):
    @classmethod
    def setUpClass(cls):
        cls.server = MailServer()
        cls.addClassCleanup(cls.server.close)
        kept = tempfile.TemporaryDirectory(prefix="quittance-password-")
        cls.addClassCleanup(kept.cleanup)
        cls.file = os.path.join(kept.name, "mail_password")
        cls.keep(cls.server.password)
        cls.config = {"mail": {**SENDER, "port": cls.server.port}}
        cls.environment = {"QUITTANCE_MAIL_PASSWORD_FILE": cls.file}
        super().setUpClass()
        cls.world.secrets.add(cls.server.password)

    @classmethod
    def keep(cls, password):
        with open(cls.file, "w", encoding="ascii", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(password + "\n")

    def reload(self, said):
        gateway = self.world.gateway
        before = gateway.said().count(said)
        gateway.signal(signal.SIGHUP)
        eventually(lambda: gateway.said().count(said) > before, said)

    def mail_to(self, name):
        made = self.world.checkout({"email": f"{name}@client.example", "name": name.title()}).json()
        self.world.pay_and_return(made["checkout_url"])
        return eventually(lambda: self.server.mails_to(f"{name}@client.example"), f"a mail to {name}")

    def test_a_new_password_is_taken_with_sighup(self):
        self.assertEqual(len(self.mail_to("rita")), 1)
        before, self.server.password = self.server.logins, "another word for it"
        self.world.secrets.add(self.server.password)
        self.keep(self.server.password)
        self.reload("event=reloaded")
        self.assertEqual(len(self.mail_to("ruth")), 1)
        self.assertGreater(self.server.logins, before)
        self.keep("")
        self.reload("event=reload_refused")
        self.assertEqual(len(self.mail_to("rose")), 1)
        self.keep(self.server.password)  # no command starts with a secret that is empty
