"""For every command of a service a request that is right as far as schema or page tell, and two beside it."""

from dataclasses import dataclass
from typing import Any

from shared.ids import new_id
from tests.builders.bad_input import Campaign, Case, form_at, speaks_json
from tests.builders.valid_bodies import valid, value


@dataclass(frozen=True)
class Command:
    """`other` says something else under the same key, `old` is made from the first version there was of the thing."""

    right: Case
    other: Case | None = None
    old: Case | None = None


def right_command(campaign: Campaign, method: str, rule: str, page: str) -> Command:
    """Return the command of a route; `page` is the HTML of the page that holds its form, or nothing."""
    return _of_program(campaign, method, rule) if speaks_json(rule) else _of_person(campaign, method, rule, page)


def _of_program(campaign: Campaign, method: str, rule: str) -> Command:
    schema, key, address = campaign.schema(method, rule), new_id(), campaign.filled(rule)
    known = schema.load_fields if schema else {}
    right = valid(schema) if schema else {}
    more = next((name for name in known if name not in right), None)

    def case(why: str, body: dict[str, Any], key: str) -> Case:
        return Case(why, method, address, {"json": body, "headers": {"Idempotency-Key": key}})

    return Command(
        case("right", right, key),
        case("other words under its key", right | {more: value(known[more])}, key) if more else None,
        case("an old version", right | {"version": 0}, new_id()) if "version" in known else None,
    )


def _of_person(campaign: Campaign, method: str, rule: str, page: str) -> Command:
    address, key = campaign.filled(rule), new_id()
    form = form_at(address, page)
    right = form.values | form.blank if form else {}
    shown = int(right.get("version") or 0)  # of something new the form has an empty one
    typed = next((name for name in form.typed if right.get(name)), None) if form else None

    def case(why: str, body: dict[str, str], key: str) -> Case:
        return Case(why, method, address, {"data": body | {"_once": key}})

    return Command(
        case("right", right, key),
        case("other words under its key", right | {typed: _another(right[typed])}, key) if typed else None,
        case("an old version", right | {"version": str(shown - 1)}, new_id()) if shown else None,
    )


def _another(words: str) -> str:
    """Return other words that are as right."""
    return str(int(words) - 1) if words.isdecimal() and words.isascii() else words + "1"
