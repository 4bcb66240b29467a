"""Coming to a session: by the code on the screen, on paper, and what a reviewer may ask about it afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.training.domain.attendance import Mark, Sheet, Tick, checked, shares
from services.training.domain.check_in import CheckIn, CodeRule, code_message, code_rule
from services.training.domain.choosing import Wish
from services.training.domain.enrolment import Enrolment
from services.training.domain.roll_paper import row_codes, typed_back
from services.training.domain.session import Session, Slot
from services.training.domain.signs import SignRule, signs
from services.training.domain.standard import AttendanceRule
from services.training.domain.training_class import State as ClassState
from services.training.errands.roll_code import RollCode
from services.training.errands.roll_paper import RollPaper, laid_out
from services.training.usecases.attendance.print_roll import FORGET, PRINT
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from shared.clock import SHANGHAI, FixedClock
from shared.errors import Conflict, NotFound, Refused
from shared.paper.signing import Seal
from shared.policy import PolicyError
from tests.builders.training import COUNTY, DAY, ELSEWHERE, PATH, POLICIES, a_card, a_coordinator, a_reviewer, filed
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Runs, Site

BY, REVIEWER = a_coordinator("c" * 32), a_reviewer("d" * 32)
VERSION = POLICIES.on(DAY, "000000", "training.code")
RULE = CodeRule(45, 30)
LINE = AttendanceRule(800, 15, 45)
SLOT = Slot(date(2026, 12, 14), time(8, 30), time(11, 45), 180)
ASKS = SignRule(women_in_one_second=3, women_on_one_phone=2, minutes_between=10, sheets_all_there=2)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 12, 14, hour, minute, second, tzinfo=SHANGHAI)


def scan(n: int, moment: datetime, phone: str = "", session: str = "s") -> CheckIn:
    return CheckIn(session, f"e{n}", "c", PATH, moment, phone)


# ---- the code on the screen ----------------------------------------------------------------------------------------


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(0, 200))  # noqa: DTZ001  # hypothesis adds the zone
def test_a_code_is_good_while_it_is_shown_and_one_window_more_never_longer(shown: datetime, later: int):
    window, now = RULE.window(shown), shown + timedelta(seconds=later)
    if RULE.window(now) - window <= 1:
        RULE.check(window, now)
        assert later < 2 * RULE.seconds
    else:
        assert later > RULE.seconds
        with pytest.raises(Refused, match="code_too_old"):
            RULE.check(window, now)
    with pytest.raises(Refused, match="code_too_old"):
        RULE.check(RULE.window(now) + 1, now)


def test_a_code_is_shown_for_thirty_to_sixty_seconds():
    assert code_rule(VERSION) == RULE
    for seconds in (29, 61):
        with pytest.raises(PolicyError, match="30 to 60"):
            code_rule(replace(VERSION, values={**VERSION.values, "seconds": seconds}))


def test_one_checks_in_from_half_an_hour_before_to_the_end():
    for good in (at(8, 0), at(10), at(11, 45)):
        RULE.check_time(SLOT, good)
    for bad in (at(7, 59, 59), at(11, 45, 1), at(10) + timedelta(days=1)):
        with pytest.raises(Refused, match="session_not_on"):
            RULE.check_time(SLOT, bad)


@pytest.mark.parametrize(
    ("came", "tick"),
    [
        (at(8, 5), Tick(Mark.PRESENT)),
        (at(8, 45, 59), Tick(Mark.PRESENT)),
        (at(8, 46), Tick(Mark.LATE, 16)),
        (at(10, 0), Tick(Mark.LATE, 90)),
    ],
)
def test_when_she_came_says_what_is_written_down(came: datetime, tick: Tick):
    assert scan(1, came).tick(SLOT, LINE) == tick


@given(st.integers(-30, 195))
def test_whenever_she_scans_the_sheet_can_be_taken_as_it_stands(minute: int):
    """A session of 195 minutes counts 180: its break is not missed by who comes in the last of them."""
    tick = scan(1, SLOT.starts_at + timedelta(minutes=minute)).tick(SLOT, LINE)
    assert checked(Session("s", "c", SLOT, "r", ()), {"e1": tick}) == {"e1": tick}


def test_what_is_not_signed_by_us_for_this_session_and_window_is_no_code():
    code = RollCode(Seal.fresh(), "https://x", None)  # type: ignore[arg-type]  # no use case is called
    now = at(9)
    address = code.address("s" * 32, RULE, now)
    base, session, window, signed = address.rsplit("/", 3)
    assert (base, session, window) == ("https://x/training/here", "s" * 32, str(RULE.window(now)))
    code.check(session, int(window), signed)
    assert code.address("s" * 32, RULE, now + timedelta(seconds=45)) != address
    for wrong in (
        ("t" * 32, int(window), signed),
        (session, int(window) + 1, signed),
        (session, int(window), "A" * 86),
    ):
        with pytest.raises(Refused, match="code_not_genuine"):
            code.check(*wrong)
    assert not code_message("s", 1).startswith("jinguo certificate"), "one signature cannot stand for the other"
    assert "<svg" in code.picture(address)


# ---- in a class ----------------------------------------------------------------------------------------------------


@pytest.fixture
def here() -> Memory:
    """A running class of two women at half past eight of its first morning."""
    made = Memory()
    one = made.use.training_class.plan(Wish(COUNTY, "HW-BZ", 5, date(2026, 12, 14)), by=BY).id
    filed(made.use, one, by=BY)
    made.use.training_class.step.approve(one, by=REVIEWER)
    made.use.training_class.step.open(one, by=BY)
    for _ in range(2):
        card = a_card()
        made.replica.cards.keep(card)
        made.use.enrolment.enrol(one, Coming(card.person_id, "roster", SYSTEM), by=BY)
    made.classes.rows[one].state = ClassState.RUNNING
    made.clock = FixedClock(at(8, 30))
    return made


def first_session(here: Memory) -> Session:
    return here.use.training_class.find.sessions_of(list(here.classes.rows))[0]


def women(here: Memory) -> list[Enrolment]:
    return [here.enrolments.get(one) for one in sorted(here.enrolments.rows)]


def her(one: Enrolment) -> Actor:
    return Actor(one.person_id, Kind.WOMAN)


def test_a_scan_is_noted_once_and_the_sheet_begins_with_it(here: Memory):
    session, (first, second) = first_session(here), women(here)
    window = RULE.window(at(8, 30))
    here.use.attendance.scan(session.id, window, "phone", by=her(first))
    here.clock = FixedClock(at(8, 30, 30))
    here.use.attendance.scan(session.id, RULE.window(at(8, 30, 30)), "other", by=her(first))
    sitting = here.use.attendance.find.sitting(session.id, by=BY)
    assert {one: (came.at, came.phone) for one, came in sitting.came.items()} == {first.id: (at(8, 30), "phone")}
    with pytest.raises(Refused, match="code_too_old"):
        here.use.attendance.scan(session.id, window - 2, "", by=her(second))
    with pytest.raises(NotFound, match="not_in_this_class"):
        here.use.attendance.scan(session.id, window, "", by=Actor("9" * 32, Kind.WOMAN))
    here.clock = FixedClock(at(7))
    with pytest.raises(Refused, match="session_not_on"):
        here.use.attendance.scan(session.id, RULE.window(at(7)), "", by=her(second))
    here.clock = FixedClock(at(8, 30))
    here.classes.rows[session.class_id].state = ClassState.EXAM
    with pytest.raises(Conflict, match="class_not_running"):
        here.use.attendance.scan(session.id, window, "", by=her(second))


def test_the_paper_has_a_row_for_each_and_its_codes_stay_when_one_leaves(here: Memory):
    session, (first, second) = first_session(here), women(here)
    before = here.use.attendance.find.sitting(session.id, by=BY)
    html = laid_out(before, {first.id: "龙秀英", second.id: "石<小>花"}, "201 室")
    assert "龙秀英" in html
    assert "石&lt;小&gt;花" in html
    assert all(f">{code}</td>" in html for code in before.codes)
    here.use.enrolment.drop(first.id, reason="ill", by=BY)
    after = here.use.attendance.find.sitting(session.id, by=BY)
    assert after.codes == before.codes
    assert [place.id for place in after.women] == [second.id]


def a_job(kind: str, key: str):
    return type("Job", (), {"kind": kind, "key": key})()


def test_a_sheet_is_asked_for_made_by_its_job_fetched_within_a_day_and_forgotten(here: Memory):
    session, (first, second) = first_session(here), women(here)
    site = Site(here, {first.person_id: "龙秀英", second.person_id: "石小花"})
    assert "打印纸的点名表" in site.get(f"/training/sessions/{session.id}/attendance", BY).text
    asked = site.post(f"/training/sessions/{session.id}/sheets", BY)
    assert asked.status_code == 303, asked.text
    where = asked.headers["Location"]
    assert "正在做点名表" in site.get(where, BY).text
    assert "hx-get" in site.get(f"{where}/progress", BY).text
    assert site.get(f"{where}/paper.pdf", BY).status_code == 404
    key = where.rpartition("/")[2]
    paper = RollPaper(lambda pages: [pages[0].encode()], Runs(here))
    paper.print(a_job(PRINT, key))
    assert "做好了" in site.get(where, BY).text
    got = site.get(f"{where}/paper.pdf", BY)
    assert got.data.decode().startswith("<!doc")
    assert "龙秀英" in got.data.decode()
    assert got.headers["Content-Disposition"].endswith(f"-{session.slot.on:%m%d}.pdf")
    assert site.get(where, a_coordinator("7" * 32, ELSEWHERE)).status_code == 404
    assert here.noted.promised[FORGET, key] - here.noted.promised[PRINT, key] == timedelta(days=1)
    paper.print(a_job(PRINT, key))
    paper.forget(a_job(FORGET, key))
    assert site.get(where, BY).status_code == 404
    assert [job.kind for job in here.noted.finished[-3:]] == [PRINT, PRINT, FORGET]


def test_nobody_of_another_county_asks_for_a_sheet(here: Memory):
    session = first_session(here)
    stranger = a_coordinator("7" * 32, ELSEWHERE)
    assert Site(here).post(f"/training/sessions/{session.id}/sheets", stranger).status_code == 404
    assert here.roll_prints.rows == {}


# ---- typed back ----------------------------------------------------------------------------------------------------

CODES = row_codes("s" * 32, ["a", "b", "c"])
A, B, C = CODES


def test_only_who_was_not_simply_there_is_typed():
    assert typed_back("", CODES, ["a", "b", "c"]) == dict.fromkeys("abc", Tick(Mark.PRESENT))
    said = typed_back(f" {A.lower()}，{B}迟２０； 0{C}假", CODES, ["a", "b", "c"])
    assert said == {"a": Tick(Mark.ABSENT), "b": Tick(Mark.LATE, 20), "c": Tick(Mark.LEAVE)}
    assert typed_back(f"{A}早30 {B}病", CODES, ["a", "b"]) == {"a": Tick(Mark.EARLY, 30), "b": Tick(Mark.SICK)}


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("99A", "row_code_unknown"),
        (f"{A} {A}假", "row_code_twice"),
        (f"{A}来", "row_code_unreadable"),
        ("K7", "row_code_unreadable"),
        (f"{A}迟", "minutes_missing"),
        (f"{A}假20", "row_code_unreadable"),
        (C, "row_code_unknown"),
    ],
)
def test_a_slip_is_named_and_nothing_is_written(typed: str, slug: str):
    with pytest.raises(Refused, match=slug) as refused:
        typed_back(typed, CODES, ["a", "b"])
    assert refused.value.facts["code"]


def test_most_slips_and_other_sheets_are_noticed_by_the_letter():
    whole = row_codes("s" * 32, [str(n) for n in range(60)])
    other = row_codes("t" * 32, [str(n) for n in range(60)])
    assert len(set(whole) & set(other)) < 12
    assert len(whole) == len(other) == 60


@given(st.lists(st.sampled_from(["", "迟", "早", "假", "病", "-"]), min_size=1, max_size=40), st.integers(1, 180))
def test_what_is_typed_back_is_what_stood_on_the_paper(marks: list[str], minutes: int):
    ids = [f"e{n}" for n in range(len(marks))]
    codes = {place: code for code, place in row_codes("s" * 32, ids).items()}
    on_paper = {one: mark for one, mark in zip(ids, marks, strict=True) if mark != "-"}
    text = " ".join(
        codes[one] + mark + (str(minutes) if mark in ("迟", "早") else "") for one, mark in on_paper.items()
    )
    read = typed_back(text, row_codes("s" * 32, ids), ids)
    assert {one for one, tick in read.items() if tick.mark is not Mark.PRESENT} == set(on_paper)
    assert {tick.missed for tick in read.values()} <= {0, minutes}
    checked(Session("s", "c", replace(SLOT, minutes=600), "r", ()), read)


# ---- hours ---------------------------------------------------------------------------------------------------------

TICKS = st.one_of(
    st.sampled_from([Tick(Mark.PRESENT), Tick(Mark.ABSENT), Tick(Mark.LEAVE), Tick(Mark.SICK)]),
    st.builds(Tick, st.sampled_from([Mark.LATE, Mark.EARLY]), st.integers(1, 180)),
)


@given(st.lists(st.tuples(st.sampled_from([45, 135, 180]), TICKS), max_size=20), st.integers(0, 600))
def test_hours_are_never_negative_never_more_than_were_held_and_add_up_session_by_session(held, more):
    sheets = [Sheet(str(n), "c", PATH, whole, {"e": tick}, "t", at(9)) for n, (whole, tick) in enumerate(held)]
    minutes = sum(sheet.minutes for sheet in sheets)
    share = shares(sheets, ["e", "nobody"], minutes + more, LINE)["e"]
    assert 0 <= share.minutes <= share.held == minutes
    assert share.minutes == sum(tick.minutes(whole, LINE) for whole, tick in held)
    assert share.to_come == more
    assert share.out_of_reach == (share.minutes + more < share.least)
    assert not (share.enough and share.out_of_reach)
    better = [replace(sheet, ticks={"e": Tick(Mark.PRESENT)}) for sheet in sheets]
    assert shares(better, ["e"], minutes + more, LINE)["e"].minutes == minutes


@given(TICKS, st.sampled_from([45, 135, 180]))
def test_coming_later_never_counts_more(tick: Tick, whole: int):
    later = replace(tick, missed=tick.missed + 1) if tick.missed else tick
    assert later.minutes(whole, LINE) <= tick.minutes(whole, LINE) <= whole


# ---- questions -----------------------------------------------------------------------------------------------------


def a_sheet(session: str, by: str, moment: datetime, *marks: Mark) -> Sheet:
    ticks = {f"e{n}": Tick(mark) for n, mark in enumerate(marks)}
    return Sheet(session, "c", PATH, 180, ticks, by, moment)


def a_session(name: str, room: str = "r", class_id: str = "c") -> Session:
    return Session(name, class_id, SLOT, room, ("t",))


OURS = {"s": a_session("s"), "s2": a_session("s2")}


def test_many_in_one_second_and_many_on_one_phone_are_asked_about():
    moment = at(8, 31, 7)
    one_second = [scan(n, moment + timedelta(milliseconds=n)) for n in range(3)]
    assert [(sign.kind, sign.count) for sign in signs(OURS, one_second, [], [], ASKS)] == [("one_second", 3)]
    assert signs(OURS, one_second[:2], [], [], ASKS) == []
    one_phone = [scan(n, at(8, n), "p") for n in range(2)] + [scan(9, at(9), "q"), scan(8, at(9, 1)), scan(7, at(9, 2))]
    assert [(sign.kind, sign.count) for sign in signs(OURS, one_phone, [], [], ASKS)] == [("one_phone", 2)]


def test_one_hand_in_two_rooms_within_minutes_is_asked_about_with_the_other_class():
    ours = [a_sheet("s", "t", at(9), Mark.ABSENT)]

    def elsewhere(minute: int, room: str = "far", by: str = "t") -> list[tuple[Sheet, Session]]:
        return [(replace(a_sheet("o", by, at(9, minute)), class_id="other"), a_session("o", room, "other"))]

    assert [(sign.kind, sign.other_class) for sign in signs(OURS, [], ours, elsewhere(9), ASKS)] == [
        ("two_places", "other")
    ]
    for none in (elsewhere(10), elsewhere(9, room="r"), elsewhere(9, by="u")):
        assert signs(OURS, [], ours, none, ASKS) == []


def test_a_class_in_which_nobody_is_ever_missing_is_asked_about():
    whole = [a_sheet(one, "t", at(9 + n), Mark.PRESENT, Mark.PRESENT) for n, one in enumerate(OURS)]
    assert [(sign.kind, sign.session_id, sign.count) for sign in signs(OURS, [], whole, [], ASKS)] == [
        ("all_there", "s2", 2)
    ]
    whole[0].ticks["e1"] = Tick(Mark.SICK)
    assert signs(OURS, [], whole, [], ASKS) == []


def test_only_the_countys_reviewers_are_shown_the_questions(here: Memory):
    session, (first, second) = first_session(here), women(here)
    for one in (first, second):
        here.use.attendance.scan(session.id, RULE.window(at(8, 30)), "phone", by=her(one))
    here.use.attendance.take(session.id, dict.fromkeys([first.id, second.id], Tick(Mark.PRESENT)), by=BY)
    [asked] = here.use.attendance.signs(by=REVIEWER)
    assert [(sign.kind, sign.count) for sign in asked.signs] == [("one_phone", 2)]
    assert asked.sessions[session.id] == session
    for nobody in (a_reviewer(path=ELSEWHERE), an_officer("teacher", PATH)):
        assert here.use.attendance.signs(by=nobody) == []
