"""What training's use cases do and refuse, on stores in memory."""

from datetime import date, timedelta

import pytest

from services.training.domain.choosing import Wish
from services.training.domain.enrolment import State as SeatState
from services.training.domain.news import Dropped
from services.training.domain.place import Room
from services.training.domain.roster import Finding, Mode, Row, Verdict
from services.training.domain.roster import State as RosterState
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.enrolment.enrol import Coming
from services.training.usecases.ports import Page
from services.training.usecases.roster.bring import FORGET, FORGET_FILE, JOB, Sheet
from services.training.usecases.roster.enter import Arrived, RowRefused
from services.training.usecases.training_class.call_off import Off
from services.training.usecases.training_class.step import BEGIN
from shared.access import SYSTEM, Actor, Kind
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound, Refused, Stale, Unavailable
from shared.replica import Card
from tests.builders.training import COUNTY, DAY, ELSEWHERE, NOW, ROOM, a_card, a_coordinator, a_reviewer, filed
from tests.builders.world import an_officer
from tests.fakes.replica import a_replica
from tests.fakes.training import Memory

MONDAY = date(2026, 12, 14)
BY = a_coordinator("c" * 32)
REVIEWER = a_reviewer("d" * 32)


@pytest.fixture
def here() -> Memory:
    return Memory()


def opened(here: Memory, capacity: int = 48, course: str = "HW-DJ1", **wish) -> TrainingClass:
    planned = here.use.training_class.plan(Wish(COUNTY, course, capacity, **wish), by=BY)
    filed(here.use, planned.id, by=BY)
    here.use.training_class.step.approve(planned.id, by=REVIEWER)
    return here.use.training_class.step.open(planned.id, by=BY)


def a_woman(here: Memory, **bands: str) -> Card:
    card = a_card(**bands)
    here.replica.cards.keep(card)
    return card


def asks(here: Memory, class_id: str, card: Card):
    return here.use.enrolment.enrol(
        class_id, Coming(card.person_id, "self", SYSTEM), by=Actor(card.person_id, Kind.WOMAN)
    )


def test_a_plan_takes_guards_for_everything_on_every_day_in_one_order(here: Memory):
    planned = here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48, MONDAY), by=BY)
    assert here.noted.touched == sorted(set(here.noted.touched))
    assert len(here.noted.touched) == (9 + 1) * (1 + 4 + 1), "each thing on each day, and as such"
    assert f"place:{planned.plan.room}" in here.noted.touched, "nobody retires it at the same moment"
    assert here.noted.deeds[0][1].act == "class.plan"
    assert (planned.plan.number, planned.plan.title) == ("PX-431230-2026-0001", "侗锦织造（初级）1 班")


def test_nothing_is_planned_further_off_than_a_year(here: Memory):
    plan = here.use.training_class.plan
    for day in (DAY - timedelta(days=367), DAY + timedelta(days=367), date(2199, 12, 31), date(1900, 1, 1)):
        for wish in ({"starts_on": day}, {"from_on": day}):
            with pytest.raises(Refused, match="day_too_far") as refused:
                plan(Wish(COUNTY, "HW-BZ", 10, **wish), by=BY)
    assert refused.value.facts == {"first": date(2025, 11, 23), "last": date(2027, 11, 25)}
    assert plan(Wish(COUNTY, "HW-BZ", 10, DAY + timedelta(days=366)), by=BY).plan.starts_on > DAY


def test_without_a_day_the_first_monday_two_weeks_on_is_taken_and_then_the_next_free(here: Memory):
    days = [here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48), by=BY).plan.starts_on for _ in range(2)]
    assert days[0] == date(2026, 12, 14)
    assert days[1] > days[0]
    assert days[1].weekday() == 0


