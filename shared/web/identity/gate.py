"""The gate before every route: it declares its permission and what its address may ask; nothing else passes."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from shared.access import NOBODY, Actor, Kind, Rules, Scope, can, may, scope
from shared.errors import Denied, Malformed, NotFound, Unknown
from shared.ids import is_id
from shared.web.identity.tokens import Verifier

View = TypeVar("View", bound=Callable[..., Any])
_OPEN = frozenset({"static"})
_HUNG_ON = frozenset({"from", "isappinstalled", "scene"})  # WeChat hangs these on a link that is passed on


def needs(action: str, *asks: str) -> Callable[[View], View]:
    """Declare which action of the service's table a view is, and the query parameters its address may carry."""

    def declare(view: View) -> View:
        view.permission = action  # type: ignore[attr-defined]  # read by `permissions`
        view.asks = asked_by(view) | set(asks)  # type: ignore[attr-defined]
        return view

    return declare


def asked_by(view: Callable[..., Any]) -> frozenset[str]:
    """Return the query parameters a view has declared."""
    return getattr(view, "asks", frozenset())


def actor() -> Actor:
    """Return who asks in this request."""
    found: Actor = g.get("actor", NOBODY)
    return found


def person() -> str:
    """Return the person id of the woman who asks; raises Denied for anybody else."""
    if actor().kind is not Kind.WOMAN:
        raise Denied("only_for_her")
    return actor().id


def allowed_scope(action: str) -> Scope:
    """Return the units inside which the asker may take the action."""
    return scope(_rules(), actor(), action)


def allowed(action: str) -> bool:
    """Tell whether the asker could take the action somewhere: what a page offers, not what is let through."""
    return may(_rules(), actor(), action)


def check(action: str, *, path: tuple[str, ...] = (), person_id: str | None = None, slug: str = "not_found") -> None:
    """Raise NotFound(slug) when the asker may not act on this resource: outside one's scope nothing exists."""
    if not can(_rules(), actor(), action, path=path, person_id=person_id):
        raise NotFound(slug)


def install(app: Flask, rules: Rules, verifier: Verifier) -> None:
    """Put the gate before every request of an app."""
    app.extensions["rules"] = rules

    @app.before_request
    def gate() -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        g.actor = verifier.actor(token) if scheme == "Bearer" and token else NOBODY
        if request.endpoint is None or request.endpoint in _OPEN:
            return
        action = permissions(app)[request.endpoint]
        inside = request.path.split("/")[2:3] == ["internal"] and not rules[action].public
        if not may(rules, g.actor, action) or (inside and g.actor.kind is not Kind.SERVICE):
            raise Unknown("sign_in_first") if g.actor.kind is Kind.NOBODY else Denied("not_your_role", action=action)
        if any(name.endswith("_id") and not is_id(value) for name, value in (request.view_args or {}).items()):
            raise NotFound("not_found")
        if request.args and _too_much(app, public=rules[action].public):
            raise Malformed("unknown_parameter")


def _too_much(app: Flask, *, public: bool) -> set[str]:
    known = parameters(app).get(request.url_rule.rule, frozenset()) if request.url_rule else frozenset()
    return set(request.args) - known - (_HUNG_ON if public else frozenset())


def parameters(app: Flask) -> dict[str, frozenset[str]]:
    """Return the query parameters that each address of the URL map may carry, computed once per app.

    Declared per address, not per method: a form without an address of its own goes where its page stands.
    """
    known: dict[str, frozenset[str]] | None = app.extensions.get("parameters")
    if known is None:
        known = {}
        for one in app.url_map.iter_rules():
            known[one.rule] = known.get(one.rule, frozenset()) | asked_by(app.view_functions[one.endpoint])
        app.extensions["parameters"] = known
    return known


def permissions(app: Flask) -> dict[str, str]:
    """Return the declared action of every endpoint; raises RuntimeError naming an endpoint that declares none.

    Computed once per app: called at start-up so that an undeclared route stops the start.
    """
    known: dict[str, str] | None = app.extensions.get("permissions")
    if known is None:
        known = {
            endpoint: _declared(view, endpoint, app)
            for endpoint, view in app.view_functions.items()
            if endpoint not in _OPEN
        }
        app.extensions["permissions"] = known
    return known


def _declared(view: Any, endpoint: str, app: Flask) -> str:
    action: str | None = getattr(view, "permission", None) or getattr(
        getattr(view, "view_class", None), "permission", None
    )
    if action is None or action not in app.extensions["rules"]:
        raise RuntimeError(f"route {endpoint} declares no permission of the service's table: {action!r}")
    return action


def _rules() -> Rules:
    rules: Rules = current_app.extensions["rules"]
    return rules
