"""What one published fact adds to what is known of her: each service writes keys of its own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Facts = Mapping[str, Any]
Take = Callable[[Facts, Facts], Facts]

PLACE = ("class_id", "course", "title", "starts_on", "ends_on")
ENDED = frozenset({"withdrawn", "rejected", "lapsed"})
HOLDING = frozenset({"recognised", "watched"})


def places(facts: Facts, state: str) -> list[Row]:
    """Return her places in classes that stand in this state: enrolled, waitlisted or dropped."""
    return [place for place in facts.get("places", {}).values() if place["state"] == state]


def belonged(facts: Facts, on: str) -> Sequence[str]:
    """Return her unit path on a day: the last one that began by then, else the first we know."""
    paths: list[Row] = facts.get("paths", [])
    begun = [one for one in paths if one["on"] <= on] or paths[:1]
    path: Sequence[str] = begun[-1]["path"] if begun else ()
    return path


# ---- applicant -----------------------------------------------------------------------------------------------------


def _registered(facts: Facts, data: Facts) -> Facts:
    begun = {"path": list(data["org_path"]), "on": data["registered_on"]}
    return {**facts, "registered_on": data["registered_on"], "channel": data["channel"], "paths": [begun]}


def _amended(facts: Facts, data: Facts) -> Facts:
    paths: list[Row] = facts.get("paths", [])
    if paths and paths[-1]["path"] == list(data["org_path"]):
        return facts
    return {**facts, "paths": [*paths, {"path": list(data["org_path"]), "on": data["amended_on"]}]}


def _erased(_facts: Facts, data: Facts) -> Facts:
    return {"erased_on": data["erased_on"]}


def _reported(facts: Facts, data: Facts) -> Facts:
    one = {key: data[key] for key in ("enterprise_id", "on", "year", "running")}
    return _kept(facts, "reports", f"{data['enterprise_id']}/{data['on']}/{data['source']}", one)


def _title(state: str) -> Take:
    def take(facts: Facts, data: Facts) -> Facts:
        before = facts.get("titles", {}).get(data["nomination_id"], {})
        told = {key: data[key] for key in ("title", "number", "valid_until", "until") if key in data}
        day = {"recognised_on": data["on"], "by": data["org_path"][-1]} if state == "recognised" else {}
        now = "recognised" if state == "cleared" else state
        return _kept(facts, "titles", data["nomination_id"], {**before, **told, **day, "state": now, "on": data["on"]})

    return take


# ---- training ------------------------------------------------------------------------------------------------------


def _place(state: str) -> Take:
    def take(facts: Facts, data: Facts) -> Facts:
        before = facts.get("places", {}).get(data["enrolment_id"], {})
        known = {key: data[key] for key in PLACE if key in data}
        return _kept(facts, "places", data["enrolment_id"], {**before, **known, "state": state, "on": data["on"]})

    return take


def _lesson(about: Callable[[Facts], Row]) -> Take:
    """Take what happened in a class to a place she has; the day of the place stays."""

    def take(facts: Facts, data: Facts) -> Facts:
        before = facts.get("places", {}).get(data["enrolment_id"])
        return _kept(facts, "places", data["enrolment_id"], {**before, **about(data)}) if before else facts

    return take


def _certified(facts: Facts, data: Facts) -> Facts:
    if data["reissue"]:
        return facts
    about = {key: data[key] for key in ("on", "title", "number", "origin")}
    return _kept(facts, "certified", data["certificate_id"], {**about, "by": data["org_path"][-1]})


def _uncertified(facts: Facts, data: Facts) -> Facts:
    before = facts.get("certified", {}).get(data["certificate_id"])
    if before is None:
        return facts
    return _kept(facts, "certified", data["certificate_id"], {**before, "revoked_on": data["on"]})


# ---- loans ---------------------------------------------------------------------------------------------------------

TOLD = ("number", "desk", "due_on", "amount_fen", "lapses_on", "reasons", "items", "round")


def _application(state: str) -> Take:
    def take(facts: Facts, data: Facts) -> Facts:
        return _applied(facts, data, {"state": state, "on": data["on"]})

    return take


def _applied(facts: Facts, data: Facts, more: Row) -> Facts:
    before = facts.get("applications", {}).get(data["application_id"], {})
    told = {key: data[key] for key in TOLD if key in data}
    return _kept(facts, "applications", data["application_id"], {**before, **told, **more})


def _contracted(facts: Facts, data: Facts) -> Facts:
    """Take the day alone: the number it carries is the contract's, the application keeps its own."""
    about = {"application_id": data["application_id"]}
    return _applied(facts, about, {"state": "contracted", "on": data["on"]})


