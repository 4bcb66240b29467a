"""The county's real roster, from workbook to seats, against applicant itself."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from services.training.domain.roster import Mode, State, Verdict
from services.training.errands import import_roster
from services.training.web.shown import roster_view
from shared.clock import Clock
from shared.xlsx.hidden import Unseen
from tests.builders.databases import REUSED
from tests.integration.training.county import ROSTER, County, county

EXPECTED = json.loads(ROSTER.with_suffix(".expected.json").read_text())
BAD = {"9", "11", "13", "15", "21", "33", "37"}


@pytest.fixture(scope="module")
def imported(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, str, str]]:
    """The whole roster brought in once: county, class, import; the tests below go on from there in order."""
    with county(mongo_url, "t_roster_", tmp_path_factory.mktemp("roster")) as found:
        class_id = found.opened()
        roster_id = found.bring(class_id, ROSTER.read_bytes())
        found.work()
        yield found, class_id, roster_id


def only(*numbers: int, hidden: bool = False) -> bytes:
    """Return the roster with some of its rows; `hidden` hides the last of them, a column and a second sheet."""
    book = openpyxl.load_workbook(ROSTER)
    sheet = book.active
    for line in range(52, 3, -1):
        if sheet.cell(line, 1).value not in numbers:
            sheet.delete_rows(line)
    if hidden:
        sheet.row_dimensions[3 + len(numbers)].hidden = sheet.column_dimensions["F"].hidden = True
        book.create_sheet("去年").sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def here(mongo_url: str, kept: Path) -> Iterator[County]:
    with county(mongo_url, REUSED, kept) as found:
        yield found


def test_every_row_of_the_roster_is_explained_and_41_women_have_a_seat(imported: tuple[County, str, str]) -> None:
    here, class_id, roster_id = imported
    roster, rows = here.roster(roster_id)
    assert (roster.state, roster.done, roster.total, len(rows)) == (State.DONE, 48, 48, EXPECTED["rows"])
    special = {str(one["序号"]): one for one in EXPECTED["special"]}
    for no, row in rows.items():
        wanted = special.get(no, {"verdict": "accept"})
        assert row.verdict == wanted["verdict"], (no, row.findings)
        if "column" in wanted and wanted["verdict"] != "accept":
            columns = {roster.source.columns[one.field][1] for one in row.findings if one.level != "note"}
            assert wanted["column"] in columns, (no, row.findings)
    assert {no for no, row in rows.items() if row.verdict is Verdict.ERROR} == BAD
    assert roster.counts == {"accept": 38, "warn": 3, "error": 7, "enrolled": 41}
    assert here.applicant.db.persons.count_documents({}) == 41
    assert here.school.class_(class_id).seats.enrolled == 41
    assert len(here.school.events("training.enrolment.enrolled.v1")) == 41


def test_a_suggested_village_that_nobody_ticked_becomes_its_township(imported: tuple[County, str, str]) -> None:
    here, _, roster_id = imported
    _, rows = here.roster(roster_id)
    path = here.school.db.cards.find_one({"_id": rows["31"].person_id})["path"]
    assert path[-1] == "431230100".ljust(32, "0")


def test_nothing_of_the_roster_stands_in_clear_anywhere(imported: tuple[County, str, str]) -> None:
    here, _, roster_id = imported
    here.school.wiring.errands.hand_back.rejected(roster_id, lambda one: one.slug, by=here.coordinator)
    sheet = openpyxl.load_workbook(ROSTER).active
    typed = {str(row[n].value) for row in sheet.iter_rows(min_row=4, max_row=52) for n in (1, 5, 6) if row[n].value}
    for db in (here.school.db, here.applicant.db):
        for name in db.list_collection_names():
            text = repr(list(db[name].find()))
            found = {one for one in typed if len(one) > 1 and one in text}
            assert not found, (name, found)


def test_the_remark_is_kept_sealed_and_as_text(imported: tuple[County, str, str]) -> None:
    here, _, roster_id = imported
    _, rows = here.roster(roster_id)
    row = here.school.db.enrolments.find_one({"person_id": rows["39"].person_id})
    vault = here.school.wiring.frame.vault
    assert vault.open(row["person_id"], "enrolments", row["sealed"])["remark"].startswith("=HYPERLINK(")


def test_the_mended_form_makes_nobody_twice(imported: tuple[County, str, str]) -> None:
    here, class_id, roster_id = imported
    content = here.school.wiring.errands.hand_back.rejected(roster_id, lambda one: one.slug, by=here.coordinator)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert [str(row[0].value) for row in sheet.iter_rows(min_row=4)] == sorted(BAD, key=int)
    assert sheet.cell(1, 1).value == "通道侗族自治县2026年第三期侗锦织造培训班花名册"
    assert sheet.cell(3, 12).value == "错误说明"
    reds = {sheet.cell(4, n).fill.fgColor.rgb for n in (6, 12)}
    assert reds == {"FFFBEAE8"}
    sheet.cell(10, 2).value = "石晓月"  # the name of 37 was missing
    made = io.BytesIO()
    book.save(made)
    second = here.bring(class_id, made.getvalue())
    here.work()
    _, rows = here.roster(second)
    assert rows["37"].outcome == "enrolled"
    whole = here.bring(class_id, ROSTER.read_bytes())
    here.work()
    roster, rows = here.roster(whole)
    assert roster.counts["already"] == 41
    assert {row.verdict for no, row in rows.items() if row.outcome == "already"} == {Verdict.ACCEPT, Verdict.WARN}
    assert [one.slug for one in rows["1"].findings] == ["already_in_class"]
    assert here.school.class_(class_id).seats.enrolled == 42
    assert here.applicant.db.persons.count_documents({}) == 42


def test_after_thirty_days_the_file_and_what_was_said_cannot_be_read(imported: tuple[County, str, str]) -> None:
    here, _, roster_id = imported
    due = {"kind": "roster.forget", "key": roster_id}
    here.school.db.jobs.update_one(due, {"$set": {"due_at": Clock.real_now()}})
    here.work()
    assert here.school.db.jobs.count_documents(due) == 0
    roster, rows = here.roster(roster_id)
    assert not roster.file_kept
    assert here.school.ask(lambda use: use.roster.find.file(roster_id)) is None
    assert {tuple(row.findings) for row in rows.values()} == {()}


def test_all_or_nothing_writes_nothing_when_one_row_is_wrong(here: County) -> None:
    class_id = here.opened()
    roster_id = here.bring(class_id, only(1, 2, 9), Mode.ALL)
    here.work()
    roster, _ = here.roster(roster_id)
    assert (roster.state, roster.counts) == (State.DONE, {"accept": 2, "error": 1})
    assert here.school.class_(class_id).seats.enrolled == 0
    assert here.applicant.db.persons.count_documents({}) == 0
    roster_id = here.bring(class_id, only(1, 2, 3), Mode.ALL)
    here.work()
    assert here.roster(roster_id)[0].counts == {"accept": 3, "enrolled": 3}
    soon = {"kind": "roster.forget_file", "key": roster_id}
    assert here.school.db.jobs.update_one(soon, {"$set": {"due_at": Clock.real_now()}}).matched_count == 1
    here.work()
    assert not here.roster(roster_id)[0].file_kept
    assert here.school.db.roster_files.count_documents({"_id": roster_id}) == 0


def test_a_preview_writes_nobody_and_then_brings_the_ticked_village(here: County) -> None:
    class_id = here.opened()
    roster_id = here.bring(class_id, only(1, 9, 31, hidden=True), Mode.PREVIEW)
    here.work()
    roster, rows = here.roster(roster_id)
    assert (roster.state, here.applicant.db.persons.count_documents({})) == (State.DONE, 0)
    assert here.school.db.enrolments.count_documents({}) == 0
    assert roster.counts == {"accept": 1, "warn": 1, "error": 1}
    assert roster.source.unseen == Unseen(("id_no",), 1), "a clerk who opens the sheet does not see these"
    assert roster_view(roster, ()) == {
        "state": "done",
        "done": 3,
        "total": 3,
        "hidden_columns": ["F 身份证号"],
        "hidden_sheets": 1,
        "rows": [],
    }
    assert [no for no, row in rows.items() if "row_hidden" in {one.slug for one in row.findings}] == ["31"]
    ticked = [rows["31"].row]
    here.school.run(lambda use: use.roster.bring.proceed(roster_id, Mode.PARTIAL, ticked, by=here.coordinator))
    here.work()
    roster, rows = here.roster(roster_id)
    assert roster.counts["enrolled"] == 2
    village = here.school.db.cards.find_one({"_id": rows["31"].person_id})["path"]
    assert village[-1].startswith("431230100201")


def test_a_class_that_fills_up_puts_the_rest_on_its_waiting_list(here: County) -> None:
    class_id = here.opened(2)
    roster_id = here.bring(class_id, only(1, 2, 3))
    here.work()
    roster, rows = here.roster(roster_id)
    assert (roster.counts["enrolled"], roster.counts["waitlisted"]) == (2, 1)
    assert (rows["3"].verdict, [one.slug for one in rows["3"].findings]) == (Verdict.WARN, ["class_full_waits"])
    assert here.school.class_(class_id).seats.waiting == 1


def test_an_import_cut_off_at_any_row_goes_on_there(here: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after kill -9: the lease ends and another worker takes the job; the worst moment is between two services."""
    class_id = here.opened()
    roster_id = here.bring(class_id, only(*range(1, 9)))
    whole, count = import_roster.ImportRoster._register, 0

    def dying(self, roster, row, line):
        nonlocal count
        count += 1
        found = whole(self, roster, row, line)
        if count % 3 == 0:
            raise KeyboardInterrupt  # registered at applicant, not yet enrolled
        return found

    monkeypatch.setattr(import_roster.ImportRoster, "_register", dying)
    for _ in range(8):
        try:
            here.work()
        except KeyboardInterrupt:
            here.school.db.jobs.update_many({}, {"$set": {"until": here.school.wiring.frame.clock.real_now()}})
    roster, _ = here.roster(roster_id)
    assert (roster.state, roster.counts, roster.done) == (State.DONE, {"accept": 8, "enrolled": 8}, 8)
    assert here.applicant.db.persons.count_documents({}) == 8
    assert len(here.school.events("training.enrolment.enrolled.v1")) == 8
    assert count > 8
