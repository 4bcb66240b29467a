"""Income after a certificate: asked after 3, 6 and 12 months, by herself or an officer of her place."""

import io
from datetime import date, timedelta

import openpyxl
import pytest

from services.training.domain.followup import FollowUp, FollowUpRule, Income, totals
from services.training.domain.months import months_after
from services.training.domain.news import IncomeAsked
from services.training.errands.ask_her import AskHer
from services.training.errands.followup_sheet import DOING
from services.training.events.outbound import to_message
from services.training.usecases.asking import INCOME, moment
from services.training.usecases.followup import Said
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound, Refused
from shared.events.registry import contracts
from tests.builders.training import COUNTY, DAY, ELSEWHERE, NOW, PATH, TOWN, VILLAGE, a_coordinator
from tests.builders.world import a_woman, an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Runs, Site
from tests.unit.training.test_to_the_certificate import certified, places

RULE = FollowUpRule((3, 6, 12), ("sell", "work", "none"), frozenset({"rotation"}))
HERS = (*PATH, TOWN, VILLAGE)
OFFICER = an_officer("village_officer", HERS)


def a_followup(n: int = 1, issued_on: date = DAY, **more) -> FollowUp:
    return FollowUp(f"{n:032x}", f"ZS-{n}", f"{n + 100:032x}", "k", "HW-BZ", COUNTY, HERS, issued_on, **more)


def income(fen: int, on: date, doing: str = "sell") -> Income:
    return Income(fen, doing, on, "v")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date):
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("months", "days", "asked"),
    [(3, -1, None), (3, 0, 3), (6, -1, 3), (6, 0, 6), (12, -1, 6), (12, 400, 12)],
)
def test_the_month_that_is_asked_for_is_the_last_that_has_come(months: int, days: int, asked: int | None):
    one = a_followup()
    assert one.asked(RULE, months_after(DAY, months) + timedelta(days=days)) == asked


def test_an_answer_is_kept_for_its_month_and_the_next_is_asked_later():
    one, three = a_followup(), months_after(DAY, 3)
    assert one.next_on(RULE) == three
    assert one.answer(income(120_000, three), 80_000, RULE) == 3
    assert (one.before_fen, one.asked(RULE, three), one.next_on(RULE)) == (80_000, None, months_after(DAY, 6))
    with pytest.raises(Conflict, match="not_asked_now"):
        one.answer(income(1, three), None, RULE)
    one.answer(income(150_000, months_after(DAY, 13)), 999, RULE)
    assert (one.before_fen, sorted(one.answers), one.next_on(RULE)) == (80_000, [3, 12], None)


@pytest.mark.parametrize(
    ("fen", "before", "doing", "slug"),
    [
        (1, None, "sell", "income_before_missing"),
        (10_000_001, 1, "sell", "income_out_of_range"),
        (-1, 1, "sell", "income_out_of_range"),
        (1, 10_000_001, "sell", "income_out_of_range"),
        (1, 1, "fly", "not_listed"),
    ],
)
def test_an_answer_that_makes_no_sense_changes_nothing(fen: int, before: int | None, doing: str, slug: str):
    one = a_followup()
    with pytest.raises(Refused, match=slug):
        one.answer(income(fen, months_after(DAY, 3), doing), before, RULE)
    assert (one.answers, one.before_fen) == ({}, None)


def test_totals_compare_the_same_women_before_and_then():
    first = a_followup(1, before_fen=80_000, answers={3: income(120_000, DAY), 6: income(70_001, DAY)})
    second = a_followup(2, before_fen=100_000, answers={3: income(100_000, DAY)})
    other = a_followup(3)
    other.course = "EC-DS"
    [crafts, trade] = totals([first, other, second], RULE, "course")
    assert (crafts.key, crafts.women, trade.key) == ("HW-BZ", 2, "EC-DS")
    three, six, twelve = (crafts.months[month] for month in RULE.months)
    assert (three.answered, three.before_fen, three.after_fen, three.more) == (2, 90_000, 110_000, 1)
    assert (six.answered, six.before_fen, six.after_fen, six.more) == (1, 80_000, 70_001, 0)
    assert twelve.answered == trade.months[3].answered == 0


# -- from the certificate on -------------------------------------------------------------------------------------------


