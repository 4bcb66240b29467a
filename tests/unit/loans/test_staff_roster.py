"""The staff roster of an enterprise: lines as people write them, what counts, who sees it."""

from datetime import date
from typing import Any

import pytest

from services.loans.domain.draft import Draft, Step
from services.loans.domain.judge import Facts, Hire, judge
from services.loans.domain.staff import OPEN_ENDED_MONTHS, Employee, Roster
from services.loans.errands.staff_rosters import COLUMNS, GROUPS, NOTE, TITLE, rows_of
from services.loans.storage import draft_rows
from services.loans.usecases.staff import StaffUseCases
from services.loans.usecases.staff.find import Find
from services.loans.usecases.staff.take import Sheet, Take
from shared.errors import Conflict, NotFound, Refused
from shared.xlsx.reading import read
from shared.xlsx.table import Line, find
from shared.xlsx.writing import table, template
from tests.builders.applicant import an_id_no
from tests.builders.loans import BUSINESS, PATH, TERMS
from tests.builders.world import an_officer
from tests.fakes.loans import MemoryStaffRosters
from tests.unit.loans.front_world import HER, OTHER, FrontWorld
from tests.unit.loans.judge.judged import RULES

TODAY = date(2026, 11, 24)
ENTERPRISE: dict[str, Any] = {
    "company": "通道侗锦织造有限公司",
    "staff": 3,
    "hires_12m": 1,
    "account_bank": "通道农商行",
    "account_no": "6217990000000000006",
}


def line(row: int = 4, **changes: str) -> Line:
    values = {
        "name": "吴满妹",
        "id_no": an_id_no("19900101", f"{row:03d}"),
        "group": "返乡创业农民工",
        "contract_from": "2026-03-01",
        "contract_to": "2027-02-28",
        "insured_from": "2026.3.1",
    }
    typed = values | changes
    return Line(row, typed, tuple(typed.values()))


def worker(on: date = date(2026, 3, 1), group: str = "RETURNEE", until: date | None = None) -> Employee:
    return Employee("吴满妹", an_id_no(), group, on, until)


def company() -> Draft:
    draft = Draft().with_answers(Step.BUSINESS, BUSINESS | {"form": "enterprise", "uscc": "91431230MA0000007Q"}, TERMS)
    return draft.with_answers(Step.ENTERPRISE, dict(ENTERPRISE), TERMS)


def test_a_line_as_people_write_it_becomes_a_person():
    [found] = rows_of([line(contract_from="2026年3月1日", id_no=an_id_no("19900101").lower())], TODAY)
    assert found.findings == ()
    assert found.person == Employee(
        "吴满妹", an_id_no("19900101"), "RETURNEE", date(2026, 3, 1), date(2027, 2, 28), date(2026, 3, 1)
    )


@pytest.mark.parametrize(
    ("changes", "field", "slug"),
    [
        ({"name": ""}, "name", "required"),
        ({"id_no": "431230199001010001"}, "id_no", "id_check_digit"),
        ({"id_no": "4312301990"}, "id_no", "id_too_short"),
        ({"id_no": "4.3123E+17"}, "id_no", "id_as_excel_number"),
        ({"group": "朋友"}, "group", "ledger_not_listed"),
        ({"contract_from": "去年"}, "contract_from", "not_a_day"),
        ({"contract_from": "2026-11-25"}, "contract_from", "day_to_come"),
        ({"contract_to": "2026-02-28"}, "contract_to", "contract_ends_before"),
        ({"insured_from": "2027-01-01"}, "insured_from", "day_to_come"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_reason(changes: dict[str, str], field: str, slug: str):
    [found] = rows_of([line(**changes)], TODAY)
    assert found.person is None
    assert (field, slug) in [(one.field, one.slug) for one in found.findings]


def test_everything_wrong_with_a_line_is_told_at_once():
    [found] = rows_of([line(name="", id_no="1", contract_from="x")], TODAY)
    assert {one.field for one in found.findings} == {"name", "id_no", "contract_from"}


def test_one_person_on_two_lines_is_wrong_on_the_second_which_names_the_first():
    first, second = rows_of([line(4), line(9, id_no=an_id_no("19900101", "004"))], TODAY)
    assert first.findings == ()
    assert [(one.slug, one.facts) for one in second.findings] == [("id_twice", {"row": 4})]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 3, 1), date(2027, 2, 28), 12),
        (date(2026, 3, 1), date(2027, 2, 27), 11),
        (date(2026, 1, 31), date(2026, 2, 26), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 3, 1), None, OPEN_ENDED_MONTHS),
    ],
)
def test_a_contract_is_counted_in_whole_months_its_last_day_among_them(first: date, last: date | None, months: int):
    assert worker(first, until=last).contract_months == months


def test_who_is_in_no_group_is_staff_and_no_hire_and_the_year_goes_by_the_day():
    people = [worker(date(2025, 11, 24)), worker(date(2025, 11, 23)), worker(TODAY), worker(group="none")]
    found = Roster.of(people, TODAY)
    assert (found.staff, len(found.hires), found.hires_12m) == (4, 3, 2)
    assert found.hires[0] == Hire(date(2025, 11, 24), "RETURNEE", OPEN_ENDED_MONTHS)