def test_when_half_a_year_is_full_it_is_said(here: Memory):
    def plan_on_and_on() -> None:
        for _ in range(40):
            here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48), by=BY)

    with pytest.raises(Conflict, match="no_room_free"):
        plan_on_and_on()
    assert len(here.classes.rows) >= 10
    with pytest.raises(Conflict, match="room_taken") as refused:
        here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48, MONDAY, ROOM), by=BY)
    assert str(refused.value.facts["free"]).count("、") < 2, "hardly a Monday is left to name"


def test_a_taken_room_names_the_other_class_and_three_mondays(here: Memory):
    first = here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48, MONDAY), by=BY)
    with pytest.raises(Conflict) as refused:
        here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48, MONDAY, ROOM), by=BY)
    assert (refused.value.slug, refused.value.facts["number"]) == ("room_taken", first.plan.number)
    assert str(refused.value.facts["free"]).count("、") == 2


def test_a_plan_needs_a_unit_a_county_and_a_course():
    with pytest.raises(NotFound, match="unit_not_found"):
        Memory().use.training_class.plan(Wish("?", "HW-DJ1", 1), by=BY)
    with pytest.raises(NotFound, match="unit_not_found"):
        Memory().use.training_class.plan(Wish(COUNTY, "HW-DJ1", 1), by=a_coordinator(path=ELSEWHERE))
    with pytest.raises(NotFound, match="course_not_found"):
        Memory().use.training_class.plan(Wish(COUNTY, "HW-XX", 1), by=BY)
    city = Memory()
    with pytest.raises(Unavailable, match="county_not_known_yet"):
        city.use.training_class.plan(Wish("1" * 32, "HW-DJ1", 1), by=a_coordinator(path=("1" * 32,)))


def test_every_step_is_in_the_audit_and_a_version_seen_too_late_is_stale(here: Memory):
    one = opened(here)
    steps = ["class.plan", "class.tell_plan", "class.file", "class.approve", "class.open"]
    assert [deed.act for _, deed in here.noted.deeds] == steps
    with pytest.raises(Stale):
        here.use.training_class.call_off.empty(one.id, by=BY, version=0)
    here.use.training_class.call_off.empty(one.id, by=BY, version=4)
    assert here.sessions.rows == []


def test_neighbours_who_are_not_complete_hear_that_a_class_is_called_off(here: Memory):
    for call_off in ("empty", "all"):
        one, card = opened(here, 5, "HW-BZ"), a_woman(here)
        her = Actor(card.person_id, Kind.WOMAN)
        here.use.enrolment.together.begin(one.id, 2, Coming(card.person_id, "self", SYSTEM), by=her)
        here.enrolments.told.clear()
        if call_off == "empty":
            here.use.training_class.call_off.empty(one.id, by=BY)
        else:
            here.use.training_class.call_off(one.id, Off("老师病了", opened(here, 5, "HW-BZ").id), by=BY)
        assert [told.reason for told in here.enrolments.told if isinstance(told, Dropped)] == ["class_called_off"]
        assert not [place for place in here.use.enrolment.find.hers(card.person_id, by=her) if place.live]
        assert here.noted.deeds[-1][1].person_ids == (card.person_id,)


def test_a_class_runs_from_the_morning_of_its_first_day(here: Memory):
    one, card = opened(here, 5, "HW-BZ"), a_woman(here)
    [due] = [at for (kind, key), at in here.noted.promised.items() if (kind, key) == (BEGIN, one.id)]
    assert due.isoformat() == f"{one.plan.starts_on}T00:00:00+08:00"
    with pytest.raises(Refused, match="class_not_yet"):
        here.use.training_class.step.start(one.id, by=BY)
    here.clock = FixedClock(due)
    for _ in range(2):
        here.use.training_class.step.begin(one.id, "job")
    assert here.classes.rows[one.id].state is State.RUNNING
    assert here.noted.finished == ["job", "job"]
    with pytest.raises(Conflict, match="class_not_open"):
        asks(here, one.id, card)
    late = here.use.enrolment.enrol(one.id, Coming(card.person_id, "roster", SYSTEM), by=BY)
    assert late.state is SeatState.ENROLLED