def a_year(days: int = 0, months: int = 3) -> tuple[Memory, str, FollowUp]:
    """Return a class with three certificates some months later, its id, and its first follow-up."""
    here = Memory()
    one = certified(here)
    first = min(here.followups.rows.values(), key=lambda it: it.id)
    later = months_after(first.issued_on, months) + timedelta(days=days)
    here.clock = FixedClock(NOW + (later - here.use.followup.clock.today()) + (here.clock.now() - NOW))
    return here, one.id, first


def test_every_certificate_of_a_class_begins_a_follow_up_where_she_lives():
    here, class_id, first = a_year(days=-1)
    found = list(here.followups.rows.values())
    assert len(found) == 3
    assert {(one.class_id, one.path, one.county) for one in found} == {(class_id, HERS, COUNTY)}
    assert first.number.startswith("ZS-431230-")
    assert here.use.followup.due(by=OFFICER) == []


def test_she_is_told_on_her_phone_at_ten_on_each_of_the_three_days():
    here, _, first = a_year(days=-1)
    days = [months_after(first.issued_on, month) for month in RULE.months]
    assert [here.noted.promised[INCOME, f"{first.id}:{month}"] for month in RULE.months] == [
        moment(day) for day in days
    ]
    job = object()
    here.use.followup.ask(f"{first.id}:3", job)
    assert here.followups.told == [], "it is a day too early"
    here.clock = FixedClock(moment(days[0]))
    here.use.followup.ask(f"{first.id}:3", job)
    [asked] = here.followups.told
    assert asked == IncomeAsked(first.id, first.person_id, "HW-BZ", "手工编织", 3, days[0])
    assert here.noted.finished == [job, job]
    said = to_message(asked)
    assert contracts().schemas[said.type].validate(dict(said.data)) == {}


def test_who_has_answered_is_not_told_and_whose_certificate_is_revoked_is_asked_no_more():
    here, _, first = a_year()
    here.use.followup.answer(first.id, Said(150_000, "sell", 80_000), by=OFFICER)
    second = max(here.followups.rows)
    revoke = here.use.certificate.revoke
    revoke.propose(second, "identity_wrong", by=an_officer("training_reviewer", PATH, actor_id="d" * 32))
    revoke.confirm(second, by=an_officer("county_leader", PATH))
    for one in (first.id, second):
        here.use.followup.ask(f"{one}:3", object())
    assert here.followups.told == []
    assert here.use.followup.hers(by=a_woman(here.followups.rows[second].person_id)) == []
    assert second not in {one.id for one in here.use.followup.due(by=OFFICER)}


def test_certificates_of_before_are_followed_up_once_and_their_messages_promised():
    here, class_id, first = a_year(months=4)
    lost = max(here.followups.rows)
    del here.followups.rows[lost]
    here.noted.promised.clear()
    catch_up = AskHer(Runs(here)).catch_up
    assert catch_up() == (1, 3)
    found = here.followups.rows[lost]
    assert (found.class_id, found.path, found.issued_on) == (class_id, HERS, first.issued_on)
    ahead = {key for kind, key in here.noted.promised if kind == INCOME}
    assert ahead == {f"{one}:{month}" for one in here.followups.rows for month in (6, 12)}, "not of what has gone by"
    assert catch_up() == (0, 3)
    here.clock = FixedClock(here.clock.now() + timedelta(days=300))
    assert catch_up() == (0, 0)


def test_a_village_officer_sees_who_is_due_and_writes_down_what_she_says():
    here, _, first = a_year()
    assert len(here.use.followup.due(by=OFFICER)) == 3
    assert here.use.followup.due(by=an_officer("township_officer", (*ELSEWHERE, "e" * 32))) == []
    here.use.followup.answer(first.id, Said(150_000, "sell", 80_000), by=OFFICER)
    assert len(here.use.followup.due(by=OFFICER)) == 2
    by, deed = here.noted.deeds[-1]
    assert (by, deed.act, deed.facts["month"]) == (OFFICER.id, "followup.answer", 3)
    with pytest.raises(NotFound):
        here.use.followup.answer(first.id, Said(1, "sell", 1), by=an_officer("village_officer", (*ELSEWHERE, "e" * 32)))


