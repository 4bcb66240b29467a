"""Minutes that count, shares of a class, and corrections that leave a trace."""

from dataclasses import replace
from datetime import date, time

import pytest

from services.training.domain.attendance import Mark, Sheet, Tick, checked, shares
from services.training.domain.session import Session, Slot
from services.training.domain.standard import AttendanceRule
from shared.errors import Conflict, Refused
from tests.builders.training import NOW, PATH

RULE = AttendanceRule(least_permille=800, late_minutes=15, loses_minutes=45)
SESSION = Session("s", "c", Slot(date(2026, 12, 14), time(8, 30), time(11, 45), 180), "r", ("t",))
HERE = Tick(Mark.PRESENT)


@pytest.mark.parametrize(
    ("tick", "minutes"),
    [
        (HERE, 180),
        (Tick(Mark.LATE, 15), 180),
        (Tick(Mark.LATE, 16), 135),
        (Tick(Mark.EARLY, 60), 135),
        (Tick(Mark.EARLY, 61), 90),
        (Tick(Mark.LATE, 180), 0),
        (Tick(Mark.LEAVE), 0),
        (Tick(Mark.SICK), 0),
        (Tick(Mark.ABSENT), 0),
    ],
)
def test_coming_more_than_a_quarter_of_an_hour_late_costs_the_lesson(tick: Tick, minutes: int):
    assert tick.minutes(180, RULE) == minutes


def test_late_without_minutes_and_minutes_without_late_are_refused():
    for tick, slug in (
        (Tick(Mark.LATE), "minutes_missing"),
        (Tick(Mark.PRESENT, 5), "minutes_not_fitting"),
        (Tick(Mark.EARLY, 181), "minutes_not_fitting"),
    ):
        with pytest.raises(Refused, match=slug):
            checked(SESSION, {"a": tick})
    assert checked(SESSION, {"a": HERE}) == {"a": HERE}


def a_sheet(minutes: int = 180, **ticks: Tick) -> Sheet:
    return Sheet("s", "c", PATH, minutes, dict(ticks), "t", NOW)


def test_a_share_is_held_against_the_whole_class_and_against_what_was_held():
    sheets = [a_sheet(180, a=HERE, b=HERE, c=HERE), a_sheet(135, a=HERE, b=Tick(Mark.SICK))]
    found = shares(sheets, ["a", "b", "c", "late"], 900, RULE)
    assert [(one.minutes, one.permille, one.behind) for one in found.values()] == [
        (315, 1000, False),
        (180, 571, True),
        (180, 571, True),
        (0, 0, True),
    ]
    assert found["a"].least == 720
    assert not found["b"].out_of_reach
    assert found["late"].out_of_reach, "585 minutes are to come and 720 are needed"


def test_before_the_first_session_nobody_is_behind():
    found = shares([], ["a"], 2835, RULE)["a"]
    assert (found.permille, found.behind, found.enough, found.least) == (None, False, False, 2268)


def test_the_line_is_rounded_up_to_the_minute():
    assert [RULE.least(n) for n in (1, 5, 2835)] == [1, 4, 2268]


def test_a_correction_keeps_what_stood_there_and_why():
    sheet = a_sheet(a=HERE, b=HERE)
    with pytest.raises(Conflict, match="nothing_changed"):
        sheet.correct({"a": HERE}, "点错了人", by="t", at=NOW)
    with pytest.raises(Refused, match="reason_missing"):
        sheet.correct({"a": Tick(Mark.ABSENT)}, "  错 ", by="t", at=NOW)
    sheet.correct({"a": Tick(Mark.ABSENT), "b": HERE, "new": Tick(Mark.LATE, 20)}, "点错了人", by="t", at=NOW)
    assert [(one.enrolment_id, one.before, one.after.mark) for one in sheet.changes] == [
        ("a", HERE, Mark.ABSENT),
        ("new", None, Mark.LATE),
    ]
    assert sheet.ticks["new"] == Tick(Mark.LATE, 20)
    with pytest.raises(Conflict, match="nothing_changed"):
        replace(sheet).correct({"nobody": Tick(Mark.ABSENT)}, "补一个人", by="t", at=NOW)
