"""A leader gives cases of her office to its officers; a case that was given comes to nobody else."""

from dataclasses import replace

import pytest

from services.loans.domain.near import Near
from services.loans.usecases.desk.figures import StepSum
from services.loans.usecases.desk.team import Colleague
from services.loans.web.pages_figures import steps, tenths
from shared.errors import Conflict, NotFound, Refused
from tests.builders.loans import leader, officer
from tests.unit.loans.test_desks import handed_in, walk
from tests.unit.loans.world import LoansWorld


@pytest.fixture
def world() -> LoansWorld:
    return LoansWorld()


def colleague(world: LoansWorld, case_id: str, name: str = "李红", number: str = "e") -> Colleague:
    by = officer(world.applications.rows[case_id].case.step)
    return Colleague(number * 32, name, by.posts)


def test_a_case_that_was_given_comes_to_its_officer_alone_and_giving_again_hands_it_over(world: LoansWorld):
    case = handed_in(world, act="recommend")
    chief, step = leader(case.case.step), case.case.step
    first, second = officer(step), colleague(world, case.id)
    world.desk.claim(case.id, by=first)
    world.desk.team.give(case.id, second, by=chief)
    with pytest.raises(Conflict, match="given_to_other"):
        world.desk.claim(case.id, by=first)
    assert world.desk.claim.next(by=first) == ""
    assert world.desk.claim.next(by=replace(first, id=second.id)) == case.id
    world.desk.team.give(case.id, Colleague(first.id, first.name, first.posts), by=chief)
    assert world.desk.claim.next(by=first) == case.id
    assert [deed.act for _by, deed in world.ledger.deeds if deed.act == "case.give"] == ["case.give"] * 2


def test_only_a_leader_of_that_office_gives_and_only_to_an_officer_of_the_step(world: LoansWorld):
    case = handed_in(world, act="recommend")
    step, to = case.case.step, colleague(world, case.id)
    with pytest.raises(NotFound):
        world.desk.team.give(case.id, to, by=officer(step))
    walk(world, case.id, step)
    with pytest.raises(Refused, match="not_your_desk"):
        world.desk.team.give(case.id, to, by=leader(step))
    at_hr = world.applications.rows[case.id].case.step
    with pytest.raises(Refused, match="not_of_this_office"):
        world.desk.team.give(case.id, to, by=leader(at_hr))


def test_a_case_is_not_given_to_somebody_near(world: LoansWorld):
    case = handed_in(world, act="recommend")
    to = colleague(world, case.id)
    world.applications.rows[case.id].near = Near((), (to.id,))
    with pytest.raises(Refused, match="colleague_near"):
        world.desk.team.give(case.id, to, by=leader(case.case.step))


def test_the_figures_of_a_step_join_its_outcomes_and_days_are_told_to_a_tenth():
    found = steps([StepSum("certify", "passed", 3, 7, 1), StepSum("certify", "rejected", 1, 4, 0)])
    assert [(row["n"], row["passed"], row["rejected"], row["returned"], row["late"]) for row in found] == [
        (4, 3, 1, 0, 1)
    ]
    assert found[0]["tenths"] == "2.8"
    assert (tenths(7, 2), tenths(0, 0), tenths(1, 20), tenths(19, 20)) == ("3.5", "0.0", "0.1", "1.0")


def test_a_try_the_rules_did_not_let_through_is_counted_by_county_and_condition_without_who(world: LoansWorld):
    case = handed_in(world)
    figures = world.desk.figures
    figures.kept_out(case.place, ["age", "other_loans"])
    assert figures.histories.refused == [("431230", "age"), ("431230", "other_loans")]


def test_a_note_is_read_by_every_office_the_case_has_reached_and_by_nobody_else(world: LoansWorld):
    case = handed_in(world, act="certify")
    hr, village = case.case.step, case.case.route.first
    world.desk.notes.add(case.id, "等她丈夫回来再问", by=officer(hr))
    world.desk.notes.add(case.id, "问过了", by=officer(village))
    assert [one.text for one in world.desk.notes.of(case.id, by=officer(hr))] == ["问过了", "等她丈夫回来再问"]
    bank = next(step for step in case.case.route.steps if step.desk == "bank")
    with pytest.raises(NotFound):
        world.desk.notes.of(case.id, by=officer(bank))
    assert [deed.act for _by, deed in world.ledger.deeds][-2:] == ["case.note", "case.note"]
