"""Whatever is sent to any route of any service: a clear 4xx, nothing written, what was typed still in the form.

Written from the routes themselves, so that a new one is tried without anybody thinking of it.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from pymongo.database import Database
from werkzeug.test import TestResponse

from shared.settings import SERVICES
from shared.web import logs
from tests.builders.bad_input import LONG, Campaign, Case, asked_in_vain, cases, forms
from tests.builders.campaigns import PREPARED
from tests.builders.commands import right_command
from tests.builders.witness import Witness
from tests.builders.world import world

RAW_ID = re.compile(r">\s*(?:errors|state|step|role)\.[a-z_]+")
BESIDES = ("tallies", "sessions", "challenges", "kept_forms", "keys")  # tries are counted, a late form is kept sealed
ALWAYS_DONE = {"/applicant/sign-out"}  # whatever else is sent along, who wants to leave leaves
STALE = {None, "changed_meanwhile", "case_changed", "case_proposed"}  # None: it has no version
SENTENCES = {"changed_meanwhile": "刚才有人改过这一件", "key_reused": "这一页已经用过了"}
NOT_THERE = {  # and why nothing can be there for whoever passes all gates
    **{f"/{service}/kept/<kept_id>": "only for who had the session it came from" for service in SERVICES},
    "/applicant/persons/<person_id>/reveals": "only with ?field=",
    "/loans/me/applications/<application_id>/staff-roster": "only an enterprise has a staff",
    "/loans/me/applications/<application_id>/staff-roster/template.xlsx": "only an enterprise has a staff",
    "/loans/me/applications/<application_id>/staff-roster/rejected.xlsx": "only an enterprise has a staff",
}
THERE = {200, 302, 303, 409, 422}  # it may be in another state, or more must be asked
AN_END = re.compile(r"/(?:withdrawal|cancellation|calling-off|clos\w+|discard|removal|rejection|return|revocation)\Z")
A_DOOR = re.compile(r"/(?:sign-in|register|again|activate)\b")


@pytest.fixture(scope="module", params=SERVICES)
def campaign(
    request: pytest.FixtureRequest, mongo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Campaign]:
    """Bad input changes nothing, so that what is sent afterwards finds everything as it was made."""
    folder = tmp_path_factory.mktemp(f"bad-{request.param}")
    with world(request.param, mongo_url, f"t_bad_{request.param}_", folder) as found, ExitStack() as stack:
        logs.configure("CRITICAL")
        yield PREPARED[request.param](found, stack, folder)


def test_bad_input_is_told_clearly_and_writes_nothing(campaign: Campaign):
    pages, wrong = pages_of(campaign)
    found = list(wrong)
    witness = Witness(campaign.world.db, *BESIDES)
    for method, rule, address, who in campaign.routes():
        if rule in ALWAYS_DONE:
            continue
        page = pages.get(address, "")
        for case in cases(campaign, method, rule, address, page):
            answer = campaign.ask(case, who)
            found += [f"{answer.status_code} {fault}: {case}" for fault in faults(case, answer)]
            if changed := witness.written():
                found.append(f"{answer.status_code} wrote to {changed}: {case}")
    assert found == [], "\n".join(["", *found])


def test_a_command_made_from_an_old_version_is_not_done_and_a_refused_one_writes_nothing(campaign: Campaign):
    """What the state of a thing allows is sent made from an old version, then right; the client tries it again."""
    pages, _ = pages_of(campaign)
    witness = Witness(campaign.world.db, *BESIDES)
    wrong: list[str] = []
    for method, rule, address, who in sorted(campaign.routes(), key=lambda route: bool(AN_END.search(route[1]))):
        if method == "GET" or rule in ALWAYS_DONE:
            continue
        command = right_command(campaign, method, rule, pages.get(address, ""))
        old = slug(campaign.ask(command.old, who)) if command.old else None
        first = campaign.ask(command.right, who)
        wrote = witness.written()
        if first.status_code >= 400 and wrote:
            wrong.append(f"{first.status_code} wrote to {wrote}: {command.right}")
        if "once" in wrote:
            wrong += [f"made from an old version is {old or 'taken'}: {command.right}"] if old not in STALE else []
    assert wrong == [], "\n".join(["", *wrong])


def test_the_witness_sees_a_write_by_itself_and_in_a_transaction_that_held(database: Database[dict[str, Any]]):
    for name in ("alone", "together", "undone", "tallies"):
        database.create_collection(name)
    witness = Witness(database, "tallies")
    assert witness.written() == []
    database.alone.insert_one({"_id": 1})
    database.tallies.insert_one({"_id": 1})
    with database.client.start_session() as session, session.start_transaction():
        database.together.insert_one({"_id": 1}, session=session)
    with database.client.start_session() as session, session.start_transaction():
        database.undone.insert_one({"_id": 1}, session=session)
        session.abort_transaction()
    assert witness.written() == ["alone", "together"]
    assert witness.written() == []


@cache
def pages_of(campaign: Campaign) -> tuple[dict[str, str], list[str]]:
    """Return the page that holds the form of each address, and what is wrong with pages: links they would refuse."""
    found: dict[str, str] = {}
    refused: list[str] = []
    for method, rule, address, who in campaign.routes():
        if method != "GET":
            continue
        answer = campaign.ask(Case("the page", "GET", address), who)
        if (answer.status_code not in THERE) != (rule in NOT_THERE):
            refused.append(f"{answer.status_code} for what was made: {address}")
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found |= {one.action or address: answer.text for one in forms(answer.text)}
            refused += asked_in_vain(campaign.app, address, answer.text)
    return found, refused


def slug(answer: TestResponse) -> str:
    """Return the slug of a refusal; of a page it is read from its sentence."""
    if answer.is_json:
        return str((answer.json or {}).get("slug", ""))
    return next((name for name, words in SENTENCES.items() if words in answer.text), "")


def faults(case: Case, answer: TestResponse) -> Iterator[str]:
    """What is not as it should be in an answer to a bad request."""
    page, whose = answer.status_code == 200 and case.method == "GET", "_id = 0000" in case.why
    if whose and (answer.status_code == 503 or (page and answer.is_json and answer.json == {"items": []})):
        return  # only another service could know whether there is somebody of that id; nobody is an empty list
    if answer.status_code in (302, 303) and A_DOOR.search(answer.location or ""):
        return  # whoever is half-way through a door is led back to its beginning
    if not 400 <= answer.status_code < 500:
        yield "is no refusal"
        return
    if case.name and case.name not in {path.partition(".")[0] for path in (answer.json or {}).get("fields", {})}:
        yield "does not name the field that is wrong"
    yield from _unclear(case, answer)


def _unclear(case: Case, answer: TestResponse) -> Iterator[str]:
    if answer.mimetype == "application/problem+json":
        body = answer.json or {}
        if not body.get("slug") or not body.get("title") or body["title"].startswith("errors."):
            yield "does not say what is wrong"
        return
    if RAW_ID.search(answer.text):
        yield "shows the name of a sentence instead of the sentence"
    if (
        "too long" in case.why
        and answer.status_code == 422
        and LONG[:200] not in answer.text
        and "password" not in case.why
    ):
        yield "lost what was typed"
