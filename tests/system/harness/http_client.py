"""HTTP as a browser or a processor speaks it, without following redirects; and bytes on a bare socket."""
import html.parser
import http.client
import json
import socket
import urllib.parse

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode(errors="replace")

    @property
    def location(self):
        return self.headers.get("Location", "")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.location} {self.text[:300]!r}>"


class Line:
    """One kept-alive connection."""

    def __init__(self, address, timeout=60):
        self.address, self.timeout, self.connection = address, timeout, None

    def ask(self, method, path, body=None, headers=None):
        if self.connection is None:
            host, port = self.address.rsplit(":", 1)
            self.connection = http.client.HTTPConnection(host, int(port), timeout=self.timeout)
        try:
            self.connection.request(method, path, body=body, headers=headers or {})
            got = self.connection.getresponse()
            return Reply(got.status, got.headers, got.read())
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def ask(method, url, body=None, headers=None, timeout=60, agent=BROWSER):
    """One request on a connection of its own; redirects are not followed."""
    parts = urllib.parse.urlsplit(url)
    path = parts.path or "/"
    if parts.query:
        path += "?" + parts.query
    headers = dict(headers or {})
    headers.setdefault("User-Agent", agent)
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body)
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    line = Line(parts.netloc, timeout)
    try:
        return line.ask(method, path, body, headers)
    finally:
        line.close()


def get(url, **more):
    return ask("GET", url, **more)


def post(url, body=None, **more):
    return ask("POST", url, body if body is not None else b"", **more)


class Forms(html.parser.HTMLParser):
    """The forms of a page as a browser would send them: method, action and fields."""

    def __init__(self, page):
        super().__init__()
        self.all = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.all.append({"method": attributes.get("method", "get").upper(), "action": attributes.get("action", ""),
                             "fields": {}})
        elif tag in ("input", "select") and self.all and attributes.get("name"):
            self.all[-1]["fields"][attributes["name"]] = attributes.get("value", "")


def raw(address, *pieces, patience=20):
    """Bytes in, all bytes out until the other side closes (or says nothing for `patience` seconds)."""
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=patience) as wire:
        for piece in pieces:
            try:
                wire.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                break
        got = b""
        try:
            while chunk := wire.recv(65536):
                got += chunk
        except (ConnectionResetError, socket.timeout):
            pass
        return got
