"""Her loan pages and the officers', on a real database."""

import re

import pytest

from shared.access import Actor
from tests.builders.loans import COUNTY, ELSEWHERE, PATH
from tests.builders.pages import post
from tests.builders.world import World, an_officer


def once_of(page: str) -> str:
    found = re.search(r'name="_once" value="([0-9a-f]{32})"', page)
    assert found, page
    return found[1]


def start(loans: World, woman: Actor) -> str:
    client = loans.as_(woman)
    page = client.get("/loans/me")
    assert page.status_code == 200, page.text
    answer = client.post("/loans/me/applications", data={"_once": once_of(page.text)})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_she_starts_fills_and_takes_back_an_application_on_her_phone(loans: World, woman: Actor):
    address = start(loans, woman)
    client = loans.as_(woman)
    assert "DK-431230-2026-000001" in client.get(address).text
    sheet = client.get(f"{address}/business").text
    typed = {
        **{"form": "individual", "trade": "craft", "licence": "no", "months_trading": "8"},
        **{"amount_fen": "15万", "term_months": "36", "own_money_fen": "0", "uses": ["equipment", "stock"]},
        **{"monthly_income_fen": "12000", "monthly_cost_fen": "7000"},
        **{"consumer_loans_fen": "0", "other_loans_fen": "0"},
    }
    version = re.search(r'name="version" value="(\d+)"', sheet)
    assert version
    answer = client.post(f"{address}/business", data={"_once": once_of(sheet), "version": version[1], **typed})
    assert answer.status_code == 303, answer.text
    assert answer.location == f"{address}/family"
    assert "150,000" in client.get(f"{address}/business").text
    page = client.get(f"{address}/withdrawal").text
    assert client.post(f"{address}/withdrawal", data={"_once": once_of(page)}).status_code == 303
    assert loans.db.applications.find_one()["state"] == "withdrawn"
    said = [row["type"] for row in loans.db.outbox.find().sort("seq")]
    assert said == ["loans.application.started.v1", "loans.application.withdrawn.v1"]


def test_a_sheet_may_be_stored_as_far_as_it_goes(loans: World, woman: Actor):
    address = start(loans, woman)
    client = loans.as_(woman)
    sheet = client.get(f"{address}/business").text
    answer = client.post(f"{address}/business", data={"_once": once_of(sheet), "amount_fen": "8万", "_later": "1"})
    assert (answer.status_code, answer.location) == (303, address)
    assert loans.db.applications.find_one()["need"]["amount_fen"] == 8_000_000


def test_an_amount_above_the_ceiling_is_told_with_the_zero_too_many_and_stays_typed(loans: World, woman: Actor):
    address = start(loans, woman)
    client = loans.as_(woman)
    sheet = client.get(f"{address}/business").text
    typed = {"amount_fen": "1500000", "term_months": "36", "own_money_fen": "0", "uses": "stock"}
    answer = client.post(f"{address}/business", data={"_once": once_of(sheet), **typed})
    assert answer.status_code == 422
    assert "最多能借 30 万元，您填的是 150 万元。是不是多打了一个 0？" in answer.text
    assert 'value="1500000"' in answer.text


def test_an_officer_of_her_county_sees_the_draft_and_one_of_another_county_does_not(loans: World, woman: Actor):
    address = start(loans, woman).replace("/me/", "/")
    inside = loans.as_(an_officer("county_officer", PATH[:2]))
    outside = loans.as_(an_officer("county_officer", ELSEWHERE))
    assert inside.get(address).status_code == 200
    assert "DK-431230-2026-000001" in inside.get("/loans/applications").text
    assert outside.get(address).status_code == 404
    assert "DK-431230-2026-000001" not in outside.get("/loans/applications").text
    assert "DK-431230-2026-000001" in inside.get("/loans/my-work").text