def test_a_class_called_off_does_not_begin(here: Memory):
    one = opened(here, 5, "HW-BZ")
    here.use.training_class.call_off.empty(one.id, by=BY)
    here.use.training_class.step.begin(one.id, "job")
    assert here.classes.rows[one.id].state is State.CANCELLED


def test_what_a_page_asks_of_classes_is_answered(here: Memory):
    one = opened(here, 5, "HW-BZ")
    find = here.use.training_class.find
    assert set(find.some([one.id, "0" * 32])) == {one.id}
    assert len(find.sessions_of([one.id])) == 14
    assert len(find.places(one.plan.path).teachers) == 4
    here.clock = FixedClock(NOW + timedelta(days=365))
    assert here.use.training_class.find.next_session(one.id) is None
    room = Room("9" * 32, "新教室", "楼下", 10, (COUNTY,))
    here.use.place.put(room)
    assert room in here.use.place.listed(by=BY).rooms


def test_a_filed_plan_can_go_back(here: Memory):
    planned = here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48), by=BY)
    filed(here.use, planned.id, by=BY)
    assert here.use.training_class.find.to_approve(by=REVIEWER) != []
    assert here.use.training_class.find.to_approve(by=a_reviewer(BY.id)) == []
    assert here.use.training_class.step.hand_back(planned.id, by=REVIEWER, reason="少一位老师").state is State.PLANNED


def test_lists_and_the_public_see_what_they_may(here: Memory):
    one = opened(here, 2)
    find = here.use.training_class.find
    assert [found.id for found in find.listed([State.ENROLLING], Page(), by=BY)] == [one.id]
    assert find.listed([State.ENROLLING], Page(), by=a_coordinator(path=ELSEWHERE)) == []
    assert find.public(one.id).id == find.one(one.id, by=BY).id == find.enrolling(5)[0].id
    assert find.to_open(by=BY) == []
    planned = here.use.training_class.plan(Wish(COUNTY, "HW-BZ", 2), by=BY)
    with pytest.raises(NotFound, match="class_not_found"):
        find.public(planned.id)
    following = find.next_session(one.id)
    assert following is not None
    assert following.slot.on == one.plan.starts_on
    assert len(here.use.place.listed(by=BY).rooms) == 2
    assert len(here.use.catalogue.courses(DAY)) == 12


def test_a_woman_asks_for_herself_only_and_must_be_known(here: Memory):
    one = opened(here)
    with pytest.raises(NotFound, match="person_not_found"):
        here.use.enrolment.enrol(one.id, Coming("a" * 32, "self", SYSTEM), by=Actor("b" * 32, Kind.WOMAN))
    with pytest.raises(NotFound, match="person_not_found"):
        here.use.enrolment.enrol(one.id, Coming("a" * 32, "self", SYSTEM), by=Actor("a" * 32, Kind.WOMAN))


def test_seats_ranks_and_what_she_may_see(here: Memory):
    one = opened(here, 1, "HW-BZ")
    cards = [a_woman(here) for _ in range(3)]
    places = [asks(here, one.id, card) for card in cards]
    find = here.use.enrolment.find
    assert [find.rank(place) for place in places] == [None, 1, 2]
    with pytest.raises(Conflict, match="already_in_class"):
        asks(here, one.id, cards[0])
    her = Actor(cards[1].person_id, Kind.WOMAN)
    assert find.hers(her.id, by=her) == [places[1]]
    assert find.hers(her.id, by=Actor("x", Kind.WOMAN)) == []
    service = Actor("svc:applicant", Kind.SERVICE)
    assert find.hers(her.id, by=service) == [places[1]]
    assert find.hers(her.id, by=Actor("svc:applicant", Kind.SERVICE, on_behalf_of=Actor("x", Kind.WOMAN))) == []
    assert find.one(places[1].id, by=her).rank == 1
    with pytest.raises(NotFound):
        find.one(places[1].id, by=Actor("x", Kind.WOMAN))
    assert len(find.of_class(one.id, SeatState.WAITLISTED, by=BY)) == 2
    with pytest.raises(NotFound):
        find.of_class(one.id, SeatState.WAITLISTED, by=an_officer("teacher", ELSEWHERE))


