"""Pages of enterprises and titles: what she sees, whose turn it is, what is shown to everybody and what never is."""

import re
from dataclasses import replace

import pytest

from services.applicant.domain.nomination import Action
from services.applicant.usecases.title.nominate import Wish
from services.applicant.usecases.title.take_over import Past
from shared.access import Actor
from shared.ids import new_id
from tests.builders import titles
from tests.builders.applicant import unit_id
from tests.builders.titles import TODAY, a_uscc, details, figures
from tests.builders.world import World, a_woman, an_officer
from tests.integration.applicant.conftest import Place

COUNTY_PATH = (unit_id("431200"), unit_id("431230"))
TOWN_PATH = (*COUNTY_PATH, unit_id("431230100"))
OFFICER, LEADER = an_officer("county_officer", COUNTY_PATH), an_officer("county_leader", COUNTY_PATH)
TOWN = an_officer("township_officer", TOWN_PATH)
OTHER_TOWN = an_officer("township_officer", (*COUNTY_PATH, unit_id("431230101")))
HERS = "/applicant/me/enterprises"
FORM = {"name": "侗锦坊", "kind": "company", "trade": "craft", "founded_on": "2020-05-01", "women_share": "60"}


@pytest.fixture
def place(service: Place) -> Place:
    service.empty()
    return service


@pytest.fixture
def her(place: Place) -> Actor:
    return a_woman(place.a_registered())


def nominated(place: Place, her: Actor) -> str:
    def work(use):
        made = use.enterprise.register(her.id, details(), by=her)
        use.enterprise.report(made.id, use.enterprise.find.today().year, figures(), by=her)
        return use.title.nominate(her.id, Wish("cooperative", made.id, agreed=True), by=OFFICER).id

    return place.runner.run(work)


def test_she_registers_with_an_odd_code_and_is_told_to_look_at_the_licence(place: Place, her: Actor) -> None:
    wrong = a_uscc()[:17] + ("0" if a_uscc()[17] != "0" else "1")
    answer = place.post(f"{HERS}/new", her, uscc=wrong.lower(), **FORM)
    assert (answer.status_code, answer.location) == (303, f"{HERS}?said=new")
    page = place.get(HERS, her).text
    assert wrong in page
    assert "最后一位对不上" in page
    assert place.get("/applicant/enterprises", OFFICER).text.count("最后一位对不上") == 1


def test_figures_that_cannot_be_come_back_with_what_was_typed(place: Place, her: Actor) -> None:
    place.post(f"{HERS}/new", her, **FORM)
    one = place.world.db.enterprises.find_one({})["_id"]
    year = place.runner.ask(lambda use: use.enterprise.find.today()).year
    typed = {"year": str(year), "running": "yes", "staff": "2", "women": "3", "households": "0", "sales_fen": "8万"}
    answer = place.post(f"{HERS}/{one}/reports", her, **typed)
    assert answer.status_code == 422
    assert "不能比一共的 2 个人还多" in answer.text
    assert 'value="8万"' in answer.text
    assert place.post(f"{HERS}/{one}/reports", her, **{**typed, "women": "2"}).status_code == 303
    assert place.world.db.outbox.count_documents({"type": "applicant.enterprise.reported.v1"}) == 1


def test_another_womans_enterprise_does_not_exist_for_her(place: Place, her: Actor) -> None:
    place.post(f"{HERS}/new", her, **FORM)
    one = place.world.db.enterprises.find_one({})["_id"]
    assert place.get(f"{HERS}/{one}/reports", a_woman()).status_code == 404
    assert place.get(f"/applicant/enterprises/{one}", OTHER_TOWN).status_code == 404
    assert place.get(f"/applicant/enterprises/{one}", TOWN).status_code == 200


def test_a_change_made_from_an_old_page_is_refused_and_kept_on_the_page(place: Place, her: Actor) -> None:
    place.post(f"{HERS}/new", her, **FORM)
    one = place.world.db.enterprises.find_one({})["_id"]
    assert place.post(f"{HERS}/{one}/amendment", her, version="0", **{**FORM, "name": "新名字"}).status_code == 303
    late = place.post(f"{HERS}/{one}/amendment", her, version="0", **{**FORM, "name": "迟到的名字"})
    assert late.status_code == 409
    assert "迟到的名字" in late.text


def test_whose_turn_it_is_sees_it_in_her_work_and_on_her_list(place: Place, her: Actor) -> None:
    one = nominated(place, her)
    assert re.search(r"待核实.*?1</span>", place.get("/applicant/my-work/part", TOWN).text, re.S)
    in_menu = place.get("/applicant/my-work/counts", TOWN).text
    assert '<b id="n-applicant-titles" hx-swap-oob="true">1</b>' in in_menu
    assert "通道侗锦坊" in place.get("/applicant/titles", TOWN).text
    assert "通道侗锦坊" not in place.get("/applicant/titles?show=check", OTHER_TOWN).text
    page = place.get(f"/applicant/titles/{one}/check", TOWN).text
    assert "六成以上盈余按交易量分" in page
    answers = {"saw_profit_by_trade": "yes", "saw_not_abnormal": "unseen", "note": "看过"}
    assert place.post(f"/applicant/titles/{one}/check", TOWN, **answers).status_code == 303
    refused = place.post(f"/applicant/titles/{one}/proposal", OFFICER, what="publish")
    assert refused.status_code == 422
    assert "还有 1 条待核" in refused.text
    assert place.post(f"/applicant/titles/{one}/proposal", OFFICER, what="refuse", reason="criteria").status_code == 303
    assert "不予认定" in place.get(f"/applicant/titles/{one}/decision", LEADER).text
    assert place.post(f"/applicant/titles/{one}/decision", LEADER, decision="back").status_code == 422
    assert place.post(f"/applicant/titles/{one}/decision", LEADER, decision="confirm").status_code == 303
    assert "没评上" in place.get("/applicant/titles?show=past", OFFICER).text
    assert place.get(f"/applicant/titles/{one}/watch", OFFICER).status_code == 409


