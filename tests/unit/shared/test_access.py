"""Who may do what, and where."""

import pytest

from shared.access import NOBODY, NOWHERE, SYSTEM, Actor, Kind, Post, Rule, Scope, can, may, rule, scope

RULES = {
    "open": rule(public=True),
    "mine": rule(own=True),
    "county": rule("county_officer", own=True),
    "any": rule(signed_in=True),
    "told": rule("county_officer", services=("applicant",)),
}
WOMAN = Actor("w1", Kind.WOMAN)
OFFICER = Actor("o1", Kind.STAFF, (Post("county_officer", "c", ("r", "c")), Post("teacher", "t", ("r", "c", "t"))))
SERVICE = Actor("svc:applicant", Kind.SERVICE)


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (NOBODY, {"open"}),
        (WOMAN, {"open", "mine", "county", "any"}),
        (OFFICER, {"open", "county", "any", "told"}),
        (SERVICE, {"open", "told"}),
        (Actor("svc:training", Kind.SERVICE), {"open"}),
        (Actor("o2", Kind.STAFF, (Post("bank_officer", "b"),)), {"open", "any"}),
    ],
)
def test_the_first_gate_lets_through_exactly_whom_the_table_names(actor: Actor, allowed: set[str]):
    assert {action for action in RULES if may(RULES, actor, action)} == allowed


def test_an_action_that_no_table_names_is_a_bug():
    with pytest.raises(KeyError):
        may(RULES, OFFICER, "never_declared")


def test_an_officer_acts_below_the_units_of_the_posts_that_carry_the_role():
    assert scope(RULES, OFFICER, "county") == Scope(frozenset({"c"}))
    assert can(RULES, OFFICER, "county", path=("r", "c", "x"))
    assert not can(RULES, OFFICER, "county", path=("r", "d"))
    assert scope(RULES, WOMAN, "county") == NOWHERE


def test_a_woman_acts_on_what_is_hers():
    assert can(RULES, WOMAN, "mine", person_id="w1")
    assert not can(RULES, WOMAN, "mine", person_id="w2")
    assert not can(RULES, WOMAN, "mine")
    assert can(RULES, WOMAN, "any")


def test_what_is_public_is_for_everybody_and_what_is_not_passed_is_for_nobody():
    assert can(RULES, NOBODY, "open")
    assert not can(RULES, NOBODY, "any")
    assert can(RULES, OFFICER, "any")


def test_a_service_is_the_system_for_itself_and_never_more_than_its_end_user():
    asking = Actor("svc:applicant", Kind.SERVICE, on_behalf_of=OFFICER)
    assert scope(RULES, SERVICE, "told") == SYSTEM
    assert scope(RULES, asking, "told") == Scope(frozenset({"c"}))
    assert scope(RULES, Actor("svc:training", Kind.SERVICE), "told") == NOWHERE
    assert scope(RULES, Actor("svc:applicant", Kind.SERVICE, on_behalf_of=WOMAN), "told") == NOWHERE


def test_a_scope_holds_a_path_that_leads_through_one_of_its_units():
    assert SYSTEM.holds(())
    assert Scope(frozenset({"c"})).holds(("r", "c"))
    assert not NOWHERE.holds(("r", "c"))
    assert Scope(frozenset({"c"})).within("t") == Scope(frozenset({"t"}))


def test_a_woman_is_an_applicant_and_an_officer_what_his_posts_say():
    assert WOMAN.roles == {"applicant"}
    assert OFFICER.roles == {"county_officer", "teacher"}
    assert rule("a", services=("b",)) == Rule(frozenset({"a"}), services=frozenset({"b"}))
