"""A woman signs herself up: her age is asked for only where her card leaves it open."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from services.training.domain.choosing import Wish
from services.training.domain.enrolment import State
from services.training.errands.apply import Apply
from services.training.usecases import UseCases
from shared.access import Actor, Kind
from shared.errors import NotFound, Refused, Unavailable
from shared.ids import new_id
from shared.running import Done, Once
from tests.builders.training import COUNTY, ELSEWHERE, PATH, TOWN, VILLAGE, a_card, a_coordinator, a_reviewer, filed
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.memory_site import Site

BY, REVIEWER = a_coordinator("c" * 32), a_reviewer("d" * 32)


@dataclass
class Applicant:
    """Answers with one month of birth and one card, and remembers what was asked."""

    born: str | None = None
    card: dict[str, Any] | None = None
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def post(self, path: str, body: Any, **_: Any) -> dict[str, str]:
        self.asked.append((path, body))
        if self.born is None:
            raise Unavailable("applicant_unavailable")
        return {"birth_month": self.born}

    def get(self, _path: str, **_: Any) -> dict[str, Any]:
        if self.card is None:
            raise NotFound("person_not_found")
        return self.card


@dataclass
class AtOnce:
    """Runs on memory."""

    here: Memory

    def ask(self, question: Any) -> Any:
        return question(self.here.use)

    def run(self, work: Any, **_: Any) -> Any:
        return work(self.here.use)

    def once(self, _once: Once, work: Any, **_: Any) -> Done:
        use: UseCases = self.here.use
        return Done(work(use))


@pytest.fixture
def here() -> Memory:
    return Memory()


def opened(here: Memory) -> str:
    one = here.use.training_class.plan(Wish(COUNTY, "HW-BZ", 5, date(2026, 12, 14)), by=BY).id
    filed(here.use, one, by=BY)
    here.use.training_class.step.approve(one, by=REVIEWER)
    here.use.training_class.step.open(one, by=BY)
    return one


def her(here: Memory, **bands: str) -> Actor:
    card = a_card(**bands)
    here.replica.cards.keep(card)
    return Actor(card.person_id, Kind.WOMAN)


def once(by: Actor) -> Once:
    return Once(by.id, new_id(), new_id())


def test_nothing_is_asked_of_a_woman_whose_band_tells_her_age(here: Memory):
    by, applicant = her(here, age="36_45"), Applicant("1900-01")
    apply = Apply(applicant, AtOnce(here))  # type: ignore[arg-type]
    assert here.enrolments.get(apply(opened(here), once(by), by=by).resource_id).state is State.ENROLLED
    assert applicant.asked == []


@pytest.mark.parametrize(
    ("band", "born", "slug"),
    [
        ("over_55", "1966-10", ""),
        ("over_55", "1965-11", "trainee_too_old"),
        ("under_18", "2010-11", ""),
        ("under_18", "2010-12", "trainee_too_young"),
    ],
)
def test_where_the_band_leaves_it_open_the_month_of_birth_decides(here: Memory, band: str, born: str, slug: str):
    by, one, applicant = her(here, age=band), opened(here), Applicant(born)
    apply = Apply(applicant, AtOnce(here))  # type: ignore[arg-type]
    if slug:
        with pytest.raises(Refused, match=slug) as refused:
            apply(one, once(by), by=by)
        assert "16号" in str(refused.value.facts["rule"])
    else:
        assert apply(one, once(by), by=by).resource_id
    assert applicant.asked == [(f"/persons/{by.id}/facts", {"purpose": "enrol"})]


def test_without_an_answer_she_comes_in_and_a_coordinator_looks(here: Memory):
    by, one = her(here, age="under_18"), opened(here)
    place = here.enrolments.get(Apply(Applicant(), AtOnce(here))(one, once(by), by=by).resource_id)  # type: ignore[arg-type]
    assert place.origin.warnings == ("age_to_check",)


def test_neighbours_sign_up_by_the_same_rules(here: Memory):
    one, apply = opened(here), Apply(Applicant("1950-01"), AtOnce(here))  # type: ignore[arg-type]
    first, second, old = her(here), her(here), her(here, age="over_55")
    begun = here.enrolments.get(apply.begin_together(one, 2, once(first), by=first).resource_id)
    with pytest.raises(Refused, match="trainee_too_old"):
        apply.join(one, begun.turn.party, once(old), by=old)
    apply.join(one, begun.turn.party, once(second), by=second)
    assert here.enrolments.get(begun.id).state is State.ENROLLED


def test_a_card_no_event_has_brought_is_fetched_and_an_unknown_woman_is_not_let_in(here: Memory):
    one, card = opened(here), a_card()
    by = Actor(card.person_id, Kind.WOMAN)
    with pytest.raises(NotFound, match="person_not_found"):
        Apply(Applicant(), AtOnce(here))(one, once(by), by=by)  # type: ignore[arg-type]
    told = {"person_id": card.person_id, "org_path": list(card.path), "bands": dict(card.bands), "seq": 1}
    assert Apply(Applicant(card=told), AtOnce(here))(one, once(by), by=by).resource_id  # type: ignore[arg-type]


def test_an_officer_of_her_village_signs_her_up_by_the_rules_she_would_meet_herself(here: Memory):
    one, apply = opened(here), Apply(Applicant("1950-01"), AtOnce(here))  # type: ignore[arg-type]
    officer = an_officer("village_officer", (*PATH, TOWN, VILLAGE))
    woman, old = her(here), her(here, age="over_55")
    place = here.enrolments.get(apply.for_her(one, woman.id, once(officer), by=officer).resource_id)
    assert (place.state, place.origin.channel, place.origin.by) == (State.ENROLLED, "officer", officer.id)
    with pytest.raises(Refused, match="trainee_too_old"):
        apply.for_her(one, old.id, once(officer), by=officer)
    elsewhere = an_officer("village_officer", (*ELSEWHERE, "6" * 32))
    with pytest.raises(NotFound, match="person_not_found"):
        apply.for_her(one, her(here).id, once(elsewhere), by=elsewhere)
    with pytest.raises(NotFound, match="person_not_found"):
        here.use.enrolment.find.live_of(woman.id, by=elsewhere)


def test_her_page_for_an_officer_shows_where_she_is_and_what_is_open(here: Memory):
    one, woman = opened(here), her(here)
    officer = an_officer("village_officer", (*PATH, TOWN, VILLAGE))
    web, where = Site(here, {woman.id: "龙秀英"}), f"/training/women/{woman.id}/classes"
    assert "给她报" in web.get(where, officer).text
    assert web.post(f"{where}/{one}", officer).status_code == 303
    page = web.get(where, officer).text
    assert all(words in page for words in ("龙秀英", "她报了的", "现在没有在报名的班"))
    twice = web.post(f"{where}/{one}", officer)
    assert (twice.status_code, "error-summary" in twice.text) == (409, True)
    assert web.get(where, an_officer("village_officer", (*ELSEWHERE, "6" * 32))).status_code == 404