def test_a_place_is_given_back_and_given_on(here: Memory):
    one = opened(here, 1, "HW-BZ")
    cards = [a_woman(here) for _ in range(2)]
    had, waits = (asks(here, one.id, card) for card in cards)
    with pytest.raises(Conflict, match="class_full"):
        here.use.enrolment.admit(one.id, by=BY)
    with pytest.raises(NotFound, match="enrolment_not_found"):
        here.use.enrolment.drop(had.id, reason="ill", by=Actor(cards[1].person_id, Kind.WOMAN))
    with pytest.raises(Refused, match="not_listed"):
        here.use.enrolment.drop(had.id, reason="just so", by=BY)
    dropped = here.use.enrolment.drop(had.id, reason="ill", by=BY)
    assert (dropped.reason, here.noted.deeds[-1][1].reason) == ("ill", "ill")
    assert here.use.enrolment.admit(one.id, by=BY).id == waits.id
    with pytest.raises(Conflict, match="nobody_waits"):
        here.use.enrolment.admit(one.id, by=BY)
    hers = here.use.enrolment.drop(waits.id, reason="ill", by=Actor(cards[1].person_id, Kind.WOMAN))
    assert hers.reason == "by_herself"


def test_nobody_is_in_two_classes_at_one_time(here: Memory):
    first = opened(here, 10, "HW-BZ", starts_on=MONDAY)
    second = opened(here, 10, "HW-DL", starts_on=MONDAY)
    later = opened(here, 10, "HW-DL", starts_on=MONDAY + timedelta(weeks=4))
    card = a_woman(here)
    asks(here, first.id, card)
    with pytest.raises(Conflict) as refused:
        asks(here, second.id, card)
    assert (refused.value.slug, refused.value.facts["number"]) == ("in_another_class", first.plan.number)
    assert asks(here, later.id, card).state is SeatState.ENROLLED
    assert f"person:{card.person_id}" in here.noted.touched


def test_where_the_tree_is_not_known_national_terms_hold(here: Memory):
    one = opened(here, 10, "HW-BZ")
    here.replica = a_replica()
    card = a_woman(here, age="under_18")
    assert asks(here, one.id, card).origin.warnings == ("age_to_check",)


def a_sheet() -> Sheet:
    return Sheet(b"PK", 3, DAY, {"name": ("B", "姓名")})


def judged(here: Memory, mode: Mode, capacity: int = 48) -> tuple[str, str]:
    class_id = opened(here, capacity, "HW-BZ").id
    roster = here.use.roster.bring.upload(class_id, a_sheet(), mode, by=BY)
    here.use.roster.progress.begin(roster.id)
    rows = [
        Row(4, "1", Verdict.ACCEPT, []),
        Row(5, "2", Verdict.ACCEPT, []),
        Row(6, "3", Verdict.ERROR, [Finding("name", "x")]),
    ]
    here.use.roster.progress.judged(roster.id, rows)
    return class_id, roster.id


def arrived(line: int, card: Card | None = None, remark: str = "") -> Arrived:
    card = card or a_card()
    data = {"person_id": card.person_id, "org_path": list(card.path), "bands": card.bands, "seq": card.seq}
    return Arrived(line, card.person_id, data, remark)


def test_an_upload_promises_its_import_and_that_it_is_forgotten(here: Memory):
    roster = here.use.roster.bring.upload(opened(here).id, a_sheet(), Mode.PREVIEW, by=BY)
    assert {key: at for key, at in here.noted.promised.items() if key[0] != BEGIN} == {
        (JOB, roster.id): NOW,
        (FORGET, roster.id): NOW + timedelta(days=30),
    }
    assert here.noted.deeds[-1][1].facts == {"mode": "preview", "rows": 3}
    with pytest.raises(NotFound):
        here.use.roster.bring.upload(roster.source.class_id, a_sheet(), Mode.PREVIEW, by=a_coordinator(path=ELSEWHERE))


