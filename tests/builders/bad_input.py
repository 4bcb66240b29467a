"""Bad values for every form and command of a service, made from its routes, its pages and its OpenAPI document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from shared.access import Actor, Kind, Post, Rule
from shared.clock import Clock
from shared.ids import new_id
from shared.web.identity.gate import parameters
from tests.builders.valid_bodies import valid
from tests.builders.world import World

OFFICER = "f" * 32  # who passes the gates of all roles is one person, so that what she asked for is hers
LONG = "长" * 6000
BAD_IDS = ("0" * 32, "ZZZ", "' or 1=1 --", "[$ne]", "9" * 300, "%00", "../../secrets")
BAD_JSON: tuple[Any, ...] = ({"$gt": ""}, [["x"]], 10**40, LONG, "ab\x00cdefgh", True, {"a": {"b": []}}, -1)
BAD_BODIES: tuple[Any, ...] = ([], "text", 1, {"zz_unknown": 1}, {"$where": "sleep(1)"})
STRANGE = ({"zz_unknown": "1"}, {"after[$gt]": ""})  # no address may ask these
BAD_QUERIES = (*STRANGE, {"page_size": "100000"}, {"after": "'"})
TYPED, CHOSEN = ("text", "tel", "textarea", "password", "search"), ("radio", "select")
GUESSES = {
    "numeric": "12",
    "decimal": "10000",
    "tel": "13900000007",
    "date": Clock().today().isoformat(),
    "checkbox": "on",
}
PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Case:
    """One bad request and why it is bad; of a body that is right but for one field, the `name` of that field."""

    why: str
    method: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.why}"


@dataclass(frozen=True)
class PageForm:
    """A form as it stands on a page: where it goes, its fields filled as shown, the names one can type into.

    `blank` is what somebody may put into the fields that are empty.
    """

    action: str
    values: dict[str, str]
    typed: tuple[str, ...]
    chosen: tuple[str, ...]
    blank: dict[str, str]


@dataclass(frozen=True, eq=False)
class Campaign:
    """`ids` fill the variable parts of addresses with things that are there; `path` is where officers hold posts.

    What has another id in one folder than elsewhere is named with it: `courses/code`.
    """

    world: World
    woman: Actor
    path: tuple[str, ...]
    ids: dict[str, str]

    @property
    def app(self) -> Flask:
        return self.world.app

    def actor(self, rule: Rule) -> Actor | None:
        """Return somebody who passes the gate of a rule."""
        if rule.roles:
            posts = tuple(
                Post(role, self.path[n], self.path[: n + 1], "federation", "通道县妇联")
                for role in sorted(rule.roles)
                for n in range(len(self.path))
            )
            return Actor(OFFICER, Kind.STAFF, posts, name="张敏", session=new_id(), strong=True)
        if rule.own or rule.signed_in:
            return self.woman
        return None

    def routes(self) -> Iterator[tuple[str, str, str, Rule]]:
        """Yield (method, rule text, address with real ids, who may) of every route."""
        rules, actions = self.app.extensions["rules"], self.app.extensions["permissions"]
        for one in self.app.url_map.iter_rules():
            if one.endpoint == "static":
                continue
            for method in sorted((one.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, one.rule, self.filled(one.rule), rules[actions[one.endpoint]]

    def filled(self, rule: str, **changes: str) -> str:
        """Return an address with its variable parts filled; raises KeyError for one that nothing was made for."""

        def known(part: re.Match[str]) -> str:
            name, folder = part[1], rule[: part.start()].split("/")[-2]
            return changes.get(name) or self.ids.get(f"{folder}/{name}") or self.ids[name]

        return PART.sub(known, rule)

    def schema(self, method: str, rule: str) -> Schema | None:
        """Return what the JSON body of a command is checked against, None where it takes none."""
        view = next(
            self.app.view_functions[one.endpoint]
            for one in self.app.url_map.iter_rules()
            if one.rule == rule and method in (one.methods or ())
        )
        takes = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", [])
        return next((one["schema"] for one in takes if one["in"] == "json"), None)

    def command(self, method: str, rule: str) -> dict[str, Any]:
        """Return the options of a request that nothing is wrong with but, perhaps, who asks."""
        if not speaks_json(rule):
            return {"data": {"_once": new_id()}}
        schema = self.schema(method, rule)
        return {"json": valid(schema) if schema else {}, "headers": {"Idempotency-Key": new_id()}}

    def ask(self, case: Case, rule: Rule) -> TestResponse:
        """Send one bad request as somebody who may otherwise."""
        return self.client(rule).open(case.path, method=case.method, **case.options)

    def client(self, rule: Rule) -> FlaskClient:
        """Return a client that asks as somebody who passes the gate of a rule."""
        if rule.services:
            return self.world.as_service(sorted(rule.services)[0], self.actor(rule))
        return self.world.as_(self.actor(rule))


def speaks_json(rule: str) -> bool:
    """Tell whether a route is for programs."""
    return rule.split("/")[2:3] in (["api"], ["internal"])


def cases(campaign: Campaign, method: str, rule: str, address: str, page: str) -> Iterator[Case]:
    """Yield the bad requests for one route; `page` is the HTML of the page that holds its form, or nothing."""
    yield from _ids(campaign, method, rule)
    json = speaks_json(rule)
    if method == "GET":
        queries = BAD_QUERIES if json else STRANGE
        yield from (Case(f"query {query}", "GET", address, {"query_string": query}) for query in queries)
        yield Case("a parameter twice", "GET", f"{address}?after=1&after=2")
    elif json:
        yield from _json(campaign, method, rule, address)
    else:
        yield from _form(method, address, page)


def _ids(campaign: Campaign, method: str, rule: str) -> Iterator[Case]:
    for name in PART.findall(rule):
        for bad in BAD_IDS if f":{name}>" not in rule else ("x", "-1"):
            options = {} if method == "GET" else campaign.command(method, rule)
            yield Case(f"{name} = {bad[:20]}", method, campaign.filled(rule, **{name: bad}), options)


def _json(campaign: Campaign, method: str, rule: str, address: str) -> Iterator[Case]:
    key = {"Idempotency-Key": new_id()}
    yield Case("an unknown parameter", method, f"{address}?zz_unknown=1", {"json": {}, "headers": key})
    for body in BAD_BODIES:
        yield Case(f"body {body!r}", method, address, {"json": body, "headers": key})
    yield Case("null", method, address, {"data": "null", "content_type": "application/json", "headers": key})
    yield Case("broken JSON", method, address, {"data": '{"a":', "content_type": "application/json", "headers": key})
    yield Case("text instead of JSON", method, address, {"data": "a=1", "content_type": "text/plain", "headers": key})
    schema = campaign.schema(method, rule)
    right = valid(schema) if schema else {}
    for name, control in schema.load_fields.items() if schema else ():
        for bad in BAD_JSON:
            if not _good(control, bad):
                wrong = {"json": right | {name: bad}, "headers": key}
                yield Case(f"{name} = {str(bad)[:20]!r}", method, address, wrong, name)


def _good(control: "fields.Field[Any]", value: Any) -> bool:
    """Tell whether a value that is bad elsewhere is what this sort of field is for."""
    return (isinstance(control, fields.Boolean) and value is True) or (
        isinstance(control, fields.Dict) and value == {"$gt": ""}
    )


def _form(method: str, address: str, page: str) -> Iterator[Case]:
    form = form_at(address, page)
    values = form.values if form else {"_once": new_id()}
    once = {**values, "_once": new_id()}
    yield Case("from another site", method, address, {"data": once, "headers": {"Sec-Fetch-Site": "cross-site"}})
    yield Case("an unknown parameter", method, f"{address}?zz_unknown=1", {"data": once})
    yield Case("an unknown field", method, address, {"data": once | {"zz_unknown": "1"}})
    yield Case("a field as operator", method, address, {"data": once | {"zz[$gt]": ""}})
    for name in form.typed if form else ():
        for why, bad in (("too long", LONG), ("a control character", "a\x00b")):
            yield Case(f"{name} {why}", method, address, {"data": once | {name: bad}})
    for name in form.chosen if form else ():
        yield Case(f"{name} not in the list", method, address, {"data": once | {name: "zz_nothing"}})


def form_at(address: str, page: str) -> PageForm | None:
    """Return the form of a page that goes to an address, if there is one."""
    return next((one for one in forms(page) if one.action in (address, "")), None)


def forms(page: str) -> list[PageForm]:
    """Return the posting forms of a page, without those that every page has (language, sign-out)."""
    if not page.strip():
        return []
    tree = html.fromstring(page)
    return [
        _read(one)
        for one in tree.forms
        if one.method == "POST" and not (one.action or "").endswith(("language", "sign-out"))
    ]


def asked_in_vain(app: Flask, address: str, page: str) -> list[str]:
    """Return the links and searching forms of a page that ask what the address they lead to has not declared."""
    if not page.strip():
        return []  # a file, or a part of a page with nothing to show
    tree, found, places = html.fromstring(page), [], app.url_map.bind("localhost")
    asked = [(one, dict(parse_qsl(urlsplit(one).query))) for one in tree.xpath("//a/@href | //@hx-get")]
    asked += [(one.action or "", one.fields) for one in tree.forms if one.method == "GET"]
    for href, names in asked:
        try:
            rule, _ = places.match(urlsplit(urljoin(address, href)).path, "GET", return_rule=True)
        except HTTPException:
            continue  # another service's
        strange = {name for name in names if name} - parameters(app).get(rule.rule, frozenset())
        found += [f"{address} → {href}: {sorted(strange)}"] if strange else []
    return found


def _read(one: Any) -> PageForm:
    values = {name: value for name, value in one.fields.items() if isinstance(value, str) and name}
    controls = dict(one.inputs.items()) if hasattr(one.inputs, "items") else {}
    kinds = {name: getattr(one, "type", "") or getattr(one, "tag", "") for name, one in controls.items()}
    typed = tuple(name for name, kind in kinds.items() if kind in TYPED)
    chosen = tuple(name for name, kind in kinds.items() if kind in CHOSEN)
    blank = {name: _guess(one, kinds[name]) for name, one in controls.items() if not values.get(name)}
    return PageForm(one.action or "", values, typed, chosen, {name: one for name, one in blank.items() if one})


def _guess(control: Any, kind: str) -> str:
    """Return what might be right in an empty field."""
    if kind in CHOSEN:
        return next((one for one in control.value_options if one), "")
    if kind in TYPED:
        return GUESSES.get(control.get("inputmode") or kind, "情况属实")
    return GUESSES.get(kind, "")
