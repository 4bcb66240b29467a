"""What a title asks for, against what is known of a woman and her enterprise: value, threshold, met or not, unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.enterprise import Enterprise

Known = Mapping[str, int | None]
MILLE = 1000


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of titles.toml: `fact` must reach `at_least`; `unit` says how both are shown.

    A fact that this system does not keep is asked at the check on the spot; then it is 1 or 0.
    """

    slug: str
    fact: str
    at_least: int
    unit: str
    document: str


@dataclass(frozen=True, slots=True)
class Line:
    """One condition judged; `met` None means that nobody knows yet."""

    slug: str
    value: int | None
    threshold: int
    unit: str
    document: str
    met: bool | None


def judge(criteria: Iterable[Criterion], known: Known, answers: Mapping[str, bool]) -> tuple[Line, ...]:
    """Return every condition with its value; what was found on the spot answers only what is not known otherwise."""
    return tuple(_line(one, known, answers) for one in criteria)


def unknown(lines: Iterable[Line]) -> list[str]:
    """Return the conditions that somebody has to look at."""
    return [line.slug for line in lines if line.met is None]


def unmet(lines: Iterable[Line]) -> list[str]:
    """Return the conditions that are not met."""
    return [line.slug for line in lines if line.met is False]


def known_of(enterprise: Enterprise | None, *, woman: bool, defaulted: bool, today: date) -> dict[str, int | None]:
    """Return the facts that this system keeps; `woman` is what her ID number says, no proof against her."""
    kept: dict[str, int | None] = {"woman_head": 1 if woman else None, "no_default": 0 if defaulted else 1}
    if enterprise is None:
        return kept
    details, report = enterprise.details, enterprise.latest
    kept |= {"months": months_between(details.founded_on, today), "women_equity": details.women_share}
    if report is not None:
        figures = report.figures
        kept |= {
            "running": int(figures.running),
            "women": figures.women,
            "households": figures.households,
            "sales_fen": figures.sales_fen,
            "women_share": figures.women * MILLE // figures.staff if figures.staff else None,
        }
    return kept


def months_between(first: date, last: date) -> int:
    """Return full months."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _line(one: Criterion, known: Known, answers: Mapping[str, bool]) -> Line:
    value = known.get(one.fact)
    if value is None and one.slug in answers:
        value = one.at_least if answers[one.slug] else 0
    met = None if value is None else value >= one.at_least
    return Line(one.slug, value, one.at_least, one.unit, one.document, met)
