"""Holds what the gateway answers under /v1 against its own description (GET /v1/openapi.json)."""
import datetime
import json
import re
import urllib.parse

from .http_client import get

KNOWN = {"type", "description", "properties", "required", "additionalProperties", "items", "enum", "pattern", "format",
         "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "anyOf", "$ref", "default"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_of(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def is_moment(text):
    try:
        datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


FORMATS = {"date": lambda text: is_moment(text) and len(text) == 10, "date-time": lambda text: is_moment(text),
           "uri": lambda text: re.match(r"https?://[^\s]+$", text) is not None}


class Description:
    def __init__(self, document):
        self.document = document
        self.seen = set()  # (method, path, status) that were compared

    @classmethod
    def of(cls, url):
        reply = get(url + "/v1/openapi.json")
        assert reply.status == 200, reply
        return cls(reply.json())

    def resolve(self, what):
        while "$ref" in what:
            found = self.document
            for step in what["$ref"].split("/")[1:]:
                found = found[step]
            # What stands beside a reference says more about this place only.
            what = {**found, **{name: value for name, value in what.items() if name != "$ref"}}
        return what

    # --- Schemas: the part of JSON Schema that the description uses, and no other
    def faults(self, value, schema, at="$", closed=True):
        """Sentences on what is wrong. `closed`: a field that is not described is wrong, too."""
        schema = self.resolve(schema)
        unknown = set(schema) - KNOWN
        assert not unknown, f"{at}: the check knows nothing of {unknown}"
        if "anyOf" in schema:
            tried = [list(self.faults(value, one, at, closed)) for one in schema["anyOf"]]
            if all(tried):
                yield from min(tried, key=len)
            return
        names = schema.get("type", [])
        names = [names] if isinstance(names, str) else names
        if names and not any(is_of(value, name) for name in names):
            yield f"{at}: {value!r} is no {' or '.join(names)}"
            return
        if "enum" in schema and value not in schema["enum"] and value is not None:
            yield f"{at}: {value!r} is none of {schema['enum']}"
        yield from self.limit_faults(value, schema, at)
        if isinstance(value, dict):
            yield from self.object_faults(value, schema, at, closed)
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from self.faults(one, schema["items"], f"{at}[{number}]", closed)

    @staticmethod
    def limit_faults(value, schema, at):
        if is_of(value, "integer"):
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                yield f"{at}: {value} is out of range"
        if isinstance(value, str):
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
                yield f"{at}: {value!r} is too short or too long"
            if "pattern" in schema and not re.search(schema["pattern"], value):
                yield f"{at}: {value!r} is not like {schema['pattern']}"
            if "format" in schema and not FORMATS[schema["format"]](value):
                yield f"{at}: {value!r} is no {schema['format']}"
        if isinstance(value, list):
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
                yield f"{at}: {len(value)} entries are too few or too many"

    def object_faults(self, value, schema, at, closed):
        known = schema.get("properties")
        if known is None:
            return
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}: {name} is missing"
        for name, one in value.items():
            if name in known:
                yield from self.faults(one, known[name], f"{at}.{name}", closed)
            elif closed or schema.get("additionalProperties") is False:
                yield f"{at}: {name} is not described"

    # --- Calls
    def operation(self, method, path):
        """The description of a call, and its path as described; nothing for what is not described."""
        best = None
        for pattern, item in self.document["paths"].items():
            shape = re.sub(r"\\\{[a-z]+\\\}", "[^/]+", re.escape(pattern))
            if re.fullmatch(shape, path) and method.lower() in item and (best is None or "{" not in pattern):
                best = (item[method.lower()], pattern)
        return best

    def check(self, method, path, sent, headers, reply):
        """Raises when a call and its reply are not as described."""
        found = self.operation(method, urllib.parse.urlsplit(path).path)
        if found is None:
            assert reply.status in (404, 405), f"{method} {path} is not described, and answers {reply!r}"
            return
        operation, pattern = found
        place = f"{method} {pattern} -> {reply.status}"
        if reply.headers.get_content_type() == "text/plain":
            return  # refused as HTTP, before it was a call
        assert str(reply.status) in operation["responses"], f"{place} is not described: {reply!r}"
        described = self.resolve(operation["responses"][str(reply.status)])
        media = described["content"].get(reply.headers.get_content_type())
        assert media, f"{place} is {reply.headers.get_content_type()}"
        wrong = list(self.faults(reply.json(), media["schema"], closed=True))
        assert not wrong, f"{place} is not as described: {wrong}\n{reply.text[:2000]}"
        for name in reply.headers:
            if name in ("Retry-After", "Idempotent-Replayed", "WWW-Authenticate"):
                assert name in described.get("headers", {}), f"{place} has {name}, which is not described"
        if sent is not None and reply.status < 300:
            self.check_request(place, operation, sent)
        self.seen.add((method, pattern, reply.status))

    def check_request(self, place, operation, sent):
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        wrong = list(self.faults(json.loads(sent), schema, closed=True))
        assert not wrong, f"{place} took what is not described: {wrong}"
