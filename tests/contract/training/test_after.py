"""The stores of what comes after a class, in memory and in MongoDB, held against one suite."""

from datetime import date

import pytest

from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.evaluation import Answer, EvaluationRule, Tally
from services.training.domain.exam_list import ExamList
from services.training.domain.followup import FollowUp, Income
from services.training.domain.roll_print import RollPrint
from shared.access import Scope
from shared.errors import NotFound, Stale
from tests.builders.training import COUNTY, DAY, NOW, OTHER_COUNTY, PATH, TOWN
from tests.contract.training.test_stores import Do, do  # noqa: F401  # the fixture

RULE = EvaluationRule(("content",), ("sell",), 30, 5)


def test_sums_come_back_as_they_were_stored_and_who_answered_second_is_told(do: Do):  # noqa: F811
    one, said = Tally("a" * 32, PATH), Answer({"content": 4}, "sell")
    assert do(lambda it: it.evaluations.get(one.id)) is None
    one.add(said, RULE)
    do(lambda it: it.evaluations.put(one))
    first, second = (do(lambda it: it.evaluations.get(one.id)) for _ in range(2))
    assert first == one
    for tally in (first, second):
        tally.add(said, RULE)
    do(lambda it: it.evaluations.put(first))
    with pytest.raises(Stale):
        do(lambda it: it.evaluations.put(second))
    assert do(lambda it: it.evaluations.get(one.id)).points == {"content": {4: 2}}


def test_who_answered_is_known_apart_from_the_sums(do: Do):  # noqa: F811
    place = Enrolment("1" * 32, "9" * 32, "a" * 32, PATH, Origin("self", "x", NOW))
    do(lambda it: it.evaluations.note(place))
    assert do(lambda it: it.evaluations.answered([place.id, "2" * 32])) == {place.id}
    assert do(lambda it: it.evaluations.answered([])) == set()


def test_a_list_comes_back_as_it_was_made_and_who_hands_it_over_second_is_told(do: Do):  # noqa: F811
    one = ExamList("a" * 32, PATH, ("1" * 32, "2" * 32), DAY)
    assert do(lambda it: it.exam_lists.get(one.id)) is None
    do(lambda it: it.exam_lists.add(one))
    first, second = (do(lambda it: it.exam_lists.get(one.id)) for _ in range(2))
    for each in (first, second):
        each.hand_over(by="c", today=DAY)
    do(lambda it: it.exam_lists.save(first))
    assert do(lambda it: it.exam_lists.of_classes([one.id, "b" * 32])) == [first]
    with pytest.raises(Stale):
        do(lambda it: it.exam_lists.save(second))


def test_who_is_asked_next_is_found_in_her_units_until_she_has_answered_for_good(do: Do):  # noqa: F811
    one = FollowUp("1" * 32, "ZS-1", "9" * 32, "a" * 32, "HW-BZ", COUNTY, (*PATH, TOWN), DAY)
    later = FollowUp("2" * 32, "ZS-2", "8" * 32, "a" * 32, "HW-BZ", COUNTY, PATH, DAY)
    do(lambda it: (it.followups.put(one, DAY), it.followups.put(later, date(2027, 1, 1))))
    inside, away = Scope(frozenset({COUNTY})), Scope(frozenset({OTHER_COUNTY}))
    assert do(lambda it: it.followups.due(inside, DAY, 5)) == [one]
    assert do(lambda it: it.followups.due(away, DAY, 5)) == []
    assert {found.id for found in do(lambda it: list(it.followups.inside(inside)))} == {one.id, later.id}
    assert do(lambda it: it.followups.numbered(inside, ["ZS-1", "ZS-9"])) == [one]
    assert do(lambda it: it.followups.numbered(away, ["ZS-1"])) == []
    first, second = (do(lambda it: it.followups.get(one.id)) for _ in range(2))
    first.before_fen, first.answers, first.over = 80_000, {3: Income(120_000, "sell", DAY, "v")}, True
    do(lambda it: it.followups.put(first, None))
    assert do(lambda it: it.followups.of_person(one.person_id)) == [first]
    assert do(lambda it: it.followups.due(inside, date(2030, 1, 1), 5)) == [later]
    with pytest.raises(Stale):
        do(lambda it: it.followups.put(second, DAY))
    with pytest.raises(NotFound):
        do(lambda it: it.followups.get("7" * 32))


def test_a_sheet_is_what_was_laid_out_then_the_paper_then_nothing(do: Do):  # noqa: F811
    one = RollPrint("1" * 32, "5" * 32, "a" * 32, PATH, "x.pdf", NOW)
    do(lambda it: it.roll_prints.add(one, "<p>龙秀英</p>"))
    inside = Scope(frozenset({COUNTY}))
    assert do(lambda it: it.roll_prints.get(inside, one.id)) == one
    with pytest.raises(NotFound):
        do(lambda it: it.roll_prints.get(Scope(frozenset({OTHER_COUNTY})), one.id))
    assert do(lambda it: (it.roll_prints.html(one.id), it.roll_prints.pdf(one.id))) == ("<p>龙秀英</p>", None)
    do(lambda it: it.roll_prints.keep(one.id, b"%PDF"))
    assert do(lambda it: (it.roll_prints.html(one.id), it.roll_prints.pdf(one.id))) == (None, b"%PDF")
    assert do(lambda it: it.roll_prints.get(inside, one.id)).ready
    do(lambda it: it.roll_prints.forget(one.id))
    assert do(lambda it: it.roll_prints.pdf(one.id)) is None
    with pytest.raises(NotFound):
        do(lambda it: it.roll_prints.get(inside, one.id))
