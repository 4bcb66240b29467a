"""The stores of what comes after a class, in memory and in MongoDB, held against one suite."""

import pytest

from services.training.domain.enrolment import Enrolment, Origin
from services.training.domain.evaluation import Answer, EvaluationRule, Tally
from services.training.domain.exam_list import ExamList
from shared.errors import Stale
from tests.builders.training import DAY, NOW, PATH
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
