"""Her road from the first form to her own brand: a pure fold of what three services say about her."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

Row = dict[str, Any]
Facts = Mapping[str, Any]
Cell = tuple[str, str, str]  # (unit, "now" or "2026-11", stage)

NOW = "now"


class Stage(StrEnum):
    """The eight steps, in the order of the road."""

    REGISTERED = "registered"
    ENROLLED = "enrolled"
    CERTIFIED = "certified"
    APPLIED = "applied"
    GUARANTEED = "guaranteed"
    FUNDED = "funded"
    TRADING = "trading"
    TITLED = "titled"


ROAD = tuple(Stage)


def fold(row: Row | None, word: str, data: Facts) -> Row:
    """Return her row after one more fact; `word` is one of TAKES, `data` the published fields (days as ISO text).

    Facts of one service come in its order; between services any order gives the same row, because each writes keys of
    its own. Erasure wins over everything, before and after it: the row keeps nothing but that she is gone.
    """
    facts = row["facts"] if row else {}
    return row if row and "erased_on" in facts else drawn(TAKES[word](facts, data))


def drawn(facts: Facts) -> Row:
    """Return the row that these facts make, keys in one order, so that equal facts give equal bytes.

    scope: her units now, root first. stages: day reached, by which unit, what it was. here: "<unit>/<stage>" for the
    units she belongs to now. reached: "<unit>/<stage>/<month>" for those she is counted under, the ones she belonged to
    on that day, so that moving house changes no past month.
    """
    if "erased_on" in facts:
        return {"facts": dict(facts), "scope": [], "here": [], "reached": []}
    path: list[str] = facts["paths"][-1]["path"] if "paths" in facts else []
    stages = {stage.value: step for stage in ROAD if (step := _step(facts, stage))}
    return {
        "facts": {key: facts[key] for key in sorted(facts)},
        "scope": list(path),
        "stage": next(reversed(stages), None),
        "stages": stages,
        "here": [f"{unit}/{stage}" for unit in path for stage in stages],
        "reached": [
            f"{unit}/{stage}/{step['on'][:7]}" for stage, step in stages.items() for unit in belonged(facts, step["on"])
        ],
    }


def cells(row: Row | None) -> Counter[Cell]:
    """Return the cells of the tables in which this row counts, each once; they are the keys of its lists."""
    found: Counter[Cell] = Counter()
    for entry in (row or {}).get("here", ()):
        unit, stage = entry.split("/")
        found[unit, NOW, stage] += 1
    for entry in (row or {}).get("reached", ()):
        unit, stage, month = entry.split("/")
        found[unit, month, stage] += 1
    return found


def changes(before: Row | None, after: Row | None) -> dict[Cell, int]:
    """Return by how much each cell changes when one row takes the place of another; cells that stay are left out."""
    change = cells(after)
    change.subtract(cells(before))
    return {cell: by for cell, by in change.items() if by}


def key_of_list(cell: Cell) -> tuple[str, str]:
    """Return (field, entry) under which the rows behind one number are found."""
    unit, month, stage = cell
    return ("here", f"{unit}/{stage}") if month == NOW else ("reached", f"{unit}/{stage}/{month}")


def belonged(facts: Facts, on: str) -> Sequence[str]:
    """Return her unit path on a day: the last one that began by then, else the first we know."""
    paths: list[Row] = facts.get("paths", [])
    begun = [one for one in paths if one["on"] <= on] or paths[:1]
    path: Sequence[str] = begun[-1]["path"] if begun else ()
    return path


def places(facts: Facts, state: str) -> list[Row]:
    """Return her places in classes that stand in this state: enrolled, waitlisted or dropped."""
    return [place for place in facts.get("places", {}).values() if place["state"] == state]


def _step(facts: Facts, stage: Stage) -> Row | None:
    found = _firsts(facts, stage)
    if not found:
        return None
    first = found[0] if len(found) == 1 else min(found, key=lambda one: (one["on"], one["id"]))
    about = {key: first[key] for key in ("id", "title", "by") if first.get(key)}
    return {"on": first["on"], **about}


def _firsts(facts: Facts, stage: Stage) -> list[Row]:
    if stage is Stage.REGISTERED:
        return (
            [{"id": "", "on": facts["registered_on"], "by": facts["paths"][0]["path"][-1]}] if "paths" in facts else []
        )
    if stage is Stage.ENROLLED:
        return [{**place, "id": place["class_id"]} for place in places(facts, "enrolled")]
    return [{**one, "id": ident} for ident, one in facts[stage.value].items()] if stage.value in facts else []


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


PLACE = ("class_id", "course", "title", "starts_on", "ends_on")


def _place(state: str) -> Callable[[Facts, Facts], Facts]:
    def take(facts: Facts, data: Facts) -> Facts:
        before = facts.get("places", {}).get(data["enrolment_id"], {})
        known = {key: data[key] for key in PLACE if key in data}
        place = {**before, **known, "state": state, "on": data["on"]}
        return _kept(facts, "places", data["enrolment_id"], place)

    return take


def _application(state: str) -> Callable[[Facts, Facts], Facts]:
    def take(facts: Facts, data: Facts) -> Facts:
        return _kept(facts, "applications", data["application_id"], {"state": state, "on": data["on"]})

    return take


def _reached(stage: Stage) -> Callable[[Facts, Facts], Facts]:
    """Take a fact {id, on, by: unit id, title} of which nothing can come back; a later kind is one line in TAKES."""

    def take(facts: Facts, data: Facts) -> Facts:
        return _kept(facts, stage.value, data["id"], {key: data[key] for key in ("on", "by", "title") if key in data})

    return take


def _kept(facts: Facts, kind: str, ident: str, one: Row) -> Facts:
    all_of_it = {**facts.get(kind, {}), ident: dict(sorted(one.items()))}
    return {**facts, kind: dict(sorted(all_of_it.items()))}


TAKES: Mapping[str, Callable[[Facts, Facts], Facts]] = {
    "registered": _registered,
    "amended": _amended,
    "erased": _erased,
    "waitlisted": _place("waitlisted"),
    "enrolled": _place("enrolled"),
    "dropped": _place("dropped"),
    "started": _application("started"),
    "withdrawn": _application("withdrawn"),
    **{stage.value: _reached(stage) for stage in ROAD[2:]},
}
