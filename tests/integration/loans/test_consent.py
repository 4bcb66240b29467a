"""Her husband's page on a real database: he reads, writes his name, answers; the link of before opens nothing."""

from services.loans.domain.draft import Step
from services.loans.wiring import wire
from shared.access import Actor
from shared.web.identity.codes import fingerprint
from tests.builders.loans import FAMILY, SHEETS
from tests.builders.world import World
from tests.integration.loans.test_desks import once_of

SECRET, OLD = "ABCDEFGHJKMNPQRSTVWX", "BBBBBBBBBBBBBBBBBBBB"
SHEETS_WITH_PHONE = SHEETS | {Step.FAMILY: {**FAMILY, "spouse_phone": "13800000001"}}


def test_her_husband_answers_on_his_own_phone_without_an_account(loans: World, woman: Actor):
    wiring = wire(loans.settings)
    try:
        draft = wiring.runner.run(lambda use: use.application.start(woman.id, by=woman).id)
        wiring.runner.run(lambda use: use.application.fill.several(draft, SHEETS_WITH_PHONE, by=woman))
        for secret in (OLD, SECRET):
            mark = fingerprint(secret)
            wiring.runner.run(lambda use, m=mark: use.consent.ask(draft, "spouse", m, by=woman))
    finally:
        wiring.frame.close()
    assert "13800000001" not in str(list(loans.db.family_consents.find())) + str(list(loans.db.applications.find()))
    assert loans.as_(None).get(f"/loans/k/{OLD}").status_code == 404
    page = loans.as_(None).get(f"/loans/k/{SECRET}")
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert (page.status_code, "15 万元" in page.text) == (200, True)
    form = {"_once": once_of(page.text), "name": "别人", "answer": "agree"}
    assert loans.as_(None).post(f"/loans/k/{SECRET}", data=form).status_code == 422
    assert loans.as_(None).post(f"/loans/k/{SECRET}", data=form | {"name": "石建军"}).status_code == 303
    assert "同意了" in loans.as_(None).get(f"/loans/k/{SECRET}").text
    hers = loans.as_(woman).get(f"/loans/me/applications/{draft}").text
    assert f"/loans/me/applications/{draft}/consents/spouse" in hers
    assert "他同意了" in loans.as_(woman).get(f"/loans/me/applications/{draft}/consents/spouse").text
    kin = loans.as_(woman).post(f"/loans/me/applications/{draft}/consents/spouse", data={"_once": "0" * 32})
    assert kin.status_code == 422