def test_whoever_may_ask_finds_it_among_what_waits_for_her():
    here, _, _first = a_year()
    site = Site(here)
    assert "3 人该问" in site.get("/training/my-work", OFFICER).text
    for one in here.followups.rows:
        here.use.followup.answer(one, Said(150_000, "sell", 80_000), by=OFFICER)
    assert "人该问" not in site.get("/training/my-work", OFFICER).text


def test_she_answers_for_herself_only():
    here, _, first = a_year()
    mine, other = a_woman(first.person_id), a_woman("8" * 32)
    assert [one.id for one in here.use.followup.hers(by=mine)] == [first.id]
    with pytest.raises(NotFound):
        here.use.followup.answer(first.id, Said(1, "sell", 1), by=other)
    here.use.followup.answer(first.id, Said(1, "none", 0), by=mine)
    assert here.use.followup.hers(by=mine) == []


def test_her_page_asks_three_questions_once_and_two_the_next_time():
    here, _, first = a_year()
    site, her, where = Site(here), a_woman(first.person_id), f"/training/follow-ups/{first.id}"
    assert f'href="{where}"' in site.get("/training/me", her).text
    page = site.get(where, her).text
    assert "培训以前，一个月大约挣多少" in page
    wrong = site.post(where, her, before_fen="", fen="1500", doing="sell")
    assert wrong.status_code == 422
    said = {"_once": "7" * 32, "before_fen": "800", "fen": "1500", "doing": "sell"}
    assert [site.post(where, her, **said).status_code for _ in range(2)] == [303, 303]
    assert f'href="{where}"' not in site.get("/training/me", her).text
    assert "现在不用答" in site.get(where, her).text
    assert here.followups.rows[first.id].answers[3].fen == 150_000
    here.clock = FixedClock(here.clock.now() + timedelta(days=93))
    again = site.get(where, her).text
    assert "现在一个月大约挣多少" in again
    assert "培训以前，一个月大约挣多少" not in again


def test_the_officers_list_and_the_totals_by_class_course_and_county():
    here, class_id, first = a_year()
    names = {place.person_id: f"龙秀{n}" for n, place in enumerate(places(here, here.classes.rows[class_id]))}
    site, by = Site(here, names), a_coordinator()
    page = site.get("/training/follow-ups", by).text
    assert "该问的 3 人" in page
    assert all(name in page for name in names.values())
    where = f"/training/follow-ups/{first.id}"
    assert names[first.person_id] in site.get(where, by).text
    assert site.post(where, by, before_fen="800", fen="1500", doing="sell").status_code == 303
    assert "该问的 2 人" in site.get("/training/follow-ups", by).text
    assert "她答过的" in site.get(where, by).text
    for group, name in (("class", "手工编织"), ("course", "手工编织"), ("county", "通道侗族自治县")):
        shown = site.get(f"/training/follow-ups?show={group}", by).text
        assert name in shown
        assert "800 → 1,500" in shown
    link = f'href="/training/classes/{class_id}"'
    assert link in site.get("/training/follow-ups?show=class", by).text
    assert link not in site.get("/training/follow-ups?show=class", OFFICER).text  # of her women, not of the class
    assert site.get("/training/follow-ups?show=village", by).status_code == 422
    reviewer = an_officer("training_reviewer", PATH)
    assert site.get("/training/follow-ups", reviewer).status_code == 200
    assert site.post(where, reviewer, fen="1", doing="sell").status_code == 403
    assert site.get("/training/follow-ups", an_officer("teacher", PATH)).status_code == 403


def test_a_place_without_certificates_reads_what_there_would_be():
    site = Site(Memory())
    assert "现在没有该问的人" in site.get("/training/follow-ups", OFFICER).text
    assert "还没有人可以回访" in site.get("/training/follow-ups?show=county", OFFICER).text


# -- as a workbook -----------------------------------------------------------------------------------------------------


def filled(book: bytes, answers: dict[str, tuple]) -> bytes:
    """Return the workbook with what was written into it, by name: before, now, doing, and another name or none."""
    found = openpyxl.load_workbook(io.BytesIO(book))
    sheet = found.active
    heads = next(row for row in sheet.iter_rows() if row[0].value == "证书编号")
    at = {cell.value: cell.column for cell in heads}
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        name = row[at["姓名"] - 1].value
        if name in answers:
            for head, value in zip(("培训以前月收入", "现在月收入", "现在靠什么", "姓名"), answers[name], strict=False):
                sheet.cell(row[0].row, at[head], value)
    made = io.BytesIO()
    found.save(made)
    return made.getvalue()


