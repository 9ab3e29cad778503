"""A booking system that is told about its bookings: it keeps what came, and answers as a test wants."""
import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    def __init__(self, secret="whsec_" + base64.b64encode(b"a secret of thirty-two bytes, yes").decode()):
        self.secret = secret
        self.status = 200
        self.told = []  # (id, body as JSON, whether the signature is right), as they came
        self.held = threading.Event()
        self.held.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.told.append((self.headers["webhook-id"], json.loads(body), receiver.is_genuine(self.headers, body)))
                receiver.held.wait(60)
                try:
                    self.send_response(receiver.status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass  # who asked is gone: killed, as the test wants

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/hooks"

    def is_genuine(self, headers, body):
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return expected in headers["webhook-signature"].split(" ")

    def about(self, reference):
        """(kind, id, genuine) of what was told about one booking."""
        return [(body["type"], one, genuine) for one, body, genuine in list(self.told)
                if body["data"]["reference"] == reference]

    def kinds(self, reference):
        return sorted(kind for kind, _, _ in self.about(reference))

    def close(self):
        self.held.set()
        self.server.shutdown()
        self.server.server_close()
