"""A ledger on its road: nothing is booked before two people signed, nothing twice, a changed row names the first."""

import itertools

import pytest

from shared.access import Actor
from shared.errors import Conflict, Denied, NotFound, Refused
from shared.ledger.acts import BOOK, CHECK, FORGET, FORGET_FILE, Sheet
from shared.ledger.intake import MOVES, Action, Intake, Mode, State
from shared.ledger.ports import Came
from shared.ledger.row import Entry, Finding, Outcome, Row, Sum, Verdict
from tests.builders.world import an_officer
from tests.fakes.ledger import BeanWorld

COUNTY = ("1" * 32, "2" * 32)
ELSEWHERE = ("1" * 32, "5" * 32)
COLUMNS = {"number": ("B", "编号")}


def maker(path: tuple[str, ...] = COUNTY) -> Actor:
    return an_officer("coordinator", path)


def checker() -> Actor:
    return an_officer("training_reviewer", COUNTY, name="李红")


def heap(line: int, key: str, fen: int = 100, **values: str) -> Row:
    return Row(line, str(line), [], Entry(key, "bean", "t", {"fen": fen, "person_id": None}, fen, None, values))


def bad(line: int) -> Row:
    return Row(line, str(line), [Finding("number", "required")])


@pytest.fixture
def world() -> BeanWorld:
    return BeanWorld()


def brought(world: BeanWorld, rows: list[Row], mode: Mode = Mode.ALL, by: Actor | None = None) -> Intake:
    one = world.use.bring("bean", Sheet(b"xlsx", "0" * 64, len(rows), COLUMNS), mode, by=by or maker())
    world.use.check.begin(one.id)
    return world.use.check.judge(one.id, rows, "job")


def booked(world: BeanWorld, rows: list[Row], mode: Mode = Mode.ALL, *, leave_out: bool = False) -> Intake:
    one = brought(world, rows, mode)
    world.use.sign.first("bean", one.id, leave_out=leave_out, by=maker())
    world.use.sign.second("bean", one.id, by=checker())
    return run(world, one)


def run(world: BeanWorld, one: Intake) -> Intake:
    while rows := world.intakes.open_rows(one.id, 2):
        world.use.book.batch(one.id, {row.row: Came() for row in rows})
    return world.use.book.finish(one.id, "job")


def test_two_signatures_book_every_row_and_the_totals_stand_beside_what_was_there(world: BeanWorld):
    one = booked(world, [heap(4, "A"), heap(5, "B", 250), heap(6, "C")])
    assert (one.state, one.done, one.counts) == (State.BOOKED, 3, {"accept": 3, "booked": 3})
    assert one.found.before == (Sum("t", "bean", 0, 0),)
    assert one.found.totals == one.booked == one.after == (Sum("t", "bean", 3, 450),)
    assert {kind for kind, _, _ in world.promises.due} == {CHECK, BOOK, FORGET, FORGET_FILE}
    acts = [act.partition(".")[2] for _, act in world.promises.notes]
    assert acts == ["bring", "sign", "countersign"]


def test_nothing_is_booked_with_one_signature_or_none(world: BeanWorld):
    one = brought(world, [heap(4, "A")])
    world.use.book.batch(one.id, {4: Came()})
    world.use.sign.first("bean", one.id, leave_out=False, by=maker())
    world.use.book.batch(one.id, {4: Came()})
    assert world.beans.heaps == {}


def test_the_second_signature_is_another_persons(world: BeanWorld):
    by = maker()
    one = brought(world, [heap(4, "A")], by=by)
    world.use.sign.first("bean", one.id, leave_out=False, by=by)
    with pytest.raises(Refused, match="ledger_same_hand"):
        world.use.sign.second("bean", one.id, by=by)
    assert world.use.sign.second("bean", one.id, by=checker()).state is State.BOOKING


def test_who_does_not_stand_for_the_totals_hands_them_back(world: BeanWorld):
    one = brought(world, [heap(4, "A")])
    world.use.sign.first("bean", one.id, leave_out=False, by=maker())
    back = world.use.sign.hand_back("bean", one.id, by=checker())
    assert (back.state, back.signatures) == (State.CHECKED, ())


def test_a_wrong_row_keeps_everything_outside_unless_the_maker_leaves_it_out(world: BeanWorld):
    whole = brought(world, [heap(4, "A"), bad(5)])
    for leave_out in (False, True):
        with pytest.raises(Refused, match="ledger_has_errors"):
            world.use.sign.first("bean", whole.id, leave_out=leave_out, by=maker())
    part = brought(world, [heap(4, "A"), bad(5)], Mode.PARTIAL)
    with pytest.raises(Refused, match="ledger_has_errors"):
        world.use.sign.first("bean", part.id, leave_out=False, by=maker())
    world.use.sign.first("bean", part.id, leave_out=True, by=maker())
    world.use.sign.second("bean", part.id, by=checker())
    assert run(world, part).counts == {"accept": 1, "booked": 1, "error": 1}


def test_a_ledger_without_a_good_row_is_not_signed(world: BeanWorld):
    one = brought(world, [bad(4)], Mode.PREVIEW)
    with pytest.raises(Refused, match="ledger_empty"):
        world.use.sign.first("bean", one.id, leave_out=True, by=maker())


