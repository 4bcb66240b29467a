"""Undelivered messages on a page: who sees which, sent again by one, skipped by two; on a real database."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pymongo.client_session import ClientSession

from shared.access import Actor, Kind, Post
from shared.clock import Clock
from shared.events import steps
from shared.events.gate import Reason
from shared.events.inbox import MongoInbox
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.storage.mongo import transaction
from shared.storage.replica import MongoCards, MongoUnits
from tests.builders.databases import REUSED
from tests.builders.loans import ELSEWHERE, PATH, a_card, units
from tests.builders.world import World, an_officer, world
from tests.fakes.events import an_event

OFFICER = an_officer("county_officer", PATH[:2], name="张敏")
SECOND = an_officer("county_leader", PATH[:2], name="杨晓燕")
ELSEWHERES = an_officer("county_officer", ELSEWHERE)
OPERATOR = Actor(new_id(), Kind.STAFF, (Post("operator", PATH[0], PATH[:1]),), name="运维", session=new_id())
HER = "a" * 32


@pytest.fixture
def loans(mongo_url: str, kept: Path) -> Iterator[World]:
    with world("loans", mongo_url, REUSED, kept) as found:
        for unit in units():
            MongoUnits(found.db, None).put(unit)
        MongoCards(found.db, None).keep(a_card(HER))
        transaction(found.db.client, lambda session: park(found, session))
        yield found


def park(found: World, session: ClientSession) -> None:
    event = an_event(HER, 1, type="training.enrolment.enrolled.v1", source="/training")
    inbox = MongoInbox(found.db, "loans", session)
    steps.blame(inbox, (event.source, event.stream), event, (Reason.FAILED, "KeyError at loans/events/inbound.py:40"))


def act(loans: World, who: Actor, verb: str, **more: str):
    parked_id = loans.db.inbox_parked.find_one()["_id"]
    data = {"_once": new_id(), "kind": "event", "id": parked_id, **more}
    return loans.as_(who).post(f"/loans/parked/{verb}", data=data)


def test_an_officer_reads_in_words_what_is_not_known_here_and_one_elsewhere_reads_nothing(loans: World):
    page = loans.as_(OFFICER).get("/loans/parked").text
    assert "她报上名了，贷款这边还不知道" in page
    assert "收到 1 条，记上 0 条，等在这里 1 条" in page
    assert "都送到了" in loans.as_(ELSEWHERES).get("/loans/parked").text


def test_an_operator_sees_all_of_it_by_types_and_ids(loans: World):
    page = loans.as_(OPERATOR).get("/loans/parked").text
    assert "training.enrolment.enrolled.v1" in page
    assert "一位妇女" in page


def test_other_offices_and_women_see_no_such_page(loans: World):
    for who in (an_officer("bank_officer", PATH[:2]), Actor(HER, Kind.WOMAN)):
        assert loans.as_(who).get("/loans/parked").status_code == 403


def test_the_menu_counts_what_waits_for_this_reader_and_each_side_tells_the_others_the_same(loans: World):
    counted = '<b id="n-applicant-parked" class="late" hx-swap-oob="true">{}</b>'
    for reader, waiting in ((OFFICER, 1), (ELSEWHERES, 0), (OPERATOR, 1)):
        in_menu = loans.as_(reader).get("/loans/parked/count").text  # the other two sides do not answer here
        assert counted.format(waiting or "") in in_menu
        told = loans.as_service("applicant", reader).get("/loans/internal/parked/count")
        assert told.json == {"count": waiting}


def test_it_is_sent_again_by_one(loans: World):
    assert act(loans, OFFICER, "replay").status_code == 303
    assert loans.db.inbox_parked.find_one()["replay"]["by"] == OFFICER.id
    assert "正在再送" in loans.as_(OFFICER).get("/loans/parked").text
    assert loans.db.audit.find_one({"e.act": "events.parked.replay"})


def test_it_is_skipped_by_two_with_a_reason_and_never_by_one(loans: World):
    parked_id = loans.db.inbox_parked.find_one()["_id"]
    page = loans.as_(OFFICER).get("/loans/parked/skip", query_string={"kind": "event", "id": parked_id})
    assert page.status_code == 200, page.text
    assert act(loans, OFFICER, "skip", reason="").status_code == 422
    assert act(loans, OFFICER, "skip", reason="她当天又交了一份").status_code == 303
    refused = act(loans, OFFICER, "confirmation")
    assert refused.status_code == 422
    assert "提出的人不能自己同意" in refused.text
    assert "她当天又交了一份" in loans.as_(SECOND).get("/loans/parked").text
    assert act(loans, SECOND, "confirmation").status_code == 303
    assert loans.db.inbox_parked.count_documents({}) == 0
    assert loans.db.inbox.find_one({"stream": HER})["pos"] == 1
    assert "跳过：她当天又交了一份" in loans.as_(OFFICER).get("/loans/parked").text


@pytest.mark.parametrize("name", ["applicant", "training"])
def test_the_other_services_send_again_and_skip_the_same_way(name: str, mongo_url: str, kept: Path):
    second = replace(OPERATOR, id=new_id())
    with world(name, mongo_url, REUSED, kept) as found:
        event = an_event(HER, 1, type="loans.application.submitted.v1", source="/loans")
        reason = (Reason.FAILED, f"KeyError at {name}/events/inbound.py:40")
        transaction(
            found.db.client,
            lambda session: steps.blame(MongoInbox(found.db, name, session), (event.source, HER), event, reason),
        )
        asked = {"kind": "event", "id": found.db.inbox_parked.find_one()["_id"]}
        for who, verb, more in (
            (OPERATOR, "replay", {}),
            (OPERATOR, "skip", {"reason": "她当天又交了一份"}),
            (second, "confirmation", {}),
        ):
            sent = {"_once": new_id(), **asked, **more}
            answer = found.as_(who).post(f"/{name}/parked/{verb}", data=sent)
            assert answer.status_code == 303, answer.text
        assert found.db.inbox.find_one({"stream": HER})["pos"] == 1


def test_nobody_acts_on_what_lies_outside_his_units(loans: World):
    for verb, more in (("replay", {}), ("skip", {"reason": "别的县的"}), ("confirmation", {})):
        assert act(loans, ELSEWHERES, verb, **more).status_code == 404
    assert "replay" not in loans.db.inbox_parked.find_one()


def test_a_failed_job_is_shown_to_the_operator_only(loans: World):
    Jobs(loans.db).add(None, "letter", "x", Clock.real_now())
    now = {"$set": {"state": "failed", "failed_at": Clock.real_now(), "error": "OSError at x:1", "attempts": 8}}
    loans.db.jobs.update_one({}, now)
    assert "有一件到时候要办的事没办成" in loans.as_(OPERATOR).get("/loans/parked").text
    assert "有一件到时候要办的事没办成" not in loans.as_(OFFICER).get("/loans/parked").text
    job = loans.db.jobs.find_one()["_id"]
    answer = loans.as_(OPERATOR).post("/loans/parked/replay", data={"_once": new_id(), "kind": "job", "id": job})
    assert answer.status_code == 303
    assert loans.db.jobs.find_one()["state"] == "due"


def test_the_state_of_the_service_is_told_in_words_and_counts(loans: World):
    page = loans.as_(OPERATOR).get("/loans/status").text
    assert "有 1 处要看" in page
    assert "1 条没记上，0 条排在后面" in page
    assert re.search(r"节假日和调休知道到 20\d\d 年底", page)
    assert loans.as_(OFFICER).get("/loans/status").status_code == 200
    assert loans.as_(None).get("/loans/status").status_code == 302
    counts = loans.as_service("training").get("/loans/internal/events/counts").json
    assert counts["parked_failed"] == 1
    assert counts["heard"] == {"loans": {"/training": {"positions": 0, "parked": 1}}}


def test_the_page_of_the_interface_lists_every_address_but_the_internal_ones(loans: World):
    page = loans.as_(OFFICER).get("/loans/api/docs").text
    assert "PUT /loans/api/v1/applications/{application_id}/need" in page
    assert "/internal/" not in page