def _submitted(facts: Facts, data: Facts) -> Facts:
    return _applied(facts, data, {"state": "in_review", "on": data["on"], "submitted_on": data["on"]})


def _passed(facts: Facts, data: Facts) -> Facts:
    before = facts.get("applications", {}).get(data["application_id"], {})
    done = {key: data[key] for key in ("on", "office", "days", "late")}
    desks = dict(sorted({**before.get("desks", {}), data["desk"]: done}.items()))
    more = {"desk": data["next"], "on": data["on"], "desks": desks}
    return _applied(facts, data, {"state": before.get("state", "in_review"), **more})


def _guaranteed(facts: Facts, data: Facts) -> Facts:
    given = {"on": data["on"], "by": data["office"], "number": data["number"]}
    before = facts.get("applications", {}).get(data["application_id"], {"state": "in_review", "on": data["on"]})
    return _kept(facts, "applications", data["application_id"], {**before, "guaranteed": given})


def _appealed(facts: Facts, data: Facts) -> Facts:
    """Take that it lies at a desk again; what stood for it ended with the no."""
    before = facts.get("applications", {}).get(data["application_id"], {})
    bare = {key: value for key, value in before.items() if key != "guaranteed"}
    freed = _kept(facts, "applications", data["application_id"], bare)
    return _applied(freed, data, {"state": "in_review", "on": data["on"]})


def _disbursed(facts: Facts, data: Facts) -> Facts:
    told = ("on", "application_id", "number", "amount_fen", "first_due_on", "matures_on", "origin")
    loan = {**{key: data[key] for key in told}, "state": "active"}
    facts = _kept(facts, "loans", data["loan_id"], loan)
    if data["application_id"] is None:
        return facts
    return _applied(facts, {"application_id": data["application_id"]}, {"state": "funded", "on": data["on"]})


def _loan(state: str) -> Take:
    def take(facts: Facts, data: Facts) -> Facts:
        before = facts.get("loans", {}).get(data["loan_id"])
        if before is None:
            return facts
        told = {key: data[key] for key in ("due_on", "due_fen", "balance_fen") if key in data}
        now = before["state"] if state == "repaid" else state
        return _kept(facts, "loans", data["loan_id"], {**before, **told, "state": now, "since": data["on"]})

    return take


def _kept(facts: Facts, kind: str, ident: str, one: Row) -> Facts:
    all_of_it = {**facts.get(kind, {}), ident: dict(sorted(one.items()))}
    return {**facts, kind: dict(sorted(all_of_it.items()))}


TAKES: Mapping[str, Take] = {
    "registered": _registered,
    "amended": _amended,
    "erased": _erased,
    "reported": _reported,
    **{state: _title(state) for state in ("nominated", "refused", "noticed", "recognised", "watched", "cleared")},
    **{state: _title(state) for state in ("revoked", "expired")},
    "waitlisted": _place("waitlisted"),
    "enrolled": _place("enrolled"),
    "dropped": _place("dropped"),
    "attended": _lesson(lambda data: {"attended_on": data["on"]}),
    "examined": _lesson(lambda data: {"examined_on": data["on"], "passed": data["passed"]}),
    "corrected": _lesson(lambda data: {"short": not data["eligible"], "passed": data.get("passed", False)}),
    "certified": _certified,
    "uncertified": _uncertified,
    "started": _application("started"),
    "submitted": _submitted,
    "passed": _passed,
    "guaranteed": _guaranteed,
    "returned": _application("returned"),
    "resubmitted": _application("in_review"),
    "appealed": _appealed,
    "approved": _application("approved"),
    "contracted": _contracted,
    **{state: _application(state) for state in sorted(ENDED)},
    "disbursed": _disbursed,
    **{state: _loan(state) for state in ("repaid", "overdue", "settled", "subrogated")},
    "cured": _loan("active"),
}