def test_a_roster_counts_instead_of_typed_numbers_until_the_form_of_business_changes():
    given = company().counted(Roster.of([worker(), worker(group="none")], TODAY))
    assert (given.enterprise.staff, given.enterprise.hires_12m) == (2, 1)
    typed = given.with_answers(Step.ENTERPRISE, ENTERPRISE | {"staff": 99, "hires_12m": 99}, TERMS)
    assert (typed.enterprise.staff, typed.enterprise.hires_12m) == (2, 1)
    assert typed.facts().hires == (Hire(date(2026, 3, 1), "RETURNEE", OPEN_ENDED_MONTHS),)
    assert given.with_answers(Step.BUSINESS, BUSINESS, TERMS).roster is None
    assert draft_rows.read(draft_rows.clear(given), draft_rows.sealed(given)) == given
    assert ENTERPRISE["account_no"] not in str(draft_rows.clear(given))


def test_an_enterprise_lacks_its_sheet_and_others_are_not_asked_for_one():
    bare = Draft().with_answers(Step.BUSINESS, BUSINESS | {"form": "enterprise"}, TERMS)
    assert bare.missing(Step.BUSINESS) == ["uscc"]
    assert bare.missing(Step.ENTERPRISE) == ["company", "staff", "hires_12m", "account_bank", "account_no"]
    assert company().missing(Step.ENTERPRISE) == []
    assert Draft().with_answers(Step.BUSINESS, BUSINESS, TERMS).missing(Step.ENTERPRISE) == []


@pytest.mark.parametrize(("hired", "met"), [(10, True), (9, False)])
def test_the_ratio_of_an_enterprise_goes_by_the_roster(hired: int, met: bool):
    people = [worker() for _ in range(hired)] + [worker(group="none") for _ in range(100 - hired)]
    facts = company().counted(Roster.of(people, TODAY)).facts()
    assert isinstance(facts, Facts)
    found = judge(facts, RULES, TODAY, "431230")
    assert next(one.met for one in found.criteria if one.slug == "hire_ratio") is met


class StaffWorld(FrontWorld):
    """`staff` are the use cases of rosters."""

    def __init__(self) -> None:
        super().__init__()
        self.rosters = MemoryStaffRosters()

    @property
    def staff(self) -> StaffUseCases:
        find = Find(self.applications, self.rosters, self.ledger)
        return StaffUseCases(Take(self.applications, self.rosters, self.clock), find)

    def company(self) -> str:
        begun = self.do.start(HER.id, by=HER)
        self.do.fill(begun.id, Step.BUSINESS, BUSINESS | {"form": "enterprise"}, by=HER)
        return begun.id


@pytest.fixture
def world() -> StaffWorld:
    return StaffWorld()


def test_a_sheet_with_a_wrong_line_counts_only_when_she_says_so(world: StaffWorld):
    case, sheet = world.company(), Sheet([worker(), worker()], 1, b"xlsx")
    assert world.staff.take(case, sheet, partial=False, by=HER).draft.roster is None
    assert world.staff.find.people(case, by=HER)[1] == []
    assert world.staff.find.sheet(case, by=HER) == b"xlsx"
    taken = world.staff.take(case, sheet, partial=True, by=HER).draft.roster
    assert taken is not None
    assert (taken.staff, taken.wrong) == (2, 1)
    assert world.staff.take(case, Sheet([worker()], 2, b"2"), partial=False, by=HER).draft.roster == taken
    assert len(world.staff.find.people(case, by=HER)[1]) == 2


def test_a_sheet_without_one_right_line_never_counts(world: StaffWorld):
    assert world.staff.take(world.company(), Sheet([], 3, b"1"), partial=True, by=HER).draft.roster is None


def test_only_an_enterprise_has_a_roster_and_only_hers_and_only_while_it_is_open(world: StaffWorld):
    case, sheet = world.company(), Sheet([worker()], 0, b"1")
    with pytest.raises(NotFound):
        world.staff.take(case, sheet, partial=True, by=OTHER)
    world.do.fill(case, Step.BUSINESS, dict(BUSINESS), by=HER)
    with pytest.raises(Refused, match="not_an_enterprise"):
        world.staff.take(case, sheet, partial=True, by=HER)
    world.do.fill(case, Step.BUSINESS, BUSINESS | {"form": "enterprise"}, by=HER)
    world.do.withdraw(case, by=HER)
    with pytest.raises(Conflict):
        world.staff.take(case, sheet, partial=True, by=HER)


def test_an_officer_who_reads_the_people_leaves_a_row_in_the_audit(world: StaffWorld):
    case = world.company()
    world.staff.take(case, Sheet([worker()], 0, b"1"), partial=False, by=HER)
    world.staff.find.people(case, by=HER)
    assert world.ledger.deeds == []
    _, people = world.staff.find.people(case, by=an_officer("county_officer", PATH[:2]))
    assert people == [worker()]
    assert [deed.act for _, deed in world.ledger.deeds] == ["staff.read"]


def test_the_empty_form_names_our_columns_and_a_sheet_of_others_is_understood():
    [grid, *_] = read(template(TITLE, COLUMNS, NOTE))
    assert [text.rstrip("*") for text in grid[2]] == [one.label for one in COLUMNS]
    heads = ["编号", "员工姓名", "公民身份号码", "人员类别", "入职日期", "合同到期日期"]
    cells = ["1", "吴满妹", an_id_no("19900101"), dict(GROUPS)["GRAD"], "2026/3/1", ""]
    found = find(read(table("x", heads, [cells])), COLUMNS)
    [row] = rows_of(found.lines, TODAY)
    assert row.person == Employee("吴满妹", an_id_no("19900101"), "GRAD", date(2026, 3, 1))
