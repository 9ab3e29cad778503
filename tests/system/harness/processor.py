"""The controls of the sandbox: what it knows, the trouble it makes, its dashboard."""
from .http_client import get, post


class Processor:
    """Needs `sandbox_url`, `processor_key` and `booking()`."""

    def sandbox_state(self):
        return get(self.sandbox_url + "/_sandbox/state").json()

    def sessions_of(self, reference):
        booking = self.booking(reference)["booking"]
        return [one for one in self.sandbox_state()["sessions"] if one["metadata"].get("q_booking") == booking]

    def trouble(self, **what):
        reply = post(self.sandbox_url + "/_sandbox/trouble", what)
        assert reply.status == 200, reply

    def no_trouble(self):
        self.trouble(reset="true")

    def dashboard(self, action, **fields):
        reply = post(f"{self.sandbox_url}/_sandbox/{action}", fields)
        assert reply.status == 200, reply
        return reply.json()

    def processor_object(self, path):
        """GET /v1/<path>, as the processor's own API tells it."""
        key = {"Authorization": "Bearer " + self.processor_key}
        reply = get(f"{self.sandbox_url}/v1/{path}", headers=key)
        assert reply.status == 200, reply
        return reply.json()