def test_an_officer_registers_an_enterprise_for_her_visits_it_and_puts_it_forward(place: Place, her: Actor) -> None:
    answer = place.post(f"/applicant/persons/{her.id}/enterprises/new", TOWN, **FORM)
    assert answer.status_code == 303, answer.text
    one = answer.location.removesuffix("?said=new")
    amended = place.post(
        f"{one}/amendment", TOWN, version="0", **{**FORM, "name": "侗锦坊合作社", "kind": "cooperative"}
    )
    assert amended.status_code == 303, amended.text
    year = place.runner.ask(lambda use: use.enterprise.find.today()).year
    seen = {"year": str(year), "running": "yes", "staff": "40", "women": "36", "households": "25", "sales_fen": "600万"}
    assert place.post(f"{one}/visits", TOWN, **seen).status_code == 303
    page = place.get(one, TOWN).text
    assert "侗锦坊合作社" in page
    assert "36" in page
    wish = {"title": "cooperative", "enterprise": one.rpartition("/")[2], "agreed": "on", "note": "带得动人"}
    put = place.post(f"/applicant/persons/{her.id}/nominations/new", OFFICER, **wish)
    assert put.status_code == 303, put.text
    assert "侗锦坊合作社" in place.get(put.location, OFFICER).text


def test_a_notice_is_taken_down_and_a_title_put_on_watch_each_with_its_reason(place: Place, her: Actor) -> None:
    hanging, held = titles.noticed(), titles.recognised()
    for one, enterprise in ((hanging, "1" * 32), (held, "2" * 32)):
        one.id, one.holder = new_id(), replace(one.holder, person_id=her.id, enterprise_id=enterprise)
    hanging.news.clear()
    hanging.code = hanging.number = ""
    place.runner.run(lambda use: [use.title.public.nominations.add(one) for one in (hanging, held)])
    for one, verb, reason in ((hanging, "objection", "objection"), (held, "watch", "no_report")):
        answer = place.post(f"/applicant/titles/{one.id}/{verb}", OFFICER, reason=reason, note="有人打电话来说的")
        assert answer.status_code == 303, answer.text
    states = {row["_id"]: row["state"] for row in place.world.db.nominations.find({})}
    assert states == {hanging.id: "checked", held.id: "watch"}


def test_nobody_nominates_without_the_box_ticked(place: Place, her: Actor) -> None:
    address = f"/applicant/persons/{her.id}/nominations/new"
    assert "女经纪人" in place.get(address, OFFICER).text
    answer = place.post(address, OFFICER, title="broker", enterprise="none")
    assert answer.status_code == 422
    assert place.world.db.nominations.count_documents({}) == 0


def test_the_public_pages_need_no_account_and_tell_nothing_but_what_she_agreed_to(place: Place, her: Actor) -> None:
    one = nominated(place, her)
    seen = {"profit_by_trade": True, "not_abnormal": True}
    place.runner.run(lambda use: use.title.check(one, seen, "", by=TOWN))
    place.runner.run(lambda use: use.title.propose(one, Action.PUBLISH, by=OFFICER))
    place.runner.run(lambda use: use.title.confirm(one, by=LEADER))
    page = place.get("/applicant/notices", None)
    assert page.status_code == 200
    assert "通道侗锦坊" in page.text
    assert "龙*英" in page.text
    assert "龙凤英" not in page.text
    assert place.get("/applicant/v/0000000000000000", None).status_code == 404


def test_loans_and_training_are_told_the_titles_she_has(place: Place, her: Actor) -> None:
    today = place.runner.ask(lambda use: use.enterprise.find.today())
    until = today.replace(year=today.year + 1, day=1)
    past = Past(her.id, "broker", "县妇〔2024〕3号-7", TODAY, until)
    code = place.runner.run(lambda use: use.title.take_over(past, by=OFFICER)).code
    world: World = place.world
    told = world.as_service("loans").get(f"/applicant/internal/persons/{her.id}/titles").json
    row = {"title": "broker", "number": "县妇〔2024〕3号-7", "state": "recognised", "valid_until": until.isoformat()}
    assert told == {"items": [row]}
    shown = place.get(f"/applicant/v/{code}", None).text
    assert "县妇〔2024〕3号-7" in shown
    assert "<svg" in shown
    assert "评上了" in place.get(HERS, her).text


def test_she_takes_her_consent_to_publication_back_where_she_gave_the_others(place: Place, her: Actor) -> None:
    nominated(place, her)
    assert "同意参评“妇”字号，同意公示" in place.get("/applicant/me/data", her).text
    given = place.world.db.consents.find_one({"purpose": "title"})["_id"]
    assert place.post("/applicant/me/data/withdrawals", her, consent=given).status_code == 303