def test_a_village_officer_begins_and_fills_for_her_with_her_consent_which_the_audit_keeps(loans: World, woman: Actor):
    officer = an_officer("village_officer", PATH)
    client = loans.as_(officer)
    page = client.get(f"/loans/for-her/{woman.id}").text
    assert client.post(f"/loans/for-her/{woman.id}", data={"_once": once_of(page)}).status_code == 422
    answer = client.post(f"/loans/for-her/{woman.id}", data={"_once": once_of(page), "agreed": "true"})
    assert answer.status_code == 303, answer.text
    row = loans.db.audit.find_one({"e.act": "application.start_for_her"})
    assert row["e"]["actor"] == officer.id
    assert row["e"]["person_ids"] == [woman.id]
    assert client.get(answer.location).status_code == 200
    sheet = f"{answer.location}/who"
    assert post(loans, officer, sheet, sheet, standing="none", loans_before="2") == f"{answer.location}/business"
    assert loans.db.applications.find_one()["who"]["loans_before"] == 2


def test_anybody_reads_the_policy_in_force_with_its_document(loans: World):
    page = loans.as_(None).get("/loans/policy")
    assert page.status_code == 200, page.text
    assert "财金〔2023〕75号" in page.text
    assert "30 万元" in page.text
    assert "通道侗族自治县" in loans.as_(None).get("/loans/policy?place=431230").text
    assert loans.as_(None).get("/loans/policy?on=2001-01-01").status_code == 404


def test_the_shared_pages_answer(loans: World):
    officer = loans.as_(an_officer("county_officer", (PATH[0], COUNTY)))
    for path in ("/loans/status", "/loans/parked", "/loans/api/docs", "/loans/api/openapi.json"):
        answer = officer.get(path)
        assert answer.status_code == 200, answer.text
    assert loans.as_service("training").get("/loans/internal/events/counts").json["said"] == 0
    assert b"jinguo_http_answers_total" in loans.as_(None).get("/loans/internal/metrics").data


def test_nobody_but_a_service_enters_between_the_services(loans: World, woman: Actor):
    path = f"/loans/internal/persons/{woman.id}/applications"
    assert loans.as_service("applicant", woman).get(path).json == {"items": []}
    assert loans.as_service("training", woman).get(path).status_code == 403
    assert loans.as_(woman).get(path).status_code == 403
    assert loans.as_(an_officer("county_officer", PATH[:2])).get(path).status_code == 403
    assert loans.as_(None).get(path).status_code == 401


def test_anybody_tries_the_policy_without_an_account_and_nothing_is_kept(loans: World):
    client = loans.as_(None)
    assert client.get("/loans/try").status_code == 200
    before = loans.checksum()
    typed = {"born_year": "1990", "born_month": "5", "groups": ["RETURNEE"], "amount_fen": "50万", "form": "individual"}
    typed |= {"place": "431230", "months_trading": "1", "standing": "none", "loans_before": "0", "other_loans_fen": "0"}
    answer = client.post("/loans/try", data=typed)
    assert answer.status_code == 200, answer.text
    assert "有 2 条现在还不够条件" in answer.text
    assert "您想借 50 万元，最多 30 万元" in answer.text
    assert "只差时间" not in answer.text
    assert "只差时间" in client.post("/loans/try", data=typed | {"amount_fen": "10万"}).text
    assert "财金〔2023〕75号" in answer.text
    assert client.post("/loans/try", data={"groups": ["NONE"]}).status_code == 200
    assert client.post("/loans/try", data={"born_month": "13"}).status_code == 422
    assert loans.checksum() == before


@pytest.mark.parametrize("place", ["000000", "431230", "440303"])
def test_each_next_change_leads_to_a_page_and_the_last_says_that_no_rule_follows(loans: World, place: str):
    client, days = loans.as_(None), ["2002-12-24"]
    while True:
        page = client.get(f"/loans/policy?on={days[-1]}&place={place}")
        assert page.status_code == 200, days
        following = re.search(r"/loans/policy\?on=(\d{4}-\d\d-\d\d)", page.text)
        if not following:
            break
        days.append(following[1])
    assert days == sorted(set(days))
    assert {"2009-07-27", "2020-04-15", "2021-01-01", "2023-10-01"} <= set(days)
    assert "新的还不知道" in page.text
    assert "2028 年 10 月 1 日" in page.text


def test_the_policy_of_an_earlier_year_is_shown_in_words_too(loans: World):
    page = loans.as_(None).get("/loans/policy?on=2022-05-01").text
    assert "财金〔2020〕21号" in page
    assert "1.5 个百分点" in page
