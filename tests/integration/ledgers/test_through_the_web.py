"""Every kind of ledger and bank file on its pages and for programs: brought, signed by two, given back, thrown away."""

import importlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

from services.applicant import wiring
from shared.access import Actor
from shared.ids import new_id
from shared.ledger.intake import Mode
from shared.settings import SERVICES
from shared.storage.replica import MongoUnits
from shared.storage.runner import Runner
from tests.builders.applicant import a_tree
from tests.builders.books import saved
from tests.builders.databases import REUSED
from tests.builders.ledgers import PATH, a_checked_ledger, known_units
from tests.builders.world import World, an_officer, world

KINDS = {
    "applicant": ("title-ledgers",),
    "training": ("certificate-ledgers", "training-ledgers", "official-ledgers"),
    "loans": ("loan-ledgers", "fund-ledgers", "repayment-files", "disbursement-files", "overdue-files"),
}


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, mongo_url: str, kept: Path) -> Iterator[World]:
    with world(request.param, mongo_url, REUSED, kept) as found:
        if request.param == "applicant":
            base = wiring.Base.open(found.settings)
            runner = Runner(base.frame.client, base.frame.db, lambda session: wiring.use(base, session))
            runner.run(lambda use: use.unit.find.units.add(a_tree()))
            base.frame.close()
        else:
            for unit in known_units():
                MongoUnits(found.db, None).put(unit)
        yield found


def who(service: World, kind: str, verb: str) -> Actor:
    """Return somebody of the county who may, each time another person."""
    rules = importlib.import_module(f"services.{service.service}.domain.access").RULES
    return an_officer(sorted(rules[f"{kind}_ledger.{verb}"].roles)[0], PATH)


def kept_as(service: World, address: str) -> dict[str, Any]:
    found: dict[str, Any] = service.db.ledgers.find_one({"_id": address.rpartition("/")[2]})
    return found


def filled(template: bytes, words: str) -> BytesIO:
    """Fill one row of an empty sheet as it is handed out."""
    book = openpyxl.load_workbook(BytesIO(template))
    book.active.append([words] * book.active.max_column)
    return BytesIO(saved(book))


def test_a_filled_sheet_is_brought_on_its_page_and_by_a_program(service: World):
    for folder in KINDS[service.service]:
        kind, api = folder.partition("-")[0], f"/{service.service}/api/v1/{folder}"
        clerk = service.as_(who(service, kind, "bring"))
        template = clerk.get(f"{api}/template.xlsx").data
        typed = {"_once": new_id(), "mode": Mode.PREVIEW.value, "file": (filled(template, "一"), "台账.xlsx")}
        brought = clerk.post(f"/{service.service}/{folder}", data=typed)
        assert brought.status_code == 303, problems(brought.text)
        assert clerk.get(brought.location).status_code == 200
        sent = {"mode": Mode.PREVIEW.value, "file": (filled(template, "二"), "台账.xlsx")}
        told = clerk.post(api, data=sent, headers={"Idempotency-Key": new_id()})
        assert told.status_code == 202, told.text
        assert kept_as(service, told.json["id"])["state"] == "uploaded"


def problems(page: str) -> list[str]:
    return html.fromstring(page).xpath("//*[@class='error-summary']//li/text() | //h1/text() | //main//p/text()")


def test_two_people_sign_the_same_totals_or_the_second_gives_them_back(service: World):
    for folder in KINDS[service.service]:
        kind = folder.partition("-")[0]
        first, second = (service.as_(who(service, kind, verb)) for verb in ("sign", "countersign"))
        for end in ("second-signature", "return"):
            one = a_checked_ledger(service, kind, PATH)
            address = f"/{service.service}/{folder}/{one}"
            page = first.get(address).text
            assert all(words in page for words in ("B 编号 在表里是隐藏的", "1 张隐藏的工作表，没有读")), problems(page)
            assert first.get(f"/{service.service}/api/v1/{folder}/{one}").json["hidden_columns"] == ["B 编号"]

            signing = {"_once": new_id(), "version": kept_as(service, one)["version"], "leave_out": "on"}
            signed = first.post(f"{address}/signature", data=signing)
            assert signed.status_code == 303, problems(signed.text)
            ending = {"_once": new_id(), "version": kept_as(service, one)["version"]}
            ended = second.post(f"{address}/{end}", data=ending)
            assert ended.status_code == 303, problems(ended.text)
            assert kept_as(service, one)["state"] == ("booking" if end == "second-signature" else "checked")
