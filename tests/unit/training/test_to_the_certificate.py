"""A class from its first day to its last certificate, on stores in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.attendance import Mark, Tick
from services.training.domain.certificate import Identity
from services.training.domain.choosing import Wish
from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.enrolment import State as SeatState
from services.training.domain.news import Attended, CertificateIssued, CertificateRevoked, ClassClosed, Examined, Heads
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.asking import OPINION, moment
from services.training.usecases.certificate.issue import PRINT
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound, Refused, Stale, TooMany
from shared.ids import new_id, person_id
from tests.builders.training import COUNTY, ELSEWHERE, NOW, PATH, a_card, a_class, a_coordinator, a_reviewer, filed
from tests.builders.world import an_officer
from tests.fakes.training import Memory

BY, REVIEWER, TEACHER = a_coordinator("c" * 32), a_reviewer("d" * 32), an_officer("teacher", PATH)
SECOND = a_reviewer("e" * 32)
STRANGER = a_coordinator("8" * 32, ELSEWHERE)
HERE, AWAY = Tick(Mark.PRESENT), Tick(Mark.ABSENT)


@pytest.fixture
def here() -> Memory:
    return Memory()


def running(here: Memory, women: int = 3, waiting: int = 0) -> TrainingClass:
    """Return a class that runs, on its first morning, with women in it."""
    do = here.use.training_class
    one = do.plan(Wish(COUNTY, "HW-BZ", women), by=BY)
    filed(here.use, one.id, by=BY)
    do.step.approve(one.id, by=REVIEWER)
    do.step.open(one.id, by=BY)
    for _ in range(women + waiting):
        card = a_card()
        here.replica.cards.keep(card)
        her = Actor(card.person_id, Kind.WOMAN)
        here.use.enrolment.enrol(one.id, Coming(card.person_id, "self", SYSTEM), by=her)
    at(here, here.sessions.of_classes([one.id])[0].slot.starts_at)
    return here.use.training_class.step.start(one.id, by=BY)


def at(here: Memory, instant: datetime) -> None:
    here.clock = FixedClock(instant)


def places(here: Memory, one: TrainingClass) -> list[Enrolment]:
    return here.use.exam.find.women(one.id, by=BY)


def taught(here: Memory, one: TrainingClass, ticks: Mapping[int, Tick] | None = None) -> None:
    """Write down every session; `ticks` by the number of a woman, all others are there."""
    ids = [place.id for place in places(here, one)]
    for session in here.sessions.of_classes([one.id]):
        at(here, session.slot.ends_at)
        said = {place: (ticks or {}).get(n, HERE) for n, place in enumerate(ids)}
        here.use.attendance.take(session.id, said, by=TEACHER)


def examined(here: Memory, women: int = 3, ticks: Mapping[int, Tick] | None = None, waiting: int = 0) -> TrainingClass:
    one = running(here, women, waiting)
    taught(here, one, ticks)
    return here.use.training_class.finish.examine(one.id, by=BY)


def identities(here: Memory, one: TrainingClass) -> dict[str, Identity]:
    return {place.person_id: Identity("龙秀英", "龙*英", "431230********0428") for place in places(here, one)}


def revoked(here: Memory, certificate_id: str, reason: str = "issued_by_mistake") -> None:
    here.use.certificate.revoke.propose(certificate_id, reason, by=REVIEWER)
    here.use.certificate.revoke.confirm(certificate_id, by=SECOND)


def certified(here: Memory) -> TrainingClass:
    one = examined(here)
    here.use.exam.score(one.id, {place.id: (80, 90) for place in places(here, one)}, by=BY)
    here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    return one


# -- attendance -----------------------------------------------------------------------------------------------------


def test_a_session_is_written_down_once_it_has_begun_by_somebody_of_the_place(here: Memory):
    one = running(here)
    first, second = here.sessions.of_classes([one.id])[:2]
    ids = {place.id: HERE for place in places(here, one)}
    with pytest.raises(Refused, match="session_not_begun"):
        here.use.attendance.take(second.id, ids, by=TEACHER)
    with pytest.raises(NotFound, match="class_not_found"):
        here.use.attendance.take(first.id, ids, by=an_officer("teacher", ELSEWHERE))
    with pytest.raises(Refused, match="sheet_incomplete"):
        here.use.attendance.take(first.id, {next(iter(ids)): HERE}, by=TEACHER)
    with pytest.raises(NotFound, match="enrolment_not_found"):
        here.use.attendance.take(first.id, {**ids, "0" * 32: HERE}, by=TEACHER)
    with pytest.raises(NotFound, match="session_not_found"):
        here.use.attendance.take("0" * 32, ids, by=TEACHER)
    here.use.attendance.take(first.id, ids, by=TEACHER)
    assert f"class:{one.id}" in here.noted.touched
    assert here.noted.deeds[-1][1].act == "attendance.take"


def test_what_is_not_written_down_is_asked_for_until_it_is(here: Memory):
    one = running(here)
    first = here.sessions.of_classes([one.id])[0]
    assert here.use.attendance.find.unmarked(by=TEACHER) == []
    assert here.use.attendance.find.today(by=TEACHER)[0] == first
    at(here, first.slot.ends_at)
    assert here.use.attendance.find.unmarked(by=TEACHER) == [first]
    assert here.use.attendance.find.unmarked(by=STRANGER) == []
    here.use.attendance.take(first.id, {place.id: HERE for place in places(here, one)}, by=TEACHER)
    assert here.use.attendance.find.unmarked(by=TEACHER) == []


def test_a_correction_names_whom_it_is_about_and_why(here: Memory):
    one = running(here)
    first, women = here.sessions.of_classes([one.id])[0], places(here, one)
    here.use.attendance.take(first.id, {place.id: HERE for place in women}, by=TEACHER)
    here.use.attendance.take(first.id, {women[0].id: AWAY}, by=BY, reason="她其实没来")
    by, deed = here.noted.deeds[-1]
    assert (by, deed.act, deed.person_ids, deed.reason) == (
        BY.id,
        "attendance.correct",
        (women[0].person_id,),
        "她其实没来",
    )
    book = here.use.attendance.find.book(one.id, by=BY)
    assert book.permille == 6666
    assert [place.id for place in book.behind] == [women[0].id]
    assert here.use.attendance.find.hers(women[0], one).minutes == 0


# -- exam -----------------------------------------------------------------------------------------------------------


def test_who_was_there_long_enough_is_examined_and_who_waited_waits_no_longer(here: Memory):
    one = examined(here, 3, {1: AWAY, 2: Tick(Mark.LATE, 20)}, waiting=2)
    assert here.noted.promised[OPINION, one.id] == moment(here.clock.today() + timedelta(days=1))
    states = [place.state for place in places(here, one)]
    assert states == [SeatState.ELIGIBLE, SeatState.SHORT, SeatState.SHORT]
    assert [place.minutes for place in places(here, one)][:2] == [49 * 45, 0]
    told = [news for news in here.enrolments.told if isinstance(news, Attended)]
    assert [news.minutes for news in told] == [49 * 45]
    assert here.classes.rows[one.id].seats.waiting == 0


def test_no_exam_before_every_session_is_written_down(here: Memory):
    one = running(here)
    with pytest.raises(Refused, match="sessions_unmarked"):
        here.use.training_class.finish.examine(one.id, by=BY)
    with pytest.raises(Stale):
        here.use.training_class.finish.examine(one.id, by=BY, version=99)
    with pytest.raises(NotFound):
        here.use.training_class.finish.examine(one.id, by=STRANGER)


def test_points_decide_and_one_may_try_twice(here: Memory):
    one = examined(here)
    first, second, third = places(here, one)
    here.use.exam.score(one.id, {first.id: (60, 60), second.id: (59, 100)}, by=BY)
    assert [place.state for place in places(here, one)] == [SeatState.PASSED, SeatState.FAILED, SeatState.ELIGIBLE]
    [found] = here.use.exam.find.open(by=BY)
    assert (found.to_score, found.failed, found.to_certify) == (1, 1, 1)
    with pytest.raises(NotFound, match="enrolment_not_found"):
        here.use.exam.score(one.id, {first.id: (99, 99)}, by=BY)
    here.use.exam.score(one.id, {second.id: (50, 60), third.id: (0, 0)}, by=BY)
    with pytest.raises(Refused, match="no_tries_left"):
        here.use.exam.score(one.id, {second.id: (90, 90)}, by=BY)
    here.use.exam.score(one.id, {third.id: (70, 70)}, by=BY)
    told = [news.passed for news in here.enrolments.told if isinstance(news, Examined)]
    assert told == [True, False, False, False, True]
    with pytest.raises(Refused, match="no_scores"):
        here.use.exam.score(one.id, {}, by=BY)


def test_points_are_for_a_class_in_its_exam(here: Memory):
    one = running(here)
    with pytest.raises(Conflict, match="class_not_in_exam"):
        here.use.exam.score(one.id, {places(here, one)[0].id: (90, 90)}, by=BY)


# -- certificates ---------------------------------------------------------------------------------------------------


def test_all_who_passed_get_a_certificate_with_the_next_number_from_another_hand(here: Memory):
    one = examined(here)
    first, second, third = places(here, one)
    here.use.exam.score(one.id, {first.id: (80, 90), second.id: (70, 75), third.id: (10, 10)}, by=BY)
    with pytest.raises(Refused, match="certificates_missing"):
        here.use.training_class.finish.close(one.id, by=BY)
    both = an_officer("training_reviewer", PATH, actor_id=BY.id)
    with pytest.raises(Refused, match="same_person"):
        here.use.certificate.issue(one.id, identities(here, one), by=both)
    made = here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    assert [paper.number for paper in made] == ["ZS-431230-2026-000001", "ZS-431230-2026-000002"]
    assert len({paper.code for paper in made}) == 2
    assert made[0].course.title == "手工编织"
    assert made[0].source.unit == "通道侗族自治县妇女联合会"
    told = [news for news in here.certificates.told if isinstance(news, CertificateIssued)]
    assert [news.person_id for news in told] == [first.person_id, second.person_id]
    assert (PRINT, one.id) in here.noted.promised
    with pytest.raises(Conflict, match="nobody_to_certify"):
        here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)


def test_a_class_is_closed_with_its_heads_and_who_did_not_come_has_failed(here: Memory):
    one = examined(here, 4, {3: AWAY})
    first, second, third, _ = places(here, one)
    here.use.exam.score(one.id, {first.id: (80, 90), second.id: (10, 10)}, by=BY)
    here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    closed = here.use.training_class.finish.close(one.id, by=BY)
    assert closed.state is State.CLOSED
    [told] = [news for news in here.classes.told if isinstance(news, ClassClosed)]
    assert told.heads == Heads(enrolled=4, attended=3, examined=2, passed=1, certified=1)
    assert here.enrolments.get(third.id).state is SeatState.FAILED


def test_a_revoked_certificate_says_so_and_she_may_get_another(here: Memory):
    one = certified(here)
    paper = here.use.certificate.find.of_class(one.id, by=BY)[0]
    with pytest.raises(NotFound, match="certificate_not_found"):
        here.use.certificate.revoke.propose(paper.id, "cheated", by=a_reviewer("9" * 32, ELSEWHERE))
    here.use.certificate.revoke.propose(paper.id, "identity_wrong", by=REVIEWER)
    assert [here.use.certificate.revoke.waiting(by=by) for by in (REVIEWER, SECOND)] == [
        [],
        [here.certificates.get(paper.id)],
    ]
    assert here.use.certificate.find.public(paper.code).revoked is None
    here.use.certificate.revoke.leave(paper.id, by=SECOND)
    revoked(here, paper.id, "identity_wrong")
    assert here.use.certificate.find.public(paper.code).revoked.reason == "identity_wrong"
    assert isinstance(here.certificates.told[-1], CertificateRevoked)
    [again] = here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    assert again.number.endswith("000004")


@pytest.mark.parametrize("reason", ["cheated", "scores_wrong"])
def test_who_has_not_passed_after_all_gets_no_other_certificate_and_the_class_can_end(here: Memory, reason: str):
    one = certified(here)
    paper = here.use.certificate.find.of_class(one.id, by=BY)[0]
    revoked(here, paper.id, reason)
    place = here.enrolments.get(paper.source.enrolment_id)
    assert place.state is SeatState.FAILED
    with pytest.raises(Conflict, match="nobody_to_certify"):
        here.use.certificate.issue(one.id, identities(here, one), by=REVIEWER)
    here.use.exam.score(one.id, {place.id: (30, 30)}, by=BY)
    with pytest.raises(Refused, match="no_tries_left"):
        here.use.exam.score(one.id, {place.id: (90, 90)}, by=BY)
    here.use.training_class.finish.close(one.id, by=BY)
    [told] = [news for news in here.classes.told if isinstance(news, ClassClosed)]
    assert (told.heads.passed, told.heads.certified) == (2, 2)


def test_lost_paper_is_printed_again_under_the_same_number_and_counts_once(here: Memory):
    one = certified(here)
    paper = here.use.certificate.find.of_class(one.id, by=BY)[0]
    here.use.certificate.keep([(paper, b"%PDF-1")])
    with pytest.raises(NotFound, match="certificate_not_found"):
        here.use.certificate.reissue(paper.id, "lost", by=a_reviewer("9" * 32, ELSEWHERE))
    here.noted.promised.clear()
    again = here.use.certificate.reissue(paper.id, "lost", by=REVIEWER)
    assert (again.number, again.code, (PRINT, one.id) in here.noted.promised) == (paper.number, paper.code, True)
    assert here.use.certificate.find.unprinted(one.id) == [
        other for other in here.use.certificate.find.of_class(one.id, by=BY) if not other.printed
    ]
    here.use.certificate.keep([(again, b"%PDF-2")])
    assert here.use.certificate.find.paper(paper.id, by=BY)[1] == b"%PDF-2"
    told = [news.reissue for news in here.certificates.told if isinstance(news, CertificateIssued)]
    assert told == [False, False, False, True]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5), st.integers(0, 5), st.booleans()), min_size=1, max_size=8))
def test_numbers_of_a_county_and_year_have_no_holes_and_no_doubles_whatever_happens(classes):
    """Each class: in which county, how many passed, of how many somebody knows who they are, whether a year goes by.

    One paper of each is revoked, and the woman gets another where its fault is mended; one is made once more.
    """
    here, numbers = Memory(), dict[tuple[str, int], list[str]]()
    for at_home, women, known, new_year in classes:
        here.clock = FixedClock(here.clock.at + timedelta(days=366 * new_year))
        path, division = (PATH, "431230") if at_home else (ELSEWHERE, "431229")
        one = a_class(state=State.EXAM)
        one.plan = replace(one.plan, path=path)
        here.classes.add(one)
        for _ in range(women):
            place = Enrolment(new_id(), person_id(), one.id, path, Origin("self", "x", NOW), SeatState.PASSED)
            here.enrolments.add(place)
        reviewer = a_reviewer("d" * 32, path)
        whom = here.enrolments.of_class(one.id, SeatState.PASSED)[:known]
        who = {place.person_id: Identity("龙秀英", "龙*英", "431230********0428") for place in whom}
        try:
            made = here.use.certificate.issue(one.id, who, by=reviewer)
        except Conflict:
            continue
        here.use.certificate.revoke.propose(made[0].id, "identity_wrong", by=reviewer)
        here.use.certificate.revoke.confirm(made[0].id, by=a_reviewer("e" * 32, path))
        [again] = here.use.certificate.issue(one.id, {made[0].person_id: who[made[0].person_id]}, by=reviewer)
        assert here.use.certificate.reissue(again.id, "lost", by=reviewer).number == again.number
        given = numbers.setdefault((division, here.clock.today().year), [])
        given += [paper.number for paper in (*made, again)]
    for (division, year), given_out in numbers.items():
        assert given_out == [f"ZS-{division}-{year}-{n:06d}" for n in range(1, len(given_out) + 1)]


def test_her_paper_is_for_her_and_the_officers_of_the_place_and_fetching_it_is_written_down(here: Memory):
    one = certified(here)
    paper = here.use.certificate.find.of_class(one.id, by=BY)[0]
    with pytest.raises(NotFound, match="paper_not_ready"):
        here.use.certificate.find.paper(paper.id, by=BY)
    here.use.certificate.keep([(paper, b"%PDF-1"), (paper, b"%PDF-2")])
    assert here.use.certificate.find.paper(paper.id, by=BY)[1] == b"%PDF-1"
    assert here.noted.deeds[-1][1].act == "certificate.fetch"
    her, other = Actor(paper.person_id, Kind.WOMAN), Actor("0" * 32, Kind.WOMAN)
    assert here.use.certificate.find.paper(paper.id, by=her)[0].id == paper.id
    with pytest.raises(NotFound, match="certificate_not_found"):
        here.use.certificate.find.paper(paper.id, by=other)
    assert [found.id for found in here.use.certificate.find.hers(paper.person_id, by=her)] == [paper.id]
    assert here.use.certificate.find.hers(paper.person_id, by=other) == []
    here.use.certificate.revoke.propose(paper.id, "cheated", by=REVIEWER)
    here.use.certificate.revoke.confirm(paper.id, by=SECOND)
    for who in (her, BY):
        with pytest.raises(Conflict, match="certificate_revoked"):
            here.use.certificate.find.paper(paper.id, by=who)


def test_a_name_may_be_tried_ten_times_an_hour(here: Memory):
    code = here.use.certificate.find.of_class(certified(here).id, by=BY)[0].code
    assert here.use.certificate.compare(code, "龙秀英")
    assert [here.use.certificate.compare(code, "龙秀珍") for _ in range(9)] == [False] * 9
    with pytest.raises(TooMany, match="compare_too_often"):
        here.use.certificate.compare(code, "龙秀英")
    at(here, here.clock.at + timedelta(hours=1))
    assert here.use.certificate.compare(code, "龙秀英")
