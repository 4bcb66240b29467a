"""The classes of a county: past ones, one that runs, ones that women can still join, and those on their way there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.days import Span, later
from simulator.dice import Dice
from simulator.goals import WHOLE, End, Goal

TOLD = 33  # days from a plan to its application: the thirty of training.filing, and a weekend
COURSES = ("HW-DJ1", "EC-DS", "HW-BZ", "EC-ZB", "HW-DL", "ST-SYB", "HW-GY", "EC-WS")
SMALLEST = 12
PAST, EXAM, RUNNING, OPEN = "closed", "exam", "running", "enrolling"
AHEAD = (("approved", 26), ("filed", 33), ("planned", 40))
EARLY = frozenset({End.ACTIVE, End.OVERDUE, End.SETTLED, End.SUBROGATED, End.TRADING, End.NOMINATED, End.TITLED})
WITHOUT = frozenset({End.REGISTERED})
JOINING = frozenset({End.ENROLLED, End.WAITING, End.DROPPED})


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """One class: `road` is the state it stands in today; `women` are the numbers of those who ask, in that order."""

    code: str
    county: str
    course: str
    road: str
    planned_on: date
    starts_on: date
    women: tuple[int, ...]
    waiting: int = 0

    @property
    def filed_on(self) -> date:
        """Return the day its application is handed in, when the province has had its plan long enough."""
        return later(self.planned_on + timedelta(days=TOLD), 0)

    @property
    def capacity(self) -> int:
        """Return its places: one short for each woman who is to wait."""
        return max(1, len(self.women) - self.waiting) if self.waiting else max(SMALLEST, len(self.women) + 2)


def classes(dice: Dice, span: Span, county: str, members: Sequence[tuple[int, Goal]]) -> list[ClassPlan]:
    """Return the classes of one county and who goes into which; `members` are women's numbers with their goals."""
    starts = list(_starts(span, county in WHOLE))
    seats: list[list[int]] = [[] for _ in starts]
    waits = [0] * len(starts)
    turn = dice.whole(0, len(starts))
    for no, goal in members:
        fit = _fitting(goal.end, starts)
        if goal.end is End.RUNNING:  # few, and each of their classes wants somebody
            seats[min(fit, key=lambda n: len(seats[n]))].append(no)
        elif fit:
            turn += 1
            seats[fit[turn % len(fit)]].append(no)
    for index, (road, _) in enumerate(starts):
        asked = {no: goal for no, goal in members if no in set(seats[index])}
        seats[index].sort(key=lambda no, asked=asked: (asked[no].end is End.WAITING, no))  # type: ignore[misc]
        waiting = sum(goal.end is End.WAITING for goal in asked.values()) if road == OPEN else 0
        waits[index] = min(waiting, max(0, len(asked) - 1))  # somebody has the place they wait for
    taught = (n for n, (road, _) in enumerate(starts) if seats[n] or road not in (PAST, RUNNING, EXAM))
    return [
        ClassPlan(
            f"{county}-{n}",
            county,
            COURSES[(n + turn) % len(COURSES)],
            road,
            _planned(day, span),
            day,
            tuple(seats[n]),
            waits[n],
        )
        for n, (road, day) in ((n, starts[n]) for n in taught)
    ]


def _starts(span: Span, whole: bool) -> Iterator[tuple[str, date]]:
    past = 5 if whole else 2
    for nth in range(past):
        yield PAST, _monday(span.share(110 + nth * (720 // past)))
    yield RUNNING, later(span.today, -4)
    if whole:
        yield EXAM, later(span.today, -16)
    for ahead in (10, 16) if whole else (12,):
        yield OPEN, later(span.today, ahead)
    if whole:
        for road, ahead in AHEAD:
            yield road, later(span.today, ahead)


def _planned(starts_on: date, span: Span) -> date:
    """Return the day a class was planned: so long ahead that women can ask for weeks, and filed before today."""
    return max(span.first, later(min(later(starts_on, -17), later(span.today, -8)) - timedelta(days=TOLD), 0))


def _fitting(end: End, starts: Sequence[tuple[str, date]]) -> list[int]:
    """Return the indexes of the classes a woman with this end can have been in."""
    past = [n for n, (road, _) in enumerate(starts) if road == PAST]
    if end in WITHOUT:
        return []
    if end in JOINING:
        opened = [n for n, (road, _) in enumerate(starts) if road == OPEN]
        return opened[:1] if end is End.DROPPED else opened[-1:]  # who waits needs others who have the places
    if end is End.RUNNING:
        return [n for n, (road, _) in enumerate(starts) if road in (RUNNING, EXAM)]
    return past[: max(1, len(past) // 3)] if end in EARLY else past


def _monday(day: date) -> date:
    return later(day + timedelta(days=-day.weekday() % 7), 0)
