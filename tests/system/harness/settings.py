"""The configuration a world starts with, and how it is written down."""
import json


def toml_value(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml_value(one)}" for name, one in value.items()) + " }"
    return json.dumps(value)


def toml(sections):
    lines = []
    for section, values in sections.items():
        lines.append(f"[{section}]")
        lines += [f"{name} = {toml_value(value)}" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def offers_toml(offers):
    lines = []
    for offer in offers:
        lines.append("[[offer]]")
        lines += [f"{name} = {toml_value(value)}" for name, value in offer.items()]
    return "\n".join(lines) + "\n"


OFFERS = [
    {"id": "coaching-60", "title": "Coaching, 60 minutes", "description": "One hour.", "price": "120.00 EUR",
     "tax": {"name": "VAT", "rate": "19", "included": True}},
    {"id": "coaching-90", "title": "Coaching, 90 minutes", "price": "170.00 EUR"},
    {"id": "intro-call", "title": "First conversation", "price": "0.00 EUR"},
    {"id": "custom", "title": "As agreed", "price": "100.00 EUR", "open_link": False},
]
# Buckets and caps stay out of the way, except in the tests that are about them.
CONFIG = {
    "business": {"name": "Ana Coaching", "contact": "hello@ana.example", "zone": "Europe/Berlin", "locale": "en-GB"},
    "links": {"held_most": 1_000_000, "held_most_per_network": 1_000_000},
    "limits.links": {"per_minute": 1_000_000, "burst": 1_000_000},
    "limits.api": {"per_minute": 1_000_000, "burst": 1_000_000},
}
