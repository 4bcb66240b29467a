"""Her road from the first form to her own brand: a pure fold of what three services say about her."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from services.applicant.domain.road_facts import ENDED, HOLDING, PLACE, TAKES, Facts, Row, belonged, places

__all__ = ["PLACE", "TAKES", "Row", "belonged", "places"]

Cell = tuple[str, str, str]  # (unit, "now" or "2026-11", stage)

NOW = "now"
LEDGER = "ledger"


class Stage(StrEnum):
    """The eight steps of the road and, counted in the funnel only, a year of trade (design.md 4.1), in their order."""

    REGISTERED = "registered"
    ENROLLED = "enrolled"
    CERTIFIED = "certified"
    APPLIED = "applied"
    GUARANTEED = "guaranteed"
    FUNDED = "funded"
    TRADING = "trading"
    YEAR = "year"
    TITLED = "titled"


FUNNEL: tuple[Stage, ...] = tuple(Stage)
ROAD: tuple[Stage, ...] = tuple(stage for stage in FUNNEL if stage is not Stage.YEAR)


def fold(row: Row | None, word: str, data: Facts) -> Row:
    """Return her row after one more fact; `word` is one of TAKES, `data` the published fields (days as ISO text).

    Facts of one service come in its order; between services any order gives the same row, because each writes keys of
    its own. Erasure wins over everything, before and after it: the row keeps nothing but that she is gone.
    """
    facts: Facts = row["facts"] if row else {}
    return row if row and "erased_on" in facts else drawn(TAKES[word](facts, data))


def drawn(facts: Facts) -> Row:
    """Return the row that these facts make, keys in one order, so that equal facts give equal bytes.

    scope: her units now, root first. stages: day reached, by which unit, what it was. lost: a title she held once.
    year: the first word that her business runs from twelve months after the one by which she trades.
    here: "<unit>/<stage>" for the units she belongs to now. reached: "<unit>/<stage>/<month>" for those she is counted
    under, the ones she belonged to on that day, so that moving house changes no past month, nor does a lost title.
    """
    if "erased_on" in facts:
        return {"facts": dict(facts), "scope": [], "here": [], "reached": []}
    path: list[str] = facts["paths"][-1]["path"] if "paths" in facts else []
    stages = {stage.value: step for stage in ROAD if (step := _first(FIRSTS[stage](facts)))}
    lost = _first(_ended_titles(facts)) if Stage.TITLED not in stages else None
    year = _first(_traded_year(facts, stages[Stage.TRADING.value]["on"])) if Stage.TRADING in stages else None
    counted = {**stages, **({Stage.YEAR.value: year} if year else {})}
    dated = {**counted, **({Stage.TITLED.value: lost} if lost else {})}
    return {
        "facts": {key: facts[key] for key in sorted(facts)},
        "scope": list(path),
        "stage": next(reversed(stages), None),
        "stages": stages,
        "lost": lost,
        "year": year,
        "here": [f"{unit}/{stage}" for unit in path for stage in counted],
        "reached": [
            f"{unit}/{stage}/{step['on'][:7]}" for stage, step in dated.items() for unit in belonged(facts, step["on"])
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


def months_of(period: str) -> list[str]:
    """Return the months a period is made of: those of a year (2026), or the month itself; NOW is one of its own."""
    return [f"{period}-{number:02}" for number in range(1, 13)] if len(period) == len("2026") else [period]


def keys_of_list(cell: Cell) -> tuple[str, list[str]]:
    """Return (field, entries) under which the rows behind one number are found; its period may be a year.

    A step is reached on one day, so that a row is found under one month of a year at most.
    """
    unit, period, stage = cell
    if period == NOW:
        return "here", [f"{unit}/{stage}"]
    return "reached", [f"{unit}/{stage}/{month}" for month in months_of(period)]


def _first(found: Iterator[Row]) -> Row | None:
    first = min(found, key=lambda one: (one["on"], one["id"]), default=None)
    return None if first is None else {key: first[key] for key in SHOWN if first.get(key)}


SHOWN = ("on", "id", "title", "by", "number", "amount_fen", "origin")


def _registrations(facts: Facts) -> Iterator[Row]:
    if "paths" in facts:
        yield {"id": "", "on": facts["registered_on"], "by": facts["paths"][0]["path"][-1]}


def _enrolments(facts: Facts) -> Iterator[Row]:
    """Yield her places; whose paper is older than this system sat in a class all the same."""
    yield from ({**place, "id": place["class_id"]} for place in places(facts, "enrolled"))
    yield from (_before(one) for one in _certificates(facts) if one["origin"] == LEDGER)


def _certificates(facts: Facts) -> Iterator[Row]:
    return (one for one in _all(facts, "certified") if "revoked_on" not in one)


def _applications(facts: Facts) -> Iterator[Row]:
    """Yield what she handed in, whatever became of it; a loan older than this system was asked for all the same."""
    yield from ({**one, "on": one["submitted_on"]} for one in _all(facts, "applications") if "submitted_on" in one)
    yield from (_before(one) for one in _loans(facts) if one["origin"] == LEDGER)


def _guarantees(facts: Facts) -> Iterator[Row]:
    """Yield the guarantees that stand: one released when the application ended is no step."""
    for one in _all(facts, "applications"):
        if "guaranteed" in one and one["state"] not in ENDED:
            yield {**one["guaranteed"], "id": one["id"]}
    yield from (_before(one) for one in _loans(facts) if one["origin"] == LEDGER)


def _loans(facts: Facts) -> Iterator[Row]:
    return _all(facts, "loans")


def _trades(facts: Facts) -> Iterator[Row]:
    """Yield each word that her business runs, said on or after the first money (design.md 4.1)."""
    money = min((one["on"] for one in _loans(facts)), default=None)
    if money is not None:
        yield from (one for one in _all(facts, "reports") if one["running"] and one["on"] >= money)


def _traded_year(facts: Facts, began: str) -> Iterator[Row]:
    """Yield each word that her business still runs a year after `began`, or later; ISO days compare as text."""
    full = f"{int(began[:4]) + 1}{began[4:]}"
    return (one for one in _all(facts, "reports") if one["running"] and one["on"] >= full)


def _titles(facts: Facts) -> Iterator[Row]:
    return (_recognised(one) for one in _all(facts, "titles") if one["state"] in HOLDING and "recognised_on" in one)


def _ended_titles(facts: Facts) -> Iterator[Row]:
    return (_recognised(one) for one in _all(facts, "titles") if one["state"] not in HOLDING and "recognised_on" in one)


def _recognised(one: Row) -> Row:
    return {**one, "on": one["recognised_on"]}


def _before(one: Row) -> Row:
    return {"id": one["id"], "on": one["on"], "origin": LEDGER}


def _all(facts: Facts, kind: str) -> Iterator[Row]:
    return ({**one, "id": ident} for ident, one in facts.get(kind, {}).items())


FIRSTS: Mapping[Stage, Callable[[Facts], Iterator[Row]]] = {
    Stage.REGISTERED: _registrations,
    Stage.ENROLLED: _enrolments,
    Stage.CERTIFIED: _certificates,
    Stage.APPLIED: _applications,
    Stage.GUARANTEED: _guarantees,
    Stage.FUNDED: _loans,
    Stage.TRADING: _trades,
    Stage.TITLED: _titles,
}
