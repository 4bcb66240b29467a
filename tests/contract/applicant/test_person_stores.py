"""What keeps units, persons, consents and drafts behaves alike in memory and in MongoDB."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.applicant.domain.consent import Consent
from services.applicant.domain.person import Channel, Origin, Person
from services.applicant.domain.unit import Kind, Plan
from services.applicant.storage import indexes
from services.applicant.storage.consents import MongoConsents
from services.applicant.storage.drafts import MongoDrafts
from services.applicant.storage.persons import MongoPersons, Seals
from services.applicant.storage.units import MongoUnits
from services.applicant.usecases.ports import Search
from shared.access import SYSTEM, Scope
from shared.clock import Clock
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.vault import BlindIndex, Vault, WrappingKeys
from tests.builders.applicant import TODAY, a_tree, an_id_no, details, unit_id
from tests.fakes.applicant import MemoryConsents, MemoryDrafts, MemoryPersons, MemoryUnits

ROOT, COUNTY, TOWN, VILLAGE = (unit_id(code) for code in ("431200", "431230", "431230100", "431230100201"))
PATH = (ROOT, COUNTY, TOWN, VILLAGE)
ELSEWHERE = Scope(frozenset({unit_id("431230101")}))


@dataclass
class Stores:
    """The stores of one kind."""

    units: Any
    persons: Any
    consents: Any
    drafts: Any


@pytest.fixture(params=["memory", "mongo"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Both kinds."""
    if request.param == "memory":
        yield Stores(MemoryUnits(), MemoryPersons(), MemoryConsents(), MemoryDrafts())
        return
    db = request.getfixturevalue("furnished")(indexes.ensure)
    outbox, vault = Outbox(db, "/applicant", Clock()), Vault(db, "applicant", WrappingKeys({1: b"k" * 32}))
    with db.client.start_session() as session, session.start_transaction():
        yield Stores(
            MongoUnits(db, session, outbox),
            MongoPersons(db, session, outbox, Seals(vault, BlindIndex(b"i" * 32))),
            MongoConsents(db, session),
            MongoDrafts(db, session, vault),
        )


def a_person(number: int = 1, on: date = TODAY, path: tuple[str, ...] = PATH, **changes: Any) -> Person:
    origin = Origin(Channel.ROSTER, "a" * 32, on, ("place_not_as_written",))
    return Person.register(
        f"{number:032x}", path, details(id_no=an_id_no(sequence=f"{number * 2:03d}"), **changes), origin
    )


def test_the_tree_is_read_from_above_and_from_below(stores: Stores) -> None:
    stores.units.add(a_tree())
    assert [unit.id for unit in stores.units.tops(SYSTEM)] == [ROOT]
    assert [unit.title for unit in stores.units.tops(Scope(frozenset({TOWN, COUNTY})))] == ["通道侗族自治县", "双江镇"]
    assert [unit.title for unit in stores.units.children(TOWN)] == ["芋头村", "塘冲村", "城中社区", "桥头村"]
    assert len(stores.units.below(COUNTY)) == len(a_tree()) - 2
    assert stores.units.of_division("431230100").title == "双江镇"
    assert stores.units.of_division("999999") is None
    assert [unit.title for unit in stores.units.named(COUNTY, "芋", 5)] == ["芋头村"]
    assert stores.units.named(COUNTY, ".*", 5) == []
    assert set(stores.units.some([TOWN, "f" * 32])) == {TOWN}


def test_a_unit_outside_the_scope_is_not_there(stores: Stores) -> None:
    stores.units.add(a_tree())
    assert stores.units.get(Scope(frozenset({COUNTY})), VILLAGE).path == PATH
    for scope, one in ((ELSEWHERE, VILLAGE), (SYSTEM, "f" * 32), (Scope(), ROOT)):
        with pytest.raises(NotFound, match="unit_not_found"):
            stores.units.get(scope, one)


def test_a_closed_unit_stands_last_and_no_longer_below(stores: Stores) -> None:
    stores.units.add(a_tree())
    village = stores.units.get(SYSTEM, VILLAGE)
    village.close(TODAY, open_below=0)
    stores.units.save(village)
    assert stores.units.children(TOWN)[-1].closed_on == TODAY
    assert VILLAGE not in {unit.id for unit in stores.units.below(TOWN)}
    again = stores.units.get(SYSTEM, TOWN).open_below("e" * 32, Plan(Kind.FEDERATION, "芋头村", "431230100201"), TODAY)
    stores.units.add([again])
    assert stores.units.of_division("431230100201").id == "e" * 32