def test_the_same_file_again_books_nothing_and_a_changed_row_names_the_first(world: BeanWorld):
    booked(world, [heap(4, "A"), heap(5, "B")])
    again = brought(world, [heap(9, "A"), heap(10, "B", 999), heap(11, "C")])
    rows = world.intakes.rows(again.id)
    assert [row.outcome for row in rows] == [Outcome.ALREADY, Outcome.OPEN, Outcome.OPEN]
    assert rows[0].resource_id == "heap-A"
    assert [(one.slug, dict(one.facts)) for one in rows[1].findings] == [("ledger_row_changed", {"key": "B", "row": 5})]
    assert (again.to_book, again.wrong, again.done) == (1, 1, 2)
    assert len(world.beans.heaps) == 2


def test_a_row_that_stands_twice_in_one_file_counts_once(world: BeanWorld):
    one = brought(world, [heap(4, "A"), heap(5, "A"), heap(6, "A", 7)])
    rows = world.intakes.rows(one.id)
    assert [row.verdict for row in rows] == [Verdict.ACCEPT, Verdict.ACCEPT, Verdict.ERROR]
    assert [found.slug for row in rows for found in row.findings] == ["ledger_row_twice", "ledger_row_differs"]
    assert one.found.totals == (Sum("t", "bean", 1, 100),)


def test_one_number_under_two_names_who_are_not_registered_yet_is_no_repetition(world: BeanWorld):
    rows = [heap(4, "A", id_no="431230198506150002"), heap(5, "A", id_no="431230198506150010")]
    assert brought(world, rows).wrong == 1


def test_what_the_system_made_itself_is_not_booked_over(world: BeanWorld):
    world.beans.ours.add("A")
    one = brought(world, [heap(4, "A")])
    assert [found.slug for found in world.intakes.rows(one.id)[0].findings] == ["ledger_key_ours"]


def test_two_ledgers_with_one_row_signed_side_by_side_book_it_once(world: BeanWorld):
    first, second = brought(world, [heap(4, "A")]), brought(world, [heap(7, "A"), heap(8, "B")])
    for one in (first, second):
        world.use.sign.first("bean", one.id, leave_out=False, by=maker())
        world.use.sign.second("bean", one.id, by=checker())
    run(world, first)
    assert run(world, second).counts == {"accept": 2, "already": 1, "booked": 1}


def test_a_row_that_cannot_be_booked_after_all_says_why(world: BeanWorld):
    world.beans.spoiled.add("B")
    one = brought(world, [heap(4, "A"), heap(5, "B")])
    world.use.sign.first("bean", one.id, leave_out=False, by=maker())
    world.use.sign.second("bean", one.id, by=checker())
    world.use.book.batch(one.id, {4: Came()})
    with pytest.raises(Refused) as refused:
        world.use.book.batch(one.id, {5: Came()})
    with pytest.raises(Conflict, match="ledger_rows_open"):
        world.use.book.finish(one.id, "job")
    world.use.book.refuse(one.id, 5, refused.value)
    done = world.use.book.finish(one.id, "job")
    assert done.counts == {"accept": 1, "booked": 1, "error": 1, "refused": 1}
    assert done.booked == (Sum("t", "bean", 1, 100),)


def test_a_batch_that_is_repeated_changes_nothing(world: BeanWorld):
    one = brought(world, [heap(4, "A")])
    world.use.sign.first("bean", one.id, leave_out=False, by=maker())
    world.use.sign.second("bean", one.id, by=checker())
    world.use.book.batch(one.id, {4: Came()})
    world.use.book.batch(one.id, {4: Came()})
    assert world.intakes.get(maker_scope(), one.id).done == 1


def maker_scope():
    from shared.access import SYSTEM  # noqa: PLC0415

    return SYSTEM


def test_what_nobody_signed_is_given_up_after_thirty_days(world: BeanWorld):
    one = brought(world, [heap(4, "A")])
    world.use.book.forget(one.id, "job")
    assert world.intakes.ledgers[one.id].state is State.DISCARDED
    assert world.intakes.file(one.id) is None


def test_another_county_sees_nothing_and_an_office_sees_its_countys(world: BeanWorld):
    one = brought(world, [heap(4, "A")])
    with pytest.raises(NotFound):
        world.use.find.one("bean", one.id, by=maker(ELSEWHERE))
    school = an_officer("coordinator", (*COUNTY, "7" * 32))
    post = school.posts[0]
    office = Actor(school.id, school.kind, (type(post)(post.role, post.unit, post.path, "school"),))
    assert world.use.find.one("bean", one.id, by=office).id == one.id
    with pytest.raises(NotFound):
        world.use.find.one("bean", one.id, by=school)
    with pytest.raises(Denied, match="ledger_no_county"):
        world.use.bring("bean", Sheet(b"", "", 1, COLUMNS), Mode.ALL, by=school)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, Action)))
def test_only_the_moves_of_the_table_are_possible(state: State, action: Action):
    from shared.machine import move  # noqa: PLC0415

    if (state, action) in MOVES:
        assert move(MOVES, state, action) is MOVES[state, action]
    else:
        with pytest.raises(Conflict, match="not_in_this_state"):
            move(MOVES, state, action)
