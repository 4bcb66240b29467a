"""The command line of a service, on a real database without a broker: what it says, and when it ends with status 1."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from services.loans import __main__ as loans
from shared.access import SYSTEM
from shared.clock import Clock
from shared.events import steps
from shared.events.gate import Reason
from shared.events.inbox import MongoInbox
from shared.events.parked import ParkedEvents
from shared.jobs.job import Jobs
from shared.storage.audit import Audit, Entry
from shared.storage.mongo import transaction
from tests.builders.databases import REUSED
from tests.builders.world import World, an_officer, world
from tests.fakes.events import an_event


@pytest.fixture
def place(mongo_url: str, kept: Path, monkeypatch: pytest.MonkeyPatch):
    with world("loans", mongo_url, REUSED, kept) as found:
        for name, value in found.environ.items():
            monkeypatch.setenv(name, value)
        yield found


def said(*words: str, status: int = 0) -> str:
    done: Result = CliRunner().invoke(loans.cli, list(words))
    assert done.exit_code == status, done.output
    return done.output


def a_parked(place: World) -> str:
    event = an_event("a" * 32, 1, source="/training")

    def park(session) -> None:
        inbox = MongoInbox(place.db, "loans", session)
        steps.blame(inbox, (event.source, event.stream), event, (Reason.FAILED, "KeyError at inbound.py:4"))

    transaction(place.db.client, park)
    return ParkedEvents(place.db, None).list(SYSTEM)[0].id


def test_all_services_have_the_same_verbs():
    same = {"web", "work", "topics", "indexes", "parked", "jobs", "reconcile", "republish", "rebuild", "policy"}
    assert same | {"asyncapi", "audit", "doctor"} <= set(loans.cli.commands)
    for verb in loans.cli.commands.values():
        assert verb.help


def test_indexes_can_be_made_again(place: World):
    assert "are there" in said("indexes")
    assert "are there" in said("indexes")
    assert {"number", "hers", "one_open_each", "in_scope"} <= set(place.db.applications.index_information())


def test_what_is_parked_is_listed_sent_again_and_skipped_by_two(place: World):
    parked_id = a_parked(place)
    assert parked_id in said("parked", "list").replace("\n", "")
    said("parked", "replay", parked_id, "--by", "zhang")
    assert "Say either" in said("parked", "skip", parked_id, "--by", "zhang", status=1)
    said("parked", "skip", parked_id, "--by", "zhang", "--reason", "sent twice")
    assert "same_person" in said("parked", "skip", parked_id, "--by", "zhang", "--confirm", status=1)
    said("parked", "skip", parked_id, "--by", "li", "--confirm")
    assert place.db.inbox_parked.count_documents({}) == 0
    assert "parked_not_found" in said("parked", "replay", parked_id, "--by", "zhang", status=1)
    assert [row["e"]["actor"] for row in place.db.audit.find().sort("_id")] == [
        "shell:zhang",
        "shell:zhang",
        "shell:li",
    ]


def test_a_failed_job_is_listed_and_sent_again(place: World):
    Jobs(place.db).add(None, "letter", "x", Clock.real_now())
    now = {"$set": {"state": "failed", "failed_at": Clock.real_now(), "error": "OSError at x:1", "attempts": 8}}
    place.db.jobs.update_one({}, now)
    job = place.db.jobs.find_one()["_id"]
    assert "letter" in said("jobs", "list")
    said("jobs", "replay", job, "--by", "zhang")
    assert place.db.jobs.find_one()["state"] == "due"
    assert "none" in said("jobs", "list")


def test_the_policy_in_force_is_printed_with_its_document():
    out = said("policy", "--on", "2026-11-24", "--place", "431230")
    assert "财金〔2023〕75号" in out
    assert "30000000" in out
    assert "Nothing is in force" in said("policy", "--on", "2001-01-01", status=1)
    assert "no division code" in said("policy", "--on", "2026-11-24", "--place", "x", status=1)


def test_reconcile_says_who_does_not_answer(place: World):
    out = said("reconcile", status=1)
    assert "training does not answer" in out


def test_the_whole_archive_goes_out_again_only_when_that_was_meant(place: World):
    assert "--yes" in said("republish", status=1)
    assert "0 events" in said("republish", "--yes")
    assert "0 events" in said("republish", "--stream", "a")


def test_a_view_that_is_not_there_cannot_be_rebuilt(place: World):
    assert "has no view" in said("rebuild", "journey", status=1)


def alone(place: World, verb: str) -> str:
    """Run a verb that must end with status 1 in a process of its own, as an operator does."""
    command = [sys.executable, "-m", "services.loans", verb]
    done = subprocess.run(command, env=os.environ | place.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_doctor_says_what_is_wrong_in_words(place: World):
    out = alone(place, "doctor")
    assert "takes majority writes" in out
    assert "no broker answers" in out
    assert "versions read" in out


def test_the_audit_chain_is_verified_and_a_change_is_found(place: World):
    Audit(place.db).record(None, Entry("look", an_officer("auditor", ("r",)), resource="x"))
    assert "as it was sealed" in said("audit", "verify")
    place.db.audit.update_one({}, {"$set": {"seq": 1, "prev": "0" * 64, "mac": "0" * 64}})
    assert "Row 1" in said("audit", "verify", status=1)


def test_the_asyncapi_document_is_printed():
    assert json.loads(said("asyncapi"))["asyncapi"] == "3.1.0"


def test_without_a_broker_topics_say_so(place: World):
    assert "No Kafka broker answers" in alone(place, "topics")
