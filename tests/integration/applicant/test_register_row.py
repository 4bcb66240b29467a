"""Rows of a roster register their women: once each, in one transaction each."""

import threading
import time
from dataclasses import replace

import pytest

from services.applicant.domain.roster_row import RawRow
from services.applicant.usecases.person.find import kind_of
from services.applicant.usecases.ports import Search
from shared.access import SYSTEM, Actor, Kind
from shared.errors import Conflict, Invalid, NotFound
from tests.builders.applicant import TODAY, a_row, an_id_no, unit_id
from tests.builders.world import an_officer
from tests.integration.applicant.conftest import Applicant

COUNTY = unit_id("431230")
PATH = (unit_id("431200"), COUNTY)
TRAINING = Actor("svc:training", Kind.SERVICE, on_behalf_of=an_officer("coordinator", PATH))
STRANGER = replace(TRAINING, on_behalf_of=an_officer("coordinator", (PATH[0], "9" * 32)))


def register(applicant: Applicant, row: RawRow, place: str | None = None, by: Actor = TRAINING):
    return applicant.runner.run(lambda use: use.person.register_row(COUNTY, row, place, by=by))


def test_a_row_registers_a_woman_and_tells_it(applicant: Applicant) -> None:
    found = register(applicant, a_row())
    assert found.created
    [told] = applicant.events("applicant.person.registered.v1")
    assert told["person_id"] == found.person.id
    assert told["org_path"] == [*PATH, unit_id("431230100"), unit_id("431230100201")]
    assert told["bands"] == {
        "as_of": told["registered_on"],
        "age": "36_45",
        "education": "70",
        "hukou": "rural",
        "groups": ["POVERTY_OUT"],
    }
    assert (told["channel"], found.person.seq) == ("roster", 1)


def test_the_same_number_again_is_the_same_woman(applicant: Applicant) -> None:
    first = register(applicant, a_row())
    again = register(applicant, a_row(name="龙凤 英", id_no="４３１２３０" + an_id_no()[6:].lower()))
    assert (again.created, again.person.id) == (False, first.person.id)
    assert len(applicant.events("applicant.person.registered.v1")) == 1


def test_two_threads_with_one_number_make_one_woman(applicant: Applicant) -> None:
    ready, results = threading.Barrier(4), []

    def work() -> None:
        ready.wait()
        try:
            results.append(register(applicant, a_row()).created)
        except Conflict as problem:
            results.append(problem.slug)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(True) == 1
    assert set(results) <= {True, False, "registered_already"}
    assert applicant.db.persons.count_documents({}) == len(applicant.events("applicant.person.registered.v1")) == 1
    assert applicant.db["keys"].count_documents({}) == 1


def test_nothing_of_her_stands_in_clear(applicant: Applicant) -> None:
    register(applicant, a_row(remark="妈妈有病"))
    whole = "".join(str(row) for name in applicant.db.list_collection_names() for row in applicant.db[name].find())
    for secret in ("龙凤英", "凤英", an_id_no(), an_id_no()[6:], "13900000007", "妈妈"):
        assert secret not in whole


def test_a_wrong_row_writes_nothing(applicant: Applicant) -> None:
    with pytest.raises(Invalid) as refused:
        register(applicant, a_row(name="", phone="1"))
    assert set(refused.value.fields) == {"name", "phone"}
    assert applicant.db.persons.count_documents({}) == 0


def test_a_suggested_place_is_taken_when_it_is_named_and_else_her_township_is(applicant: Applicant) -> None:
    village = register(applicant, a_row(place="双江镇芋头"), unit_id("431230100201")).person
    town = register(applicant, a_row(place="双江镇芋头", id_no=an_id_no(sequence="002"))).person
    assert (village.unit, town.unit) == (unit_id("431230100201"), unit_id("431230100"))


def test_a_coordinator_of_another_county_finds_no_county_here(applicant: Applicant) -> None:
    with pytest.raises(NotFound):
        register(applicant, a_row(), by=STRANGER)
    with pytest.raises(NotFound):
        applicant.runner.ask(lambda use: use.person.check_rows(COUNTY, [a_row()], TODAY, by=STRANGER))