def a_round() -> tuple[Memory, Site, list[str]]:
    here, class_id, _ = a_year()
    names = {place.person_id: f"龙秀{n}" for n, place in enumerate(places(here, here.classes.rows[class_id]))}
    return here, Site(here, names), sorted(names.values())


def sent(site: Site, book: bytes, mode: str):
    return site.post("/training/follow-ups/sheet", OFFICER, mode=mode, file=(io.BytesIO(book), "x.xlsx"))


def test_a_village_takes_the_sheet_on_its_round_and_brings_it_back_once():
    here, site, (first, second, third) = a_round()
    book = site.get("/training/follow-ups/due.xlsx", OFFICER)
    assert book.status_code == 200
    by, deed = here.noted.deeds[-1]
    assert (by, deed.act, len(deed.person_ids)) == (OFFICER.id, "followup.take", 3)
    back = filled(book.data, {first: ("800", "1500元", "做东西卖"), second: (0, 1200, "打工上班")})
    looked = sent(site, back, "preview")
    assert looked.status_code == 200, looked.text
    assert "什么都没写" in looked.text
    assert not any(one.answers for one in here.followups.rows.values())
    assert "记好了 2 人" in sent(site, back, "partial").text
    told = {one.before_fen: one.answers[3] for one in here.followups.rows.values() if one.answers}
    assert {before: (it.fen, it.doing) for before, it in told.items()} == {
        80_000: (150_000, "sell"),
        0: (120_000, "work"),
    }
    assert "没有新的可记" in sent(site, back, "partial").text
    again = site.get("/training/follow-ups/due.xlsx", OFFICER).data
    cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(again)).active.iter_rows() for cell in row]
    assert third in cells
    assert first not in cells


def test_each_wrong_row_is_told_with_its_cell_and_nothing_is_written_when_all_were_to_be_good():
    here, site, (first, second, third) = a_round()
    book = site.get("/training/follow-ups/due.xlsx", OFFICER).data
    wrong = {first: ("", 1500, "做东西卖"), second: (800, "很多", "做东西卖"), third: (800, 900, "炒股")}
    page = sent(site, filled(book, wrong), "all").text
    for words in ("培训以前的收入没填", "要写这里面的一个", "3 行要改"):
        assert words in page
    assert "有行要改，所以什么都没写" in page
    mixed = {first: (800, 1500, "做东西卖"), second: (800, 900, "打工上班", "别人")}
    page = sent(site, filled(book, mixed), "partial").text
    assert "记好了 1 人" in page
    assert sum(bool(one.answers) for one in here.followups.rows.values()) == 1


def test_the_same_income_three_months_later_is_an_answer_and_last_rounds_sheet_is_not():
    here, site, (first, second, _third) = a_round()
    book = site.get("/training/follow-ups/due.xlsx", OFFICER).data
    old = filled(book, {first: (800, 1500, "做东西卖"), second: (0, 1200, "打工上班")})
    assert "记好了 2 人" in sent(site, old, "all").text
    here.clock = FixedClock(here.clock.now() + timedelta(days=93))
    assert "没有新的可记" in sent(site, old, "all").text
    late = filled(book, {first: (800, 9000, "做东西卖")})
    assert "现在不用问" in sent(site, late, "all").text
    again = filled(site.get("/training/follow-ups/due.xlsx", OFFICER).data, {first: ("", 1500, "做东西卖")})
    assert "记好了 1 人" in sent(site, again, "all").text
    assert sorted(len(one.answers) for one in here.followups.rows.values()) == [0, 1, 2]


def test_half_an_answer_is_wrong_and_without_names_nothing_is_read():
    here, site, (first, *_) = a_round()
    book = site.get("/training/follow-ups/due.xlsx", OFFICER).data
    assert "1 行要改" in sent(site, filled(book, {first: (800, 1500)}), "all").text
    assert sent(Site(here), filled(book, {first: (800, 1500, "做东西卖")}), "all").status_code == 503


def test_the_words_of_the_sheet_are_those_of_the_rule():
    assert {code for code, _ in DOING} == set(Memory().use.followup.rule(DAY).doing)