def test_who_saves_a_unit_late_is_told(stores: Stores) -> None:
    stores.units.add(a_tree())
    one, other = (stores.units.get(SYSTEM, VILLAGE) for _ in range(2))
    one.rename("芋头寨")
    stores.units.save(one)
    other.rename("芋头新村")
    with pytest.raises(Stale):
        stores.units.save(other)


def test_a_person_comes_back_as_she_went_in(stores: Stores) -> None:
    person = a_person()
    stores.persons.add(person)
    assert person.seq == 1
    found = stores.persons.get(Scope(frozenset({TOWN})), person.id)
    assert found == replace(person, news=[])
    assert stores.persons.some([person.id, "f" * 32]) == {person.id: found}
    with pytest.raises(NotFound, match="person_not_found"):
        stores.persons.get(ELSEWHERE, person.id)


def test_she_is_found_by_what_is_known_of_her(stores: Stores) -> None:
    person, other = a_person(1), a_person(2, name="曾小芳", phone="13900000008")
    stores.persons.add(person)
    stores.persons.add(other)
    number = person.details.id_no
    assert stores.persons.with_id_no(number).id == person.id
    assert stores.persons.with_id_no(an_id_no("19990101")) is None
    assert stores.persons.known([number, an_id_no("19990101")]) == {number: person.id}
    for by, value in (
        (Search.ID_NO, number),
        (Search.PHONE, "13900000007"),
        (Search.PHONE_LAST4, "0007"),
        (Search.NAME, "龙凤英"),
        (Search.INITIALS, "LFY"),
    ):
        assert [one.id for one in stores.persons.search(SYSTEM, by, value, 5)] == [person.id]
        assert stores.persons.search(ELSEWHERE, by, value, 5) == []
    assert [one.id for one in stores.persons.search(SYSTEM, Search.INITIALS, "ZXF", 5)] == [other.id]


def test_a_list_goes_from_the_newest_on_without_a_gap(stores: Stores) -> None:
    days = [date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 2), date(2026, 2, 1)]
    for n, day in enumerate(days, 1):
        stores.persons.add(a_person(n, day))
    first = stores.persons.page(SYSTEM, None, 2)
    cursor = f"{first[-1].origin.on.isoformat()}.{first[-1].id}"
    rest = stores.persons.page(SYSTEM, cursor, 9)
    assert [int(one.id, 16) for one in (*first, *rest)] == [3, 2, 1, 4]
    assert stores.persons.page(ELSEWHERE, None, 9) == []


def test_a_change_is_kept_and_a_late_one_refused(stores: Stores) -> None:
    stores.persons.add(a_person())
    one, other = (stores.persons.get(SYSTEM, a_person().id) for _ in range(2))
    one.amend(TODAY, details=details(phone="13900000009"), path=(*PATH[:3], unit_id("431230100202")))
    stores.persons.save(one)
    assert one.seq == 2
    assert stores.persons.any_in(unit_id("431230100202"))
    assert not stores.persons.any_in(VILLAGE)
    assert [found.id for found in stores.persons.search(SYSTEM, Search.PHONE, "13900000009", 5)] == [one.id]
    other.amend(TODAY, details=details(phone="13900000001"))
    with pytest.raises(Stale):
        stores.persons.save(other)


def test_consents_are_kept_by_woman(stores: Stores) -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    given = [Consent(f"{n:032x}", "a" * 32, f"p{n}", "CN-1", "h", "self", "a" * 32, at) for n in (1, 2)]
    stores.consents.add(given)
    stores.consents.add([])
    assert stores.consents.of_person("a" * 32) == given
    assert stores.consents.of_person("b" * 32) == []
    first = stores.consents.get("a" * 32, given[0].id)
    first.withdraw("a" * 32, at)
    stores.consents.save(first)
    assert [one.withdrawn_at for one in stores.consents.of_person("a" * 32)] == [at, None]
    with pytest.raises(NotFound, match="consent_not_found"):
        stores.consents.get("b" * 32, given[0].id)


def test_a_draft_is_given_back_until_it_is_dropped(stores: Stores) -> None:
    assert stores.drafts.get("c" * 32) == {}
    stores.drafts.put("c" * 32, {"name": "龙凤英"})
    stores.drafts.put("c" * 32, {"name": "龙凤英", "id_no": "x"})
    assert stores.drafts.get("c" * 32) == {"name": "龙凤英", "id_no": "x"}
    stores.drafts.drop("c" * 32)
    assert stores.drafts.get("c" * 32) == {}
