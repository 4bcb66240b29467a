"""What counts in the monthly tables: a fact begins in a month, may end in one, may be taken back; one row a stream."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.applicant.domain.dispatch.months import Calendar

Row = dict[str, Any]
Facts = Mapping[str, Any]
Cell = tuple[str, str, str]  # (unit, month, "<measure>:<key>")

BEGAN, BEGAN_SUM = "i", "it"
ENDED, ENDED_SUM = "e", "et"
BACK, BACK_SUM = "x", "xt"  # taken back in a later month of the same year
OLD, OLD_SUM = "y", "yt"  # taken back when its year was over

Take = Callable[["Draft"], None]


class Draft:
    """The facts of one stream while one event changes them. `said` is the instant of the event as sortable text."""

    def __init__(self, facts: Facts, data: Facts, said: str, calendar: Calendar) -> None:
        self.facts: Row = {key: dict(one) for key, one in facts.items()}
        self.data, self.said, self.calendar = data, said, calendar

    def begin(self, measure: str, ref: str, total: int = 0, **more: Any) -> None:
        """A fact begins on the event's day where the event says it counts; the same fact said twice counts once."""
        key = f"{measure}:{ref}"
        if key not in self.facts:
            path = more.pop("path", None) or self.data["org_path"]
            one = {"m": measure, "ref": ref, "on": self.data["on"], "said": self.said, "path": list(path), "n": total}
            self.facts[key] = {**one, **more}

    def end(self, measure: str, ref: str | None = None) -> None:
        """An open fact (all open ones of the measure without a ref) ends on the event's day."""
        for one in self.open(measure, ref):
            one |= {"until": self.data["on"], "until_said": self.said}

    def take_back(self, measure: str, ref: str) -> None:
        """A fact is not true any more, as if it had never been, except in months that are locked."""
        for one in self.open(measure, ref):
            one |= {"back": self.data["on"], "back_said": self.said}

    def open(self, measure: str, ref: str | None = None) -> list[Row]:
        """Return the facts of a measure that neither ended nor were taken back."""
        found = [one for one in self.facts.values() if one.get("m") == measure and ref in (None, one["ref"])]
        return [one for one in found if "until" not in one and "back" not in one]

    def known(self, measure: str, ref: str) -> Row | None:
        """Return one fact."""
        return self.facts.get(f"{measure}:{ref}")


def drawn(facts: Facts, calendar: Calendar) -> Row:
    """Return the row of a stream: its facts with the months they count in, and the keys by which numbers find it.

    counts: "<unit>/<measure>/<month>" in which a fact begins; has: "<unit>/<measure>" of every fact that counts at all.
    """
    dated = {key: _dated(one, calendar) if "m" in one else dict(one) for key, one in sorted(facts.items())}
    counted = [*_counted(dated), *_persons(dated)]
    return {
        "facts": dated,
        "counts": sorted({f"{unit}/{one['m']}/{one['in']}" for one in counted for unit in one["path"]}),
        "has": sorted({f"{unit}/{one['m']}" for one in counted for unit in one["path"]}),
        "late": sorted({one["month"] for one in dated.values() if one.get("in", "") != one.get("month", "")}),
        "fixes": sorted({f"{unit}/{month}" for one, month, _ in corrections(dated) for unit in one["path"]}),
    }


# an event may begin several facts: a correction is told once, by the one that leads
LEADING = frozenset(
    {"class_opened", "class_closed", "certified", "applied", "returned", "guaranteed", "approved", "rejected", "funded"}
    | {"repaid", "overdue", "settled", "subrogated", "titled", "watched", "title_ended"}
)


def corrections(dated: Facts) -> Iterator[tuple[Row, str, str]]:
    """Yield each fact that came, or was taken back, after its month was locked: the month it shows in, and why."""
    for one in _counted(dated):
        if one["m"] in LEADING and one["in"] != one["month"]:
            yield one, one["in"], "late"
        if one["m"] in LEADING and "undone" in one:
            yield one, one["undone"], "undone"


def _dated(one: Row, calendar: Calendar) -> Row:
    """Return a fact with its natural month, the one it begins in, and those it ends or is taken back in."""
    plain = {key: value for key, value in one.items() if key not in ("month", "in", "out", "undone")}
    month = calendar.natural(one["on"])
    begins = calendar.open_from(month, one["said"])
    found = {**plain, "month": month, "in": begins}
    if "until" in one:
        found["out"] = max(begins, calendar.open_from(calendar.natural(one["until"]), one["until_said"]))
    if "back" in one:
        found["undone"] = calendar.open_from(begins, one["back_said"])
    return dict(sorted(found.items()))


def _counted(dated: Facts) -> list[Row]:
    """Return the facts that count: not those taken back before the month they began in was locked."""
    return [one for one in dated.values() if "in" in one and one.get("undone") != one["in"]]


PERSONS = {"certified": "trained"}


def _persons(dated: Facts) -> Iterator[Row]:
    """Yield, for measures that count persons, one fact a year: the first, taken back only when all of them are."""
    for measure, person in PERSONS.items():
        ours = [one for one in _counted(dated) if one["m"] == measure]
        for year in sorted({one["in"][:4] for one in ours}):
            same = sorted((one for one in ours if one["in"][:4] == year), key=lambda one: (one["in"], one["ref"]))
            first = {key: value for key, value in same[0].items() if key != "undone"}
            undone = {"undone": max(one["undone"] for one in same)} if all("undone" in one for one in same) else {}
            yield {**first, **undone, "m": person}


def counted(row: Row | None) -> list[Row]:
    """Return every fact of a row that counts somewhere, persons too."""
    facts = (row or {}).get("facts", {})
    return [*_counted(facts), *_persons(facts)]


def cells(row: Row | None) -> Counter[Cell]:
    """Return by how much this row adds to each cell of the tables; sums in fen, minutes, heads or days."""
    found: Counter[Cell] = Counter()
    for one in counted(row):
        for unit in one["path"]:
            _add(found, (unit, one["in"]), one, (BEGAN, BEGAN_SUM))
            if "out" in one:
                _add(found, (unit, one["out"]), one, (ENDED, ENDED_SUM))
            if "undone" in one:
                same = one["undone"][:4] == one["in"][:4]
                _add(found, (unit, one["undone"]), one, (BACK, BACK_SUM) if same else (OLD, OLD_SUM))
    for one, month, why in corrections((row or {}).get("facts", {})):
        for unit in one["path"]:
            found[unit, month, f"{why}:{BEGAN}"] += 1
    return found


def _add(found: Counter[Cell], place: tuple[str, str], one: Row, keys: tuple[str, str]) -> None:
    count, total = keys
    found[*place, f"{one['m']}:{count}"] += 1
    if one["n"]:
        found[*place, f"{one['m']}:{total}"] += one["n"]


def changes(before: Row | None, after: Row | None) -> dict[Cell, int]:
    """Return by how much each cell changes when one row takes the place of another; cells that stay are left out."""
    change = cells(after)
    change.subtract(cells(before))
    return {cell: by for cell, by in change.items() if by}