def test_only_a_look_is_allowed_before_enrolment_opens(here: Memory):
    planned = here.use.training_class.plan(Wish(COUNTY, "HW-BZ", 5), by=BY).id
    here.use.roster.bring.upload(planned, a_sheet(), Mode.PREVIEW, by=BY)
    with pytest.raises(Conflict, match="class_not_open"):
        here.use.roster.bring.upload(planned, a_sheet(), Mode.PARTIAL, by=BY)


def test_a_row_comes_in_once_with_card_seat_and_progress(here: Memory):
    class_id, roster_id = judged(here, Mode.PARTIAL, 1)
    first, second = arrived(4, remark="备注"), arrived(5)
    for _ in range(2):
        row = here.use.roster.enter.one(roster_id, first)
    assert (row.outcome, row.person_id) == ("enrolled", first.person_id)
    assert list(here.enrolments.remarks.values()) == ["备注"]
    waits = here.use.roster.enter.one(roster_id, second)
    assert (waits.outcome, waits.verdict, waits.findings[0].slug) == ("waitlisted", Verdict.WARN, "class_full_waits")
    roster = here.use.roster.find.one(roster_id, by=BY)
    assert roster.done == 3
    ended = here.use.roster.progress.finish(roster_id, "job")
    assert (FORGET_FILE, roster_id) not in here.noted.promised, "there is a row to hand back"
    assert ended.counts == {"accept": 1, "warn": 1, "error": 1, "enrolled": 1, "waitlisted": 1}
    assert here.use.roster.progress.begin(roster_id).state == "done"
    here.use.roster.progress.finish(roster_id, "again")
    assert here.noted.finished == ["job", "again"]
    assert here.classes.rows[class_id].seats.enrolled == 1


def test_a_worker_that_slept_does_not_undo_what_its_successor_entered(here: Memory):
    _, roster_id = judged(here, Mode.PARTIAL)
    here.use.roster.enter.one(roster_id, arrived(4))
    here.use.roster.progress.judged(roster_id, [Row(4, "1", Verdict.ACCEPT, [])])
    assert here.rosters.row(roster_id, 4).outcome == "enrolled"
    assert len(here.use.roster.find.rows(roster_id)) == 3


def test_a_file_with_nothing_to_hand_back_is_not_kept(here: Memory):
    roster = here.use.roster.bring.upload(opened(here, 5, "HW-BZ").id, a_sheet(), Mode.PARTIAL, by=BY)
    here.use.roster.progress.begin(roster.id)
    here.use.roster.progress.judged(roster.id, [Row(4, "1", Verdict.ACCEPT, [])])
    here.use.roster.enter.one(roster.id, arrived(4))
    here.use.roster.progress.finish(roster.id, "job")
    assert here.noted.promised[FORGET_FILE, roster.id] == NOW + timedelta(hours=1)


def test_who_is_in_already_is_fine_and_who_is_elsewhere_is_told(here: Memory):
    _, roster_id = judged(here, Mode.PARTIAL, 10)
    one, other = arrived(4), arrived(5)
    here.use.roster.enter.one(roster_id, one)
    here.rosters.lines[roster_id][4].settled = False
    again = here.use.roster.enter.one(roster_id, one)
    assert (again.outcome, again.findings[-1].slug, again.verdict) == ("already", "already_in_class", Verdict.ACCEPT)
    busy = opened(here, 5, "HW-DL", starts_on=MONDAY)
    here.replica.card_came(other.card, 1)
    asks(here, busy.id, Card.of(other.card, 1))
    refused = here.use.roster.enter.one(roster_id, other)
    assert (refused.verdict, refused.findings[-1].slug) == (Verdict.ERROR, "in_another_class")


