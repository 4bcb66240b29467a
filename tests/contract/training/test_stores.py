"""One suite for the stores of training in memory and in MongoDB."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.attendance import Mark, Sheet, Tick
from services.training.domain.certificate import Handout
from services.training.domain.enrolment import State as SeatState
from services.training.domain.enrolment import Turn
from services.training.domain.place import Teacher
from services.training.domain.points import Correction, Score
from services.training.domain.roster import Finding, FoundPlace, Mode, Roster, Row, Source, Verdict
from services.training.domain.roster import State as RosterState
from services.training.domain.session import Session, Slot
from services.training.domain.training_class import State
from services.training.storage import indexes
from services.training.storage.attendance import MongoSheets
from services.training.storage.certificates import MongoCertificates
from services.training.storage.classes import MongoClasses
from services.training.storage.enrolments import MongoEnrolments
from services.training.storage.evaluations import MongoEvaluations
from services.training.storage.exam_lists import MongoExamLists
from services.training.storage.feeds import MongoFeeds
from services.training.storage.followups import MongoFollowUps
from services.training.storage.resources import MongoResources
from services.training.storage.roll_prints import MongoRollPrints
from services.training.storage.rosters import MongoRosters
from services.training.storage.sessions import MongoSessions
from services.training.storage.tries import MongoTries
from services.training.storage.weeks import MongoWeeks
from services.training.usecases.ports import Page
from shared.access import SYSTEM, Scope
from shared.clock import Clock
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.ids import new_id
from shared.storage.mongo import transaction
from shared.storage.numbering import MongoNumbers
from shared.storage.vault import Vault, WrappingKeys
from tests.builders.training import (
    COUNTY,
    DAY,
    NOW,
    OTHER_COUNTY,
    PATH,
    ROOM,
    a_certificate,
    a_class,
    a_coordinator,
    an_organiser,
    places,
)
from tests.fakes.training import Memory
from tests.unit.training.test_class import a_place

Do = Callable[[Callable[[Any], Any]], Any]


class Real:
    """The Mongo stores of one transaction, by the names the memory has."""

    def __init__(self, db: Database[dict[str, Any]], session: ClientSession) -> None:
        vault, outbox = Vault(db, "training", WrappingKeys({1: b"k" * 32})), Outbox(db, "/training", Clock())
        self.classes = MongoClasses(db, session, outbox)
        self.sessions = MongoSessions(db, session)
        self.weeks = MongoWeeks(db, session)
        self.feeds = MongoFeeds(db, session)
        self.enrolments = MongoEnrolments(db, session, outbox, vault)
        self.sheets = MongoSheets(db, session)
        self.certificates = MongoCertificates(db, session, outbox, vault)
        self.tries = MongoTries(db, session)
        self.evaluations = MongoEvaluations(db, session)
        self.exam_lists = MongoExamLists(db, session)
        self.followups = MongoFollowUps(db, session, outbox)
        self.roll_prints = MongoRollPrints(db, session, vault)
        self.resources = MongoResources(db, session)
        self.rosters = MongoRosters(db, session, vault)
        self.numbers = MongoNumbers(db, session)


@pytest.fixture(params=["memory", "mongo"])
def do(request: pytest.FixtureRequest) -> Do:
    """Run a step on the stores, in one transaction where there are any."""
    if request.param == "memory":
        memory = Memory()
        return lambda step: step(memory)
    database: Database[dict[str, Any]] = request.getfixturevalue("furnished")(indexes.ensure)

    def run(step: Callable[[Any], Any]) -> Any:
        return transaction(database.client, lambda session: step(Real(database, session)), deadline=20)

    run(lambda real: [real.resources.put(one) for one in places()])
    return run


def test_a_class_comes_back_as_it_was_stored_inside_its_units_only(do: Do):
    one = a_class(5, enrolled=2, waiting=1, last_rank=3)
    do(lambda it: it.classes.add(one))
    assert do(lambda it: it.classes.get(Scope(frozenset({COUNTY})), one.id)) == one
    with pytest.raises(NotFound, match="class_not_found"):
        do(lambda it: it.classes.get(Scope(frozenset({OTHER_COUNTY})), one.id))
    assert do(lambda it: it.classes.some([one.id, "0" * 32])) == [one]


def test_who_saved_second_is_told(do: Do):
    one = a_class(state=State.PLANNED)
    one.hands.approved_by = None
    do(lambda it: it.classes.add(one))
    first, second = (do(lambda it: it.classes.get(SYSTEM, one.id)) for _ in range(2))
    first.file(by="f", today=DAY)
    do(lambda it: it.classes.save(first))
    second.file(by="g", today=DAY)
    with pytest.raises(Stale):
        do(lambda it: it.classes.save(second))
    held = do(lambda it: it.classes.hold(SYSTEM, one.id))
    assert (held.version, held.hands.filed_by) == (2, "f")


def test_the_store_itself_refuses_an_approver_who_filed(do: Do):
    one = a_class(state=State.FILED)
    one.hands.approved_by = None
    do(lambda it: it.classes.add(one))
    one.hands.approved_by = "p"
    with pytest.raises(Stale):
        do(lambda it: it.classes.save(one))


def test_lists_of_classes_go_on_after_the_last_one(do: Do):
    many = [a_class(state=State.PLANNED) for _ in range(5)]
    for n, one in enumerate(many):
        object.__setattr__(one.plan, "number", f"PX-431230-2026-{n:04d}")
        do(lambda it, one=one: it.classes.add(one))
    newest = sorted((one.id for one in many), reverse=True)
    scope = Scope(frozenset({COUNTY}))
    first = do(lambda it: it.classes.listed(scope, [State.PLANNED], Page(limit=2)))
    assert [one.id for one in first] == newest[:2]
    rest = do(lambda it: it.classes.listed(scope, [State.PLANNED, State.FILED], Page(after=first[-1].id)))
    assert [one.id for one in rest] == newest[2:]
    assert do(lambda it: it.classes.listed(scope, [State.CLOSED], Page())) == []
    assert do(lambda it: it.classes.listed(Scope(frozenset()), [State.PLANNED], Page())) == []
    assert do(lambda it: it.classes.enrolling(5)) == []
    assert do(lambda it: it.classes.count(scope)) == {State.PLANNED: 5}
    assert do(lambda it: it.classes.count(Scope(frozenset()))) == {}


def test_the_timetable_finds_what_is_taken_on_some_days(do: Do):
    def a_session(day: int, class_id: str, room: str = ROOM) -> Session:
        slot = Slot(date(2026, 12, day), time(8, 30), time(11, 45), 180)
        return Session(new_id(), class_id, slot, room, ("t",), ("l",), "素锦")

    mine, other = a_session(15, "a"), a_session(14, "a", "elsewhere")
    do(lambda it: it.sessions.add([mine, other], PATH))
    do(lambda it: it.sessions.add([], PATH))
    assert do(lambda it: it.sessions.of_classes(["a", "b"])) == [other, mine]
    days = date(2026, 12, 14), date(2026, 12, 15)
    assert do(lambda it: it.sessions.taken([("room", ROOM)], *days)) == [mine]
    assert len(do(lambda it: it.sessions.taken([("teacher", "t"), ("equipment", "l")], *days))) == 2
    assert do(lambda it: it.sessions.taken([("room", ROOM)], days[0], days[0])) == []
    do(lambda it: it.sessions.cancel("a"))
    assert do(lambda it: it.sessions.of_classes(["a"])) == []


def test_places_are_found_by_class_by_woman_and_by_rank(do: Do):
    waiting = []
    turn = Turn((0, 1, 2), "p", 2, NOW)
    for rank in (3, 1, 2):
        one = a_place(SeatState.WAITLISTED, rank=rank, since=DAY, turn=turn if rank == 3 else Turn((1, 1, 2)))
        one.id, one.person_id = new_id(), new_id()
        waiting.append(one)
        do(lambda it, one=one: it.enrolments.add(one, "备注" if one.rank == 1 else ""))
    assert [one.rank for one in do(lambda it: it.enrolments.of_class("c", SeatState.WAITLISTED))] == [3, 1, 2]
    hers = do(lambda it: it.enrolments.live("c", waiting[0].person_id))
    assert hers == waiting[0]
    assert do(lambda it: it.enrolments.of_person(hers.person_id)) == [hers]
    hers.state = SeatState.DROPPED
    do(lambda it: it.enrolments.save(hers))
    assert do(lambda it: it.enrolments.live("c", hers.person_id)) is None
    assert do(lambda it: it.enrolments.get(hers.id)).version == 1
    with pytest.raises(Stale):
        do(lambda it: it.enrolments.save(waiting[0]))
    with pytest.raises(NotFound, match="enrolment_not_found"):
        do(lambda it: it.enrolments.get("0" * 32))


def a_roster() -> Roster:
    source = Source("c", PATH, a_coordinator("b" * 32), NOW, DAY, {"id_no": ("F", "身份证号")})
    return Roster(new_id(), source, Mode.PREVIEW, 2)


def test_a_roster_keeps_its_file_its_rows_and_its_progress(do: Do):
    one = a_roster()
    do(lambda it: it.rosters.add(one, b"PK workbook"))
    found = do(lambda it: it.rosters.get(Scope(frozenset({COUNTY})), one.id))
    assert (found.source.columns, found.source.by.id, found.source.as_of) == (one.source.columns, "b" * 32, DAY)
    assert found.source.by.posts == one.source.by.posts
    with pytest.raises(NotFound, match="roster_not_found"):
        do(lambda it: it.rosters.get(Scope(frozenset({OTHER_COUNTY})), one.id))
    rows = [
        Row(4, "1", Verdict.WARN, [Finding("place", "x", {"n": 1}, "芋头村", "warn")], FoundPlace("u", False)),
        Row(5, "2", Verdict.ERROR, [Finding("id_no", "id_check_digit")], settled=True),
    ]
    do(lambda it: it.rosters.put_rows(one.id, rows))
    assert do(lambda it: it.rosters.rows(one.id)) == rows
    row = do(lambda it: it.rosters.row(one.id, 4))
    row.person_id, row.outcome, row.settled = "p", "enrolled", True
    do(lambda it: it.rosters.save_row(one.id, row, step=1))
    assert do(lambda it: it.rosters.row(one.id, 4)) == row
    after = do(lambda it: it.rosters.get(SYSTEM, one.id))
    assert (after.done, after.version) == (1, 1)
    after.state = RosterState.RUNNING
    do(lambda it: it.rosters.save(after))
    with pytest.raises(Stale):
        do(lambda it: it.rosters.save(found))
    with pytest.raises(NotFound):
        do(lambda it: it.rosters.row(one.id, 6))
    assert do(lambda it: it.rosters.file(one.id)) == b"PK workbook"
    do(lambda it: it.rosters.forget_file(one.id))
    assert do(lambda it: it.rosters.file(one.id)) is None
    do(lambda it: it.rosters.forget(one.id))
    assert [row.findings for row in do(lambda it: it.rosters.rows(one.id))] == [[], []]


def test_the_newest_rosters_come_first(do: Do):
    many = [a_roster() for _ in range(3)]
    for one in many:
        do(lambda it, one=one: it.rosters.add(one, b"x"))
    newest = sorted((one.id for one in many), reverse=True)
    assert [one.id for one in do(lambda it: it.rosters.of_class("c"))] == newest
    assert [one.id for one in do(lambda it: it.rosters.recent(Scope(frozenset({COUNTY})), 2))] == newest[:2]
    assert do(lambda it: it.rosters.recent(Scope(frozenset({OTHER_COUNTY})), 2)) == []


def test_rooms_teachers_and_looms_are_those_of_the_units_asked_for(do: Do):
    there = do(lambda it: it.resources.of(Scope(frozenset({COUNTY}))))
    assert (len(there.rooms), len(there.teachers), len(there.equipment)) == (2, 4, 1)
    assert {*there.rooms, *there.teachers, *there.equipment, *there.organisers} == set(places())
    assert there.organiser_of((*PATH, "t" * 32)) == an_organiser()
    assert not do(lambda it: it.resources.of(Scope(frozenset({OTHER_COUNTY})))).rooms
    lent = Teacher("9" * 32, "陈思琪", "讲师", ("craft",), PATH[:1])
    do(lambda it: it.resources.put(lent))
    assert lent in do(lambda it: it.resources.near(PATH)).teachers
    do(lambda it: it.resources.put(replace(lent, id="8" * 32, retired=True)))
    assert do(lambda it: it.resources.some(["8" * 32])).teachers[0].retired
    assert "8" * 32 not in {one.id for one in do(lambda it: it.resources.near(PATH)).teachers}
    elsewhere = do(lambda it: it.resources.near((*PATH[:1], OTHER_COUNTY)))
    assert (elsewhere.rooms, elsewhere.teachers) == ([], [lent]), "what the city lends, and nobody else's rooms"


def test_a_series_counts_from_one(do: Do):
    assert [do(lambda it: it.numbers.next("PX-431230-2026")) for _ in range(3)] == [1, 2, 3]
    assert do(lambda it: it.numbers.next("PX-431230-2027")) == 1


def test_a_sheet_comes_back_with_its_corrections_and_who_saved_second_is_told(do: Do):
    here, late = Tick(Mark.PRESENT), Tick(Mark.LATE, 20)
    one = Sheet("5" * 32, "c", PATH, 180, {"a": here}, "t", NOW)
    do(lambda it: it.sheets.add(one))
    assert do(lambda it: it.sheets.get("0" * 32)) is None
    first, second = (do(lambda it: it.sheets.get(one.id)) for _ in range(2))
    first.correct({"a": late, "b": here}, "点错了人", by="u", at=NOW)
    do(lambda it: it.sheets.save(first))
    assert do(lambda it: it.sheets.of_class("c")) == do(lambda it: it.sheets.of_classes(["b", "c"])) == [first]
    with pytest.raises(Stale):
        do(lambda it: it.sheets.save(second))


def test_sessions_are_asked_for_by_day_until_their_attendance_is_there(do: Do):
    slot = Slot(DAY, time(8, 30), time(11, 45), 180)
    one = Session(new_id(), "a", slot, ROOM, ("t",))
    do(lambda it: it.sessions.add([one], PATH))
    inside, outside = Scope(frozenset({COUNTY})), Scope(frozenset({OTHER_COUNTY}))
    assert do(lambda it: it.sessions.get(one.id)) == one
    with pytest.raises(NotFound, match="session_not_found"):
        do(lambda it: it.sessions.get("0" * 32))
    assert do(lambda it: (it.sessions.on(inside, DAY), it.sessions.on(outside, DAY))) == ([one], [])
    assert do(lambda it: (it.sessions.unmarked(inside, DAY), it.sessions.unmarked(outside, DAY))) == ([one], [])
    assert do(lambda it: it.sessions.unmarked(inside, DAY - timedelta(days=1))) == []
    do(lambda it: it.sessions.marked(one.id))
    assert do(lambda it: it.sessions.unmarked(inside, DAY)) == []


def test_points_and_minutes_come_back_with_her_place(do: Do):
    right = Correction(1, 59, 80, "抄错了", "v", NOW, (95, 80))
    scores = (Score(59, 80, DAY, "u"), Score(80, 80, DAY, "u", "scores_wrong"))
    one = a_place(SeatState.FAILED, minutes=2700, scores=scores, corrections=(right,))
    do(lambda it: it.enrolments.add(one))
    assert do(lambda it: it.enrolments.of_classes(["c"], [SeatState.FAILED])) == [one]
    assert do(lambda it: it.enrolments.of_classes(["c"], [SeatState.PASSED])) == []


def test_a_certificate_comes_back_as_it_was_printed_whatever_is_saved_later(do: Do):
    one = a_certificate()
    do(lambda it: it.certificates.add(one.issued()))
    assert do(lambda it: it.certificates.of_classes_since(one.issued_on)) == [one.id]
    assert do(lambda it: it.certificates.of_classes_since(one.issued_on + timedelta(days=1))) == []
    assert do(lambda it: it.certificates.by_code(one.code)) == one
    assert do(lambda it: it.certificates.unprinted(one.source.class_id)) == [one]
    first, second = (do(lambda it: it.certificates.get(one.id)) for _ in range(2))
    first.hand_out(Handout(DAY, "other", "c"), today=DAY)
    first.propose_revocation("cheated", by="c", today=DAY)
    first.revoke(by="r", today=DAY)
    first.printed = True
    do(lambda it: it.certificates.save(first))
    do(lambda it: it.certificates.keep_paper(first, b"%PDF"))
    assert do(lambda it: it.certificates.paper(first)) == b"%PDF"
    assert do(lambda it: it.certificates.of_person(one.person_id)) == [first]
    assert do(lambda it: it.certificates.of_class(one.source.class_id)) == [first]
    assert do(lambda it: it.certificates.unprinted(one.source.class_id)) == []
    with pytest.raises(Stale):
        do(lambda it: it.certificates.save(second))
    with pytest.raises(NotFound, match="certificate_not_found"):
        do(lambda it: it.certificates.by_code("0" * 12))


def test_tries_are_counted_until_their_window_is_over(do: Do):
    hour = timedelta(hours=1)
    assert [do(lambda it: it.tries.hit("a", hour, NOW)) for _ in range(3)] == [1, 2, 3]
    assert do(lambda it: it.tries.hit("b", hour, NOW)) == 1
    assert do(lambda it: it.tries.hit("a", hour, NOW + hour)) == 1
