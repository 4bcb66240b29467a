"""Rotation training: who was elected when, who must be trained by when, who was."""

from dataclasses import replace
from datetime import date

import pytest

from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.enrolment import State as SeatState
from services.training.domain.official import Duty, Official, RotationRule, Standing, rotation
from services.training.domain.training_class import State
from services.training.errands.official_ledger import OfficialBook, sheet
from services.training.usecases.ledger.officials import OfficialLedger
from shared.errors import Refused
from shared.ids import new_id
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import read
from shared.ledger.row import Finding
from shared.ledger.women import Woman
from shared.xlsx.table import Line
from tests.builders.training import DAY, ELSEWHERE, NOW, PATH, TOWN, a_card, a_class
from tests.builders.world import an_officer
from tests.fakes.training import Memory

RULE = RotationRule(24, 90, "rotation")
TOWN_PATH = (*PATH, TOWN)
BY = an_officer("coordinator", PATH)


def an_official(elected_on: date, person: str = "9" * 32, path: tuple[str, ...] = TOWN_PATH) -> Official:
    return Official(new_id(), person, path, Duty.MEMBER, elected_on)


@pytest.mark.parametrize(
    ("elected_on", "due"),
    [
        (date(2024, 11, 24), date(2026, 11, 24)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2024, 12, 1), date(2026, 12, 1)),
    ],
)
def test_two_years_end_on_the_same_day_or_the_last_of_the_month(elected_on: date, due: date):
    assert RULE.due_on(elected_on) == due


@pytest.mark.parametrize(
    ("elected_on", "trained", "standing"),
    [
        (date(2024, 11, 23), [], Standing.OVERDUE),
        (date(2024, 11, 24), [], Standing.SOON),
        (date(2025, 2, 22), [], Standing.SOON),
        (date(2025, 2, 23), [], Standing.LATER),
        (date(2024, 11, 23), [date(2025, 1, 1)], Standing.TRAINED),
        (date(2024, 11, 23), [date(2024, 1, 1)], Standing.OVERDUE),
    ],
)
def test_what_counts_is_a_class_passed_after_the_election(elected_on: date, trained: list[date], standing: Standing):
    assert rotation(an_official(elected_on), trained, RULE, DAY).standing is standing


def test_the_list_shows_what_presses_first_and_knows_who_passed_in_another_county():
    here = Memory()
    late, soon, passed, away = elected = (
        an_official(date(2024, 1, 1)),
        an_official(date(2025, 1, 1), "8" * 32),
        an_official(date(2023, 1, 1), "7" * 32),
        an_official(date(2023, 1, 1), "6" * 32, ELSEWHERE),
    )
    for one in elected:
        here.officials.put(one)
    held = a_class(state=State.CLOSED)
    held.plan = replace(held.plan, course="RT-ZW", path=ELSEWHERE, ends_on=date(2024, 5, 1))
    other = a_class(state=State.CLOSED)
    for klass, person in ((held, "7" * 32), (other, "9" * 32)):
        here.classes.add(klass)
        place = Enrolment(new_id(), person, klass.id, klass.plan.path, Origin("self", "x", NOW), SeatState.CERTIFIED)
        here.enrolments.add(place)
    found = here.use.rotation.listed(by=BY)
    assert [(one.official, one.standing) for one in found] == [
        (late, Standing.OVERDUE),
        (soon, Standing.SOON),
        (passed, Standing.TRAINED),
    ]
    assert found[2].trained_on == date(2024, 5, 1)
    assert here.use.rotation.rule(DAY).within_months == 24
    assert away not in [one.official for one in found]


# -- their list as a workbook ------------------------------------------------------------------------------------------


class Women:
    """Applicant's answers by line: registered on lines below 20."""

    def check(self, lines, source):
        wrong = (Finding("id_no", "id_no_wrong"),)
        return {
            one.row: Woman("9" * 32 if one.row < 20 else None, TOWN, wrong if one.row == 25 else ()) for one in lines
        }


class Runs:
    def __init__(self, here: Memory) -> None:
        self.here = here

    def ask(self, question):
        return question(self.here.use)


def test_a_line_needs_a_registered_woman_a_duty_of_the_list_and_a_day_that_has_been():
    cells = {"name": "龙秀英", "id_no": "x", "duty": "兼职主席", "elected_on": "2025年3月8日"}
    lines = [
        read(sheet().schema, Line(row, cells | more, ()))
        for row, more in ((4, {}), (5, {"elected_on": "2027.1.1"}), (6, {"duty": "书记"}), (20, {}), (25, {}))
    ]
    source = Source("official", PATH, "431230", BY, NOW, "", {})
    rows = OfficialBook(Women(), Runs(Memory())).judge(lines, source)
    assert [[one.slug for one in row.findings] for row in rows] == [
        [],
        ["day_to_come"],
        ["ledger_not_listed"],
        ["register_her_first"],
        ["id_no_wrong"],
    ]
    assert (rows[0].entry.key, rows[0].entry.facts["duty"]) == (f"{'9' * 32}-2025-03-08", "part_chair")


def test_a_booked_line_is_an_election_where_she_belongs():
    here, card = Memory(), a_card("9" * 32)
    kind = OfficialLedger(here.officials, here.replica)
    lines = [read(sheet().schema, Line(4, {"name": "a", "id_no": "x", "duty": "执委", "elected_on": "2025-03-08"}, ()))]
    source = Source("official", PATH, "431230", BY, NOW, "", {})
    [row] = OfficialBook(Women(), Runs(here)).judge(lines, source)
    came = Came("9" * 32, {"person_id": "9" * 32, "org_path": list(card.path), "bands": dict(card.bands), "seq": 1}, {})
    made = here.officials.rows[kind.book(row.entry, came, source)]
    assert (made.path, made.elected_on, made.duty) == (card.path, date(2025, 3, 8), Duty.MEMBER)
    assert [(one.town, one.group, one.count) for one in kind.present(PATH)] == [(TOWN, "member", 1)]
    assert list(kind.taken(["x"])) == []
    with pytest.raises(Refused, match="person_not_found"):
        kind.book(row.entry, Came(None, {}, {}), source)
