"""How far each woman has come by today: every stage and every desk of the whole counties, a cross-section elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulator.dice import Dice
from simulator.people import Woman

TONGDAO, JINGZHOU = "431230", "431229"
WHOLE = (TONGDAO, JINGZHOU)
COUNTIES = (
    TONGDAO, JINGZHOU, "431202", "431221", "431222", "431223", "431224", "431225", "431226", "431227", "431228",
    "431281", "431271",
)  # fmt: skip
OLDEST_BORROWER = 1972  # born then or later: inside the ages of the policy in force


class End(StrEnum):
    """Where a woman stands today."""

    REGISTERED = "registered"
    ENROLLED = "enrolled"
    WAITING = "waiting"
    DROPPED = "dropped"
    RUNNING = "running"
    ABSENT = "absent"
    FAILED = "failed"
    CERTIFIED = "certified"
    DRAFT = "draft"
    REVIEW = "review"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    APPROVED = "approved"
    CONTRACTED = "contracted"
    ACTIVE = "active"
    OVERDUE = "overdue"
    SETTLED = "settled"
    SUBROGATED = "subrogated"
    TRADING = "trading"
    NOMINATED = "nominated"
    TITLED = "titled"


ALONE = "alone"  # a draft of two of whom one stepped back: alone she may not borrow that much
FIRM = "firm"  # an enterprise all of whose new people have been there for more than half a year


@dataclass(frozen=True, slots=True)
class Goal:
    """An end; for a case in review the stop it lies at, whether too long, whether prepared; for a title how far."""

    end: End
    at: str = ""
    late: bool = False
    waits: bool = False


DESKS = ("village", "township", "county", "site_visit", "recommend", "hr", "guarantee", "bank")
TWO_HANDS = ("township", "site_visit", "recommend", "hr", "guarantee", "bank")
PANEL = "panel"  # the leading group of one county, behind the bank; a case that waits there has one vote
PANELS = (JINGZHOU,)
TITLES = ("checked", "proposed", "noticed", "recognised", "watched", "revoked", "refused")
BORROWS = frozenset(list(End)[list(End).index(End.DRAFT) :])


def goals(dice: Dice, women: Sequence[Woman]) -> list[Goal]:
    """Return one goal for each woman of one county; those too old to borrow get none that needs a loan."""
    deck = list(_deck(women[0].county, len(women)))
    dice.rng().shuffle(deck)
    borrowing = [goal for goal in deck if goal.end in BORROWS]
    others = [goal for goal in deck if goal.end not in BORROWS]
    found = []
    for woman in women:
        young = woman.born >= OLDEST_BORROWER
        wanted = borrowing if (young and borrowing and (not others or len(borrowing) >= len(others) // 2)) else others
        found.append(wanted.pop() if wanted else Goal(End.REGISTERED))
    return found


def _deck(county: str, count: int) -> list[Goal]:
    deck = (_every_desk(county) if county in WHOLE else []) + _cross_section()
    while len(deck) < count:
        deck += _cross_section()
    return deck[:count]


def _every_desk(county: str) -> list[Goal]:
    found = [Goal(End.DRAFT, ALONE), Goal(End.APPROVED, FIRM)]  # whom another policy would judge otherwise
    found += [Goal(End.REVIEW, PANEL, waits=one) for one in (False, True) if county in PANELS]
    for desk in DESKS:
        found += [Goal(End.REVIEW, desk), Goal(End.REVIEW, desk, late=True), Goal(End.RETURNED, desk)]
    found += [Goal(End.REVIEW, desk, waits=True) for desk in TWO_HANDS]
    ends = (End.REJECTED, End.WITHDRAWN, End.LAPSED, End.CONTRACTED, End.SUBROGATED)
    hands = [Goal(End.CONTRACTED, "waits"), Goal(End.OVERDUE, "demanded"), Goal(End.OVERDUE, "prepared")]
    return [*found, *map(Goal, ends), *hands, *(Goal(End.TITLED, at) for at in TITLES), Goal(End.NOMINATED)]


def _cross_section() -> list[Goal]:
    ends = (
        End.CERTIFIED, End.RUNNING, End.ENROLLED, End.ACTIVE, End.TITLED, End.RUNNING, End.REVIEW, End.TRADING,
        End.WAITING, End.CERTIFIED, End.OVERDUE, End.REGISTERED, End.SETTLED, End.ENROLLED, End.FAILED, End.DRAFT,
        End.ABSENT, End.ACTIVE, End.DROPPED, End.CERTIFIED, End.ENROLLED, End.REGISTERED, End.APPROVED, End.RETURNED,
    )  # fmt: skip
    spots = {End.TITLED: "recognised", End.REVIEW: "county", End.RETURNED: "township"}
    return [Goal(end, spots.get(end, "")) for end in ends]
