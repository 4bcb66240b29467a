"""What loans' desks ask of applicant: fingerprints, whom a typed name fits, colleagues, a message to her husband."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.applicant.domain import enterprise
from services.applicant.domain.person import Channel, Origin, Person
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.kin import Letter, TellKin
from services.applicant.usecases.person.facts import TellFacts
from services.applicant.usecases.person.find import desks_of
from shared.access import Actor, Kind, Post
from shared.errors import NotFound, Refused, TooMany
from tests.builders.accounts import COUNTY, POLICY, ROOT, SignIn, a_post, an_account, limits
from tests.builders.applicant import details
from tests.builders.titles import PATH
from tests.fakes.accounts import HandClock, MemoryTallies
from tests.fakes.applicant import MemoryPersons, NotedDeeds
from tests.fakes.messages import WantedMessages

HER, CLOCK = "a" * 32, HandClock()
LOANS = Actor("svc:loans", Kind.SERVICE)
LETTER = Letter("13800000001", "spouse", "ABCDEFGHJKMNPQRSTVWX", date(2026, 12, 1))


@pytest.fixture
def persons() -> MemoryPersons:
    made = MemoryPersons()
    made.add(Person.register(HER, PATH, details(), Origin(Channel.SELF, HER, CLOCK.today())))
    return made


def mark(id_no: str) -> str:
    return f"mark of {id_no}"


class OfHers:
    """She has registered one enterprise with its code, and one that has none yet."""

    def of_person(self, person_id: str) -> list[enterprise.Enterprise]:
        kind = enterprise.Kind.COOPERATIVE
        known = enterprise.Details("侗锦合作社", "93431230MA0000007J", kind, "craft", date(2024, 5, 1))
        return [
            enterprise.Enterprise("e", person_id, PATH, one, CLOCK.today()) for one in (known, replace(known, uscc=""))
        ]


def tell_kin(persons: MemoryPersons, messages: WantedMessages, deeds: NotedDeeds) -> TellKin:
    return TellKin(messages, persons, MemoryTallies(), limits, deeds, CLOCK, "https://jinguo.example")


def test_her_fingerprint_and_those_of_husband_and_guarantor_are_told_with_her_facts(persons: MemoryPersons):
    enterprises: Any = OfHers()
    tell = TellFacts(persons, enterprises, mark, NotedDeeds(), CLOCK)
    facts = tell(HER, "judge", ["43123019850615002X"], by=LOANS)
    assert facts.enterprises == ("93431230MA0000007J",)
    assert facts.marks == (mark(details().id_no), "mark of 43123019850615002X")
    twice = tell(HER, "judge", [details().id_no], by=LOANS)
    assert twice.marks == (mark(details().id_no),) * 2  # one for each number asked, in their order


def test_her_husband_is_told_who_asks_with_a_link_of_his_own_and_it_is_written_down(persons: MemoryPersons):
    messages, deeds = WantedMessages(), NotedDeeds()
    tell_kin(persons, messages, deeds)(HER, LETTER, by=LOANS)
    [(key, to, words)] = messages.wanted
    text = CatalogueInForce(POLICY, CLOCK).text(key).filled(words)
    assert (key, to) == ("spouse_consent", "13800000001")
    assert "https://jinguo.example/loans/k/ABCDEFGHJKMNPQRSTVWX" in text
    assert details().name in text


def test_one_phone_is_not_asked_without_end_and_a_landline_or_a_stranger_not_at_all(persons: MemoryPersons):
    tell = tell_kin(persons, WantedMessages(), NotedDeeds())
    for _ in range(limits().code.phone_day):
        tell(HER, LETTER, by=LOANS)
    with pytest.raises(TooMany, match="code_too_often"):
        tell(HER, LETTER, by=LOANS)
    with pytest.raises(Refused, match="not_a_phone"):
        tell(HER, Letter("07451234567", "spouse", "A" * 20, CLOCK.today()), by=LOANS)
    with pytest.raises(NotFound, match="person_not_found"):
        tell("b" * 32, LETTER, by=LOANS)


def test_a_desk_finds_women_in_its_units_and_an_office_in_the_county_it_hangs_under():
    county = Actor("o", Kind.STAFF, (Post("county_officer", "c", ("r", "c")),))
    bank = Actor("o", Kind.STAFF, (Post("bank_officer", "b", ("r", "c", "b"), "bank"),))
    teacher = Actor("o", Kind.STAFF, (Post("teacher", "s", ("r", "c", "s")),))
    assert [sorted(desks_of(one).units or ()) for one in (county, bank, teacher)] == [["c"], ["c"], []]


def test_colleagues_are_those_with_a_post_today_at_an_office_of_the_asker():
    door = SignIn()
    door.accounts.add(an_account(posts=(a_post(),)))
    [unit] = {post.unit for post in (a_post(),)}
    mate = Actor("x", Kind.STAFF, (Post("county_leader", unit, (ROOT, COUNTY)),))
    asked = Actor("svc:loans", Kind.SERVICE, on_behalf_of=mate)
    assert [one.name for one in door.use.find.colleagues([unit], by=asked)] == [an_account().name]
    stranger = Actor("svc:loans", Kind.SERVICE, on_behalf_of=Actor("y", Kind.STAFF))
    assert door.use.find.colleagues([unit], by=stranger) == []