def test_rows_that_come_after_a_class_was_shut_say_so(here: Memory):
    class_id, roster_id = judged(here, Mode.PARTIAL)
    here.classes.rows[class_id].state = State.CLOSED
    row = here.use.roster.enter.one(roster_id, arrived(4))
    assert (row.verdict, row.findings[-1].slug, row.settled) == (Verdict.ERROR, "class_not_open", True)


def test_all_come_in_or_the_one_who_cannot_is_named(here: Memory):
    class_id, roster_id = judged(here, Mode.ALL)
    here.use.roster.enter.all(roster_id, [arrived(4), arrived(5)])
    assert here.classes.rows[class_id].seats.enrolled == 2

    again = Memory()
    inside, roster_id = judged(again, Mode.ALL, 10)
    early = arrived(4)
    again.replica.card_came(early.card, 1)
    asks(again, inside, Card.of(early.card, 1))
    again.use.roster.enter.all(roster_id, [early, arrived(5)])
    assert again.rosters.row(roster_id, 4).outcome == "already"
    other = Memory()
    _, roster_id = judged(other, Mode.ALL, 10)
    busy = opened(other, 5, "HW-DL", starts_on=MONDAY)
    late = arrived(5)
    other.replica.card_came(late.card, 1)
    asks(other, busy.id, Card.of(late.card, 1))
    with pytest.raises(RowRefused) as refused:
        other.use.roster.enter.all(roster_id, [arrived(4), late])
    assert (refused.value.line, refused.value.problem.slug) == (5, "in_another_class")
    other.use.roster.enter.refuse(roster_id, 5, refused.value.problem)
    assert other.rosters.row(roster_id, 5).settled


def test_what_was_previewed_goes_on_and_what_was_answered_is_forgotten(here: Memory):
    _, roster_id = judged(here, Mode.PREVIEW)
    here.use.roster.bring.fetched(roster_id, by=BY)
    assert (FORGET_FILE, roster_id) not in here.noted.promised
    here.use.roster.progress.finish(roster_id, "job")
    here.use.roster.bring.fetched(roster_id, by=BY)
    assert (FORGET_FILE, roster_id) not in here.noted.promised, "a preview still needs its file"
    here.use.roster.bring.proceed(roster_id, Mode.PARTIAL, [4], by=BY)
    here.use.roster.progress.begin(roster_id)
    here.use.roster.progress.finish(roster_id, "job")
    here.use.roster.bring.fetched(roster_id, by=BY)
    assert here.noted.promised[FORGET_FILE, roster_id] == NOW + timedelta(hours=1)
    here.use.roster.progress.forget_file(roster_id, "job")
    assert here.use.roster.find.file(roster_id) is None
    here.use.roster.progress.forget(roster_id, "job")
    assert [row.findings for row in here.use.roster.find.rows(roster_id)] == [[], [], []]


def test_an_import_tells_what_keeps_it_from_its_end(here: Memory):
    _, roster_id = judged(here, Mode.PARTIAL)
    find = here.use.roster.find

    def trouble() -> str:
        return find.trouble(find.one(roster_id, by=BY))

    assert trouble() == ""
    for said in ("away", "failed", "gone"):
        here.noted.troubled[JOB, roster_id] = said
        assert trouble() == said
    asked_before_its_end = find.one(roster_id, by=BY)
    here.use.roster.progress.finish(roster_id, "job")
    asked_before_its_end.state = RosterState.RUNNING
    assert find.trouble(asked_before_its_end) == "", "its job is gone because it is done"
    here.noted.troubled[JOB, roster_id] = "failed"
    assert trouble() == ""


