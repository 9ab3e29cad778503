"""A mail server on loopback that wants a login, and takes its time when the test says so."""
import base64
import socketserver
import threading


class MailServer:
    """Takes mails from whoever knows `user` and `password`; `hold` keeps back the answer to the final dot."""

    def __init__(self, user="studio", password="a word for the mail server"):
        self.user, self.password = user, password
        self.guard = threading.Lock()
        self.taken = []  # (recipient, bytes), with the final dot read
        self.logins = 0
        self.go_on = threading.Event()
        self.go_on.set()
        outer = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    outer.converse(self.rfile, self.wfile)
                except (OSError, ValueError):
                    pass  # who sent is gone, as the test wants, or was cut off in the middle of a word

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Conversation)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()

    def mails_to(self, recipient):
        with self.guard:
            return [text for to, text in self.taken if to == recipient]

    def hold(self):
        self.go_on.clear()

    def release(self):
        self.go_on.set()

    # --- One connection
    def converse(self, lines, out):
        def say(text):
            out.write(text.encode() + b"\r\n")

        known, recipient = False, ""
        say("220 mail.example ready")
        for line in lines:
            if not line.endswith(b"\n"):
                return None  # cut off
            word = line.decode("latin-1").strip()
            verb = word.split(" ")[0].upper()
            if verb in ("EHLO", "HELO"):
                say("250-mail.example\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                known = self.login(word, lines, say)
            elif verb == "QUIT":
                return say("221 bye")
            elif not known:
                say("530 5.7.0 log in first")
            elif verb == "RCPT":
                recipient = word[word.index("<") + 1:word.rindex(">")]
                say("250 2.1.5 fine")
            elif verb == "DATA":
                say("354 go ahead")
                text = self.text_of(lines)
                if text is None:
                    return None  # cut off before the final dot: nothing was taken
                with self.guard:
                    self.taken.append((recipient, text))
                self.go_on.wait(60)
                say("250 2.0.0 taken")
            else:
                say("250 2.0.0 fine")

    @staticmethod
    def text_of(lines):
        """Up to the final dot; None when the connection ends before."""
        parts = []
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return None
            parts.append(line)
        return b"".join(parts)

    def login(self, word, lines, say):
        parts = word.split(" ")
        if len(parts) < 3:
            say("334 ")
            parts.append(lines.readline().decode("latin-1").strip())
        _, user, password = base64.b64decode(parts[2]).decode().split("\0")
        if (user, password) != (self.user, self.password):
            say("535 5.7.8 not with that password")
            return False
        self.logins += 1
        say("235 2.7.0 welcome")
        return True
