"""One suite for the stores of loans in memory and in MongoDB."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import Application, State
from services.loans.domain.draft import Draft, Step
from services.loans.domain.review import Finding, Outcome
from services.loans.storage import indexes
from services.loans.storage.applications import MongoApplications
from services.loans.storage.counters import MongoNumbers
from services.loans.usecases.ports import Applications, Numbers
from shared.access import SYSTEM, Scope
from shared.clock import Clock
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import transaction
from shared.storage.vault import Vault, WrappingKeys
from tests.builders.databases import Ensure
from tests.builders.loans import (
    BUSINESS,
    COUNTY,
    DAY,
    FORECAST,
    LEADER,
    NEED,
    OFFICER,
    OFFICES,
    OTHER_COUNTY,
    TERMS,
    an_application,
    at_desk,
    in_state,
    passed,
)
from tests.fakes.loans import MemoryApplications, MemoryNumbers

Do = Callable[[Callable[[Applications, Numbers], Any]], Any]


@pytest.fixture(params=["memory", "mongo"])
def do(request: pytest.FixtureRequest) -> Do:
    """Run a step on the stores, in one transaction where there are any."""
    if request.param == "memory":
        stores = MemoryApplications(), MemoryNumbers()
        return lambda step: step(*stores)
    database: Database[dict[str, Any]] = request.getfixturevalue("furnished")(indexes.ensure)
    vault = Vault(database, "loans", WrappingKeys({1: b"k" * 32}))
    outbox = Outbox(database, "/loans", Clock())

    def run(step: Callable[[Applications, Numbers], Any]) -> Any:
        def work(session: ClientSession) -> Any:
            return step(MongoApplications(database, session, vault, outbox), MongoNumbers(database, session))

        return transaction(database.client, work)

    return run


def add(do: Do, application: Application) -> None:
    do(lambda applications, _numbers: applications.add(application))


def get(do: Do, scope: Scope, application_id: str) -> Application:
    found: Application = do(lambda applications, _numbers: applications.get(scope, application_id))
    return found


def test_what_was_stored_comes_back_whole(do: Do):
    application = an_application()
    for step, answers in ((Step.NEED, NEED), (Step.BUSINESS, BUSINESS), (Step.FORECAST, FORECAST)):
        application.fill(partial(Draft.with_answers, step=step, answers=dict(answers), terms=TERMS))
    add(do, application)
    found = get(do, SYSTEM, application.id)
    assert (found.draft, found.origin, found.state, found.number) == (
        application.draft,
        application.origin,
        State.DRAFT,
        application.number,
    )


def test_outside_the_scope_there_is_nothing(do: Do):
    application = an_application()
    add(do, application)
    assert get(do, Scope(frozenset({COUNTY})), application.id).id == application.id
    for scope in (Scope(frozenset({OTHER_COUNTY})), Scope(frozenset())):
        with pytest.raises(NotFound):
            get(do, scope, application.id)


def test_some_come_in_order_of_their_ids_and_only_from_inside_the_scope(do: Do):
    for n in (2, 1):
        add(do, an_application(person_id=f"{n:032x}", number=n))
    ids = [f"{n:032x}" for n in (2, 3, 1)]

    def some(scope: Scope) -> list[str]:
        return [one.id for one in do(lambda applications, _numbers: applications.some(scope, ids))]

    assert some(Scope(frozenset({COUNTY}))) == [f"{1:032x}", f"{2:032x}"]
    assert some(Scope(frozenset({OTHER_COUNTY}))) == []


def test_who_saves_an_older_version_is_stale(do: Do):
    add(do, an_application())
    first, second = (get(do, SYSTEM, f"{1:032x}") for _ in range(2))
    do(lambda applications, _numbers: applications.save(first))
    with pytest.raises(Stale):
        do(lambda applications, _numbers: applications.save(second))


def test_hers_come_newest_first_and_drafts_go_on_after_the_last_one_shown(do: Do):
    for n in range(1, 4):
        application = an_application(person_id=f"{n:032x}", number=n)
        if n == 2:
            application.withdraw(today=DAY)
        add(do, application)
    inside = Scope(frozenset({COUNTY}))
    drafts = do(lambda applications, _numbers: applications.drafts(inside, None, 1))
    rest = do(lambda applications, _numbers: applications.drafts(inside, drafts[-1].id, 10))
    assert [one.number[-1] for one in [*drafts, *rest]] == ["3", "1"]
    assert [one.id for one in do(lambda applications, _numbers: applications.of_person(f"{2:032x}"))] == [f"{2:032x}"]
    assert get(do, SYSTEM, f"{2:032x}").withdrawn_on == DAY


def test_numbers_have_no_gaps_and_each_county_and_year_its_own(do: Do):
    def three(_applications: Applications, numbers: Numbers) -> list[int]:
        return [
            numbers.next("DK", division, year)
            for division, year in (("431230", 2026), ("431230", 2026), ("431229", 2026))
        ]

    assert do(three) == [1, 2, 1]
    assert do(lambda _applications, numbers: numbers.next("DK", "431230", 2027)) == 1


def test_her_plan_lies_in_the_database_only_sealed(furnished: Callable[[Ensure], Database[dict[str, Any]]]):
    database = furnished(indexes.ensure)
    vault = Vault(database, "loans", WrappingKeys({1: b"k" * 32}))
    outbox = Outbox(database, "/loans", Clock())
    application = an_application()
    application.fill(lambda draft: draft.with_answers(Step.FORECAST, dict(FORECAST), TERMS))
    transaction(
        database.client,
        lambda session: MongoApplications(database, session, vault, outbox).add(application),
    )
    assert "织机" not in str(list(database.applications.find()))
    transaction(database.client, lambda session: vault.destroy(session, application.person_id))
    read = MongoApplications(database, None, vault, outbox).get(SYSTEM, application.id)
    assert read.draft.forecast.plan == "已删除"


@pytest.mark.parametrize("state", list(State))
def test_a_case_comes_back_whole_in_every_state(do: Do, state: State):
    application = in_state(state)
    add(do, application)
    found = get(do, SYSTEM, application.id)
    assert found == application


def test_a_waiting_proposal_comes_back_with_its_words(do: Do):
    application = at_desk("recommend")
    application.propose(Finding(Outcome.REJECTED, "征信有问题", {"codes": ("a",)}, ("X04",)), by=OFFICER, today=DAY)
    add(do, application)
    assert get(do, SYSTEM, application.id) == application


def test_an_office_sees_a_case_once_it_has_reached_its_desk(do: Do):
    add(do, at_desk("recommend"))
    hr = Scope(frozenset({OFFICES["hr"]}))
    with pytest.raises(NotFound):
        get(do, hr, f"{1:032x}")
    found = get(do, SYSTEM, f"{1:032x}")
    found.pass_on(passed(found.case.step), by=OFFICER, today=DAY)
    do(lambda applications, _numbers: applications.save(found))
    assert get(do, hr, found.id).case.desk == "hr"
    found.pass_on(passed(found.case.step), by=OFFICER, today=DAY)
    do(lambda applications, _numbers: applications.save(found))
    assert get(do, hr, found.id).case.desk == "guarantee"


def test_the_store_itself_refuses_the_hand_that_prepared_it(do: Do):
    application = at_desk("recommend")
    application.propose(passed(application.case.step), by=OFFICER, today=DAY)
    add(do, application)
    found = get(do, SYSTEM, application.id)
    found.confirm(by=LEADER, today=DAY)
    with pytest.raises(Stale):
        do(lambda applications, _numbers: applications.save(found, seconded_by=OFFICER))
    found.version = application.version
    do(lambda applications, _numbers: applications.save(found, seconded_by=LEADER))
    assert get(do, SYSTEM, found.id).case.desk == "hr"
