"""Her husband's page on a real database: he reads, writes his name, answers; the link of before opens nothing."""

from typing import Any

import pytest

from services.loans.domain.draft import Step
from services.loans.wiring import wire
from shared.access import Actor
from shared.errands.peer import Peer
from tests.builders.loans import FAMILY, SHEETS
from tests.builders.pages import post
from tests.builders.world import World
from tests.integration.loans.test_desks import once_of

SHEETS_WITH_PHONE = SHEETS | {Step.FAMILY: {**FAMILY, "spouse_phone": "13800000001"}}


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for applicant, who would send what is asked of it."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(Peer, "post", lambda _self, _path, body, **_more: sent.append(body))
    return sent


def test_her_husband_answers_on_his_own_phone_without_an_account(
    loans: World, woman: Actor, letters: list[dict[str, Any]]
):
    wiring = wire(loans.settings)
    try:
        draft = wiring.runner.run(lambda use: use.application.start(woman.id, by=woman).id)
        wiring.runner.run(lambda use: use.application.fill.several(draft, SHEETS_WITH_PHONE, by=woman))
    finally:
        wiring.frame.close()
    ask = f"/loans/me/applications/{draft}/consents/spouse"
    for _ in range(2):
        assert post(loans, woman, ask, ask) == ask
    assert "等他点同意" in loans.as_(woman).get(ask).text
    assert {(one["phone"], one["who"]) for one in letters} == {("13800000001", "spouse")}
    assert "13800000001" not in str(list(loans.db.family_consents.find())) + str(list(loans.db.applications.find()))
    old, secret = (one["secret"] for one in letters)
    assert loans.as_(None).get(f"/loans/k/{old}").status_code == 404
    page = loans.as_(None).get(f"/loans/k/{secret}")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert (page.status_code, "15 万元" in page.text) == (200, True)
    form = {"_once": once_of(page.text), "name": "别人", "answer": "agree"}
    assert loans.as_(None).post(f"/loans/k/{secret}", data=form).status_code == 422
    assert loans.as_(None).post(f"/loans/k/{secret}", data=form | {"name": "石建军"}).status_code == 303
    assert "同意了" in loans.as_(None).get(f"/loans/k/{secret}").text
    hers = loans.as_(woman).get(f"/loans/me/applications/{draft}").text
    assert ask in hers
    assert "他同意了" in loans.as_(woman).get(ask).text
    kin = loans.as_(woman).post(ask, data={"_once": "0" * 32})
    assert kin.status_code == 422
