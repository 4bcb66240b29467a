"""Rules over several documents hold when two do it at the same moment, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier

import pytest

from services.loans.domain.hand_in import CONSENTS
from services.loans.wiring import wire
from shared.access import Actor
from shared.errors import Conflict, NotFound, Refused
from shared.ids import new_id
from shared.storage.replica import MongoCards
from tests.builders.front import filled, told
from tests.builders.loans import PATH, a_card
from tests.builders.world import World, a_woman, an_officer


@pytest.mark.parametrize("writers", [2, 16])
def test_her_phones_and_her_village_officers_at_the_same_moment_make_one_application(
    loans: World, woman: Actor, writers: int
):
    hands = [woman if n % 2 else an_officer("village_officer", PATH, name=f"officer {n}") for n in range(writers)]
    wiring, together = wire(loans.settings), Barrier(writers)

    def begin(by: Actor) -> str:
        together.wait()
        try:
            return wiring.runner.run(lambda use: use.application.start(woman.id, by=by).number)
        except Conflict as refused:
            return refused.slug

    try:
        with ThreadPoolExecutor(writers) as pool:
            found = sorted(pool.map(begin, hands))
    finally:
        wiring.frame.close()
    assert found == ["DK-431230-2026-000001"] + ["application_open"] * (writers - 1)
    assert loans.db.applications.count_documents({}) == 1
    assert loans.db.outbox.count_documents({}) == 1


def test_numbers_have_no_gap_when_many_begin_at_once_and_some_are_refused(loans: World):
    women = [a_woman(new_id()) for _ in range(12)]
    for woman in women[:9]:
        MongoCards(loans.db, None).keep(a_card(woman.id))
    wiring = wire(loans.settings)

    def begin(by: Actor) -> None:
        with suppress(NotFound):
            wiring.worker.run(lambda use: use.application.start(by.id, by=by))

    try:
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(begin, women))
    finally:
        wiring.frame.close()
    numbers = sorted(row["number"] for row in loans.db.applications.find())
    assert numbers == [f"DK-431230-2026-{n:06d}" for n in range(1, 10)]


@pytest.mark.parametrize("writers", [2, 16])
def test_of_many_who_hand_in_with_the_same_partner_at_once_one_gets_through(loans: World, writers: int):
    women, together, partner = [a_woman(new_id()) for _ in range(writers)], Barrier(writers), "f" * 32
    for woman in women:
        MongoCards(loans.db, None).keep(a_card(woman.id))
    wiring = wire(loans.settings)
    drafts = {woman.id: filled(wiring.worker, woman).id for woman in women}

    def hand_in(by: Actor) -> str:
        hers = replace(told(), marks=(by.id, partner), partners=(partner,))
        together.wait()
        try:
            return wiring.worker.run(
                lambda use: use.submission.submit(drafts[by.id], hers, CONSENTS, by=by).state.value
            )
        except Refused as refused:
            return refused.slug

    try:
        with ThreadPoolExecutor(writers) as pool:
            found = sorted(pool.map(hand_in, women))
    finally:
        wiring.frame.close()
    assert found == ["borrows_elsewhere"] * (writers - 1) + ["in_review"]
    assert loans.db.applications.count_documents({"borrows": partner}) == 1