def test_48_rows_are_checked_in_less_than_five_times_what_five_take_one_by_one(applicant: Applicant) -> None:
    register(applicant, a_row())
    rows = [a_row(4), *(a_row(5 + n, id_no=an_id_no(f"19850{1 + n % 9}{10 + n // 9}")) for n in range(47))]
    check = lambda: applicant.runner.ask(lambda use: use.person.check_rows(COUNTY, rows, TODAY, by=TRAINING))  # noqa: E731
    check()
    began = time.perf_counter()
    found = check()
    together, began = time.perf_counter() - began, time.perf_counter()
    for row in rows[:5]:
        applicant.runner.ask(lambda use, row=row: use.person.check_rows(COUNTY, [row], TODAY, by=TRAINING))
    assert together < 5 * (time.perf_counter() - began)
    assert [one.known for one in found] == [True, *[False] * 47]
    assert {one.read.verdict for one in found} == {"accept"}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Search.ID_NO, f" {an_id_no()} "),
        (Search.PHONE, "+86 139-0000-0007"),
        (Search.PHONE_LAST4, "0007"),
        (Search.NAME, "龙 凤英"),
        (Search.INITIALS, "lfy"),
    ],
)
def test_an_officer_finds_her_in_every_way_inside_her_place_only(
    applicant: Applicant, kind: Search, typed: str
) -> None:
    her = register(applicant, a_row()).person
    inside = an_officer("village_officer", her.path)
    outside = an_officer("village_officer", (*PATH, unit_id("431230101"), unit_id("431230101201")))
    assert kind_of(typed) is kind
    search = lambda by: applicant.runner.run(lambda use: use.person.find.search(typed, by=by)).persons  # noqa: E731
    assert [person.details for person in search(inside)] == [her.details]
    assert search(outside) == []
    rows = list(applicant.db.audit.find({"e.act": "person.search"}).sort("_id"))
    assert [row["e"]["person_ids"] for row in rows] == [[her.id], []]


def test_labels_show_the_name_to_her_officer_and_a_mask_to_others(applicant: Applicant) -> None:
    her = register(applicant, a_row()).person
    labels = lambda by: applicant.runner.ask(lambda use: use.person.labels([her.id, "f" * 32], by=by))  # noqa: E731
    [label] = labels(TRAINING).values()
    assert (label.name, label.masked, label.phone, label.id_no, label.place) == (
        "龙凤英",
        False,
        "139****0007",
        f"****{an_id_no()[-4:]}",
        "双江镇",
    )
    assert labels(STRANGER)[her.id].name == "龙*英"
    assert labels(Actor("svc:training", Kind.SERVICE))[her.id].masked
    assert not labels(Actor("svc:loans", Kind.SERVICE, on_behalf_of=Actor(her.id, Kind.WOMAN)))[her.id].masked


def test_what_sign_in_needs_of_her(applicant: Applicant) -> None:
    her = register(applicant, a_row()).person
    people = applicant.runner.ask(lambda use: use.person.find.persons)
    assert people.with_phone("139 0000 0007") == [her.id]
    assert people.ends_with(her.id, an_id_no()[-6:].lower())
    assert not people.ends_with(her.id, an_id_no()[-5:])
    assert people.greeting(her.id) == "龙凤英"
    assert people.last_used_at(her.id) is None
    now = applicant.frame.clock.now()
    people.touch(her.id, now)
    assert people.last_used_at(her.id) == now


def test_an_erased_key_leaves_the_list_readable(applicant: Applicant) -> None:
    first, second = (register(applicant, a_row(id_no=an_id_no(sequence=s))).person for s in ("000", "002"))
    applicant.runner.run(lambda use: use.person.find.persons.vault.destroy(use.person.find.persons.session, first.id))
    found = applicant.runner.ask(lambda use: use.person.find.persons.page(SYSTEM, None, 10))
    assert {person.id: person.details.name for person in found} == {first.id: "已删除", second.id: "龙凤英"}