def test_rosters_are_seen_inside_their_units(here: Memory):
    class_id, roster_id = judged(here, Mode.PREVIEW)
    find, stranger = here.use.roster.find, a_coordinator(path=ELSEWHERE)
    assert [one.id for one in find.recent(by=BY)] == [one.id for one in find.of_class(class_id, by=BY)] == [roster_id]
    assert find.recent(by=stranger) == find.of_class(class_id, by=stranger) == []
    with pytest.raises(NotFound):
        find.one(roster_id, by=stranger)


def test_a_plan_goes_back_with_a_reason_and_both_hands_are_read_on_it(here: Memory):
    planned = here.use.training_class.plan(Wish(COUNTY, "HW-DJ1", 48), by=BY)
    filed(here.use, planned.id, by=BY)
    with pytest.raises(Refused, match="reason_needed"):
        here.use.training_class.step.hand_back(planned.id, by=REVIEWER, reason=" ")
    back = here.use.training_class.step.hand_back(planned.id, by=REVIEWER, reason="少一位老师")
    assert [(one.step, one.text, one.by) for one in back.opinions[1:]] == [
        ("class.hand_back", "少一位老师", REVIEWER.id)
    ]
    here.use.training_class.step.file(planned.id, by=BY, reason="补了")
    agreed = here.use.training_class.step.approve(planned.id, by=REVIEWER)
    assert [one.text for one in agreed.opinions] == ["学员等着开班", "少一位老师", "补了"]
    assert here.noted.deeds[-3][1].reason == "少一位老师"


def test_a_class_with_women_is_called_off_and_they_go_to_another_while_it_has_room(here: Memory):
    one = opened(here, 3, "HW-BZ", starts_on=MONDAY)
    other = opened(here, 2, "HW-BZ", starts_on=MONDAY + timedelta(weeks=4))
    women = [a_woman(here) for _ in range(4)]
    for card in women:
        asks(here, one.id, card)
    call_off = here.use.training_class.call_off
    assert [found.id for found in call_off.others(one, by=BY)] == [other.id]
    with pytest.raises(Refused, match="reason_needed"):
        call_off(one.id, Off(" "), by=BY)
    with pytest.raises(Refused, match="into_itself"):
        call_off(one.id, Off("少人", one.id), by=BY)
    with pytest.raises(Stale):
        call_off(one.id, Off("少人", version=0), by=BY)
    here.enrolments.told.clear()
    ended = call_off(one.id, Off("老师病了", other.id), by=BY)
    assert (ended.state, ended.seats.enrolled, ended.seats.waiting) == (State.CANCELLED, 0, 0)
    assert here.use.training_class.find.sessions_of([one.id]) == []
    after = here.classes.rows[other.id].seats
    assert (after.enrolled, after.waiting) == (2, 2)
    dropped = [told for told in here.enrolments.told if isinstance(told, Dropped)]
    assert [told.reason for told in dropped] == ["class_called_off"] * 4
    places = [here.use.enrolment.find.hers(card.person_id, by=Actor(card.person_id, Kind.WOMAN)) for card in women]
    assert [[place.class_id for place in hers if place.live] for hers in places] == [[other.id]] * 4
    assert here.noted.deeds[-1][1].facts == {"women": 4, "moved": 4, "into": other.id}


def test_who_clashes_in_the_other_class_is_released_and_nobody_stays_in_a_class_that_is_not(here: Memory):
    one = opened(here, 3, "HW-BZ", starts_on=MONDAY)
    other = opened(here, 3, "HW-BZ", starts_on=MONDAY + timedelta(weeks=4))
    busy = opened(here, 3, "HW-DL", starts_on=MONDAY + timedelta(weeks=4))
    card = a_woman(here)
    for each in (one, busy):
        asks(here, each.id, card)
    here.use.training_class.call_off(one.id, Off("老师病了", other.id), by=BY)
    hers = here.use.enrolment.find.hers(card.person_id, by=Actor(card.person_id, Kind.WOMAN))
    assert [place.class_id for place in hers if place.live] == [busy.id]
    assert here.noted.deeds[-1][1].facts["moved"] == 0
