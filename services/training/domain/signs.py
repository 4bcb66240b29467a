"""What a reviewer may ask about a class: signs that could have a good reason, never a verdict."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.training.domain.attendance import Mark, Sheet
from services.training.domain.check_in import CheckIn
from services.training.domain.session import Session

TOPIC = "training.signs"


@dataclass(frozen=True, slots=True)
class SignRule:
    """From how many on it is asked; `minutes_between` is how soon one hand is not in two rooms."""

    women_in_one_second: int
    women_on_one_phone: int
    minutes_between: int
    sheets_all_there: int


@dataclass(frozen=True, slots=True)
class Sign:
    """One question: its kind, the session, how many women or sheets, and the other class where there is one."""

    kind: str
    session_id: str
    count: int
    other_class: str = ""


def signs(
    sessions: Mapping[str, Session],
    check_ins: Iterable[CheckIn],
    sheets: Sequence[Sheet],
    elsewhere: Sequence[tuple[Sheet, Session]],
    rule: SignRule,
) -> list[Sign]:
    """Return the questions about one class, by session; `elsewhere` are sheets of other classes by the same hands."""
    came = list(check_ins)
    found = [
        *_counted(
            "one_second",
            Counter((one.session_id, one.at.replace(microsecond=0)) for one in came),
            rule.women_in_one_second,
        ),
        *_counted(
            "one_phone", Counter((one.session_id, one.phone) for one in came if one.phone), rule.women_on_one_phone
        ),
        *_two_places(sessions, sheets, elsewhere, timedelta(minutes=rule.minutes_between)),
        *_all_there(sheets, rule.sheets_all_there),
    ]
    when = {one: (session.slot.on, session.slot.begins) for one, session in sessions.items()}
    return sorted(
        (sign for sign in found if sign.session_id in when), key=lambda sign: (when[sign.session_id], sign.kind)
    )


def _counted(kind: str, counts: Mapping[tuple[str, object], int], least: int) -> list[Sign]:
    return [Sign(kind, session_id, n) for (session_id, _), n in counts.items() if n >= least]


def _two_places(
    sessions: Mapping[str, Session],
    sheets: Sequence[Sheet],
    elsewhere: Sequence[tuple[Sheet, Session]],
    between: timedelta,
) -> list[Sign]:
    return [
        Sign("two_places", ours.id, 1, theirs.class_id)
        for ours in sheets
        for theirs, there in elsewhere
        if ours.by == theirs.by
        and ours.id in sessions
        and sessions[ours.id].room != there.room
        and abs(ours.at - theirs.at) < between
    ]


def _all_there(sheets: Sequence[Sheet], least: int) -> list[Sign]:
    whole = [one for one in sheets if one.ticks and all(tick.mark is Mark.PRESENT for tick in one.ticks.values())]
    if len(sheets) < least or len(whole) < len(sheets):
        return []
    return [Sign("all_there", max(whole, key=lambda one: one.at).id, len(whole))]
