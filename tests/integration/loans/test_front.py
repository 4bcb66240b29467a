"""Her photos, her hand-in and her corrections, on a real database."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from PIL import Image

from services.loans.domain.hand_in import CONSENTS
from services.loans.domain.sheets import Step
from services.loans.usecases.desk.send_back import Words
from services.loans.wiring import POLICY, Wiring
from shared.access import Actor
from shared.errors import Problem
from tests.builders.front import NEEDED, a_photo, filled, submitted_by, told
from tests.builders.loans import ELSEWHERE, PATH, SHEETS
from tests.builders.world import World, an_officer


def once_of(page: str) -> str:
    found = re.search(r'name="_once" value="([0-9a-f]{32})"', page)
    assert found, page
    return found[1]


def both(work: Any, *args: Any) -> list[str]:
    """Do two things at the same moment; return how each ended."""
    together = Barrier(2)

    def one(arg: Any) -> str:
        together.wait()
        try:
            return str(work(arg))
        except Problem as refused:
            return refused.slug

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, args))


def test_she_sends_a_photo_without_a_script_and_only_she_and_officers_in_scope_see_it(loans: World, woman: Actor):
    client = loans.as_(woman)
    home = client.post("/loans/me/applications", data={"_once": "a" * 32}).location
    page = client.get(f"{home}/papers/id_card")
    assert page.status_code == 200, page.text
    photo = (BytesIO(a_photo(3000, 1000)), "IMG_1.jpg")
    answer = client.post(f"{home}/papers/id_card", data={"_once": once_of(page.text), "photo": photo})
    assert answer.status_code == 303, answer.text
    row = loans.db.papers.find_one()
    assert b"JFIF" not in bytes(row["sealed"]["picture"])
    case = f"{home}/pictures/{row['_id']}".replace("/me/applications/", "/cases/")
    seen = client.get(f"{home}/pictures/{row['_id']}")
    assert (seen.mimetype, seen.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert Image.open(BytesIO(seen.data)).size == (2000, 667)
    assert loans.as_(an_officer("county_officer", ELSEWHERE)).get(case).status_code == 404
    assert loans.db.audit.count_documents({}) == 0
    assert loans.as_(an_officer("county_officer", PATH[:2])).get(case).status_code == 200
    assert [one["e"]["act"] for one in loans.db.audit.find()] == ["paper.read"]
    page = client.get(f"{home}/papers/id_card").text
    assert client.post(f"{home}/pictures/{row['_id']}/removal", data={"_once": once_of(page)}).status_code == 303
    assert loans.db.papers.count_documents({}) == 0


@pytest.mark.parametrize("content", [b"", b"not a photo", b"<svg onload=alert(1)>"])
def test_what_is_no_photo_is_told_so_and_the_page_stays(loans: World, woman: Actor, content: bytes):
    client = loans.as_(woman)
    home = client.post("/loans/me/applications", data={"_once": "a" * 32}).location
    page = client.get(f"{home}/papers/id_card").text
    sent = {"_once": once_of(page), "photo": (BytesIO(content), "a.jpg")}
    answer = client.post(f"{home}/papers/id_card", data=sent)
    assert answer.status_code == 422
    assert "照片打不开" in answer.text
    assert loans.db.papers.count_documents({}) == 0


def test_she_looks_it_over_agrees_and_hands_it_in_and_the_page_tells_where_it_lies(
    loans: World, woman: Actor, wiring: Wiring
):
    begun, client = filled(wiring.runner, woman), loans.as_(woman)
    home = f"/loans/me/applications/{begun.id}"
    assert "都做完了，可以交上去" in client.get(home).text
    page = client.get(f"{home}/hand-in").text
    assert "够条件，可以交" in page
    assert "杨秀英" in page
    refused = client.post(f"{home}/hand-in", data={"_once": once_of(page), "truth": "true"})
    assert refused.status_code == 422
    agreed = {"_once": once_of(page), **dict.fromkeys(CONSENTS, "true")}
    for _ in range(2):
        answer = client.post(f"{home}/hand-in", data=agreed)
        assert (answer.status_code, answer.location) == (303, home)
    shown = client.get(home).text
    assert "贷款办到哪了" in shown
    assert "村妇联核实" in shown
    said = [row["type"] for row in loans.db.outbox.find().sort("seq")]
    assert said == ["loans.application.started.v1", "loans.application.submitted.v1"]
    assert loans.db.hand_ins.count_documents({}) == 1


def test_who_is_not_eligible_reads_each_reason_with_its_document_and_cannot_hand_in(
    loans: World, woman: Actor, wiring: Wiring
):
    begun, client = filled(wiring.runner, woman), loans.as_(woman)
    who = {"standing": "SALARIED", "loans_before": 3, "before_settled": "no", "before_overdue": "yes"}
    wiring.runner.run(lambda use: use.application.fill(begun.id, Step.WHO, dict(who), by=woman))
    page = client.get(f"/loans/me/applications/{begun.id}/hand-in").text
    assert "有 4 条现在还不够条件" in page
    assert "您已经借过 3 次" in page
    assert "财金〔2018〕22号" in page
    assert 'name="truth"' not in page
    sent = {"_once": "b" * 32, **dict.fromkeys(CONSENTS, "true")}
    answer = client.post(f"/loans/me/applications/{begun.id}/hand-in", data=sent)
    assert answer.status_code == 422
    assert "现在还不够条件" in answer.text
    assert loans.db.applications.find_one()["state"] == "draft"


def test_who_is_kept_out_lets_the_county_know_and_a_trial_of_other_rules_finds_her(
    loans: World, woman: Actor, wiring: Wiring
):
    begun, client = filled(wiring.runner, woman), loans.as_(woman)
    home = f"/loans/me/applications/{begun.id}/hand-in"
    assert client.post(f"{home}/tries", data={"_once": "a" * 32}).status_code == 409  # she may hand in
    together = {**SHEETS[Step.BUSINESS], "form": "partner", "heads": 2}
    for step, found in (
        (Step.BUSINESS, together),
        (Step.NEED, {**SHEETS[Step.NEED], "amount_fen": 34_000_000}),
        (Step.BUSINESS, dict(SHEETS[Step.BUSINESS])),
    ):
        wiring.runner.run(lambda use, step=step, found=found: use.application.fill(begun.id, step, found, by=woman))
    page = client.get(home).text
    assert "您想借 34 万元，最多 30 万元" in page
    assert "不能交，也可以让县里知道" in page
    assert client.post(f"{home}/tries", data={"_once": once_of(page)}).status_code == 303
    page = client.get(home).text
    assert "记下来了" in page
    assert "不能交，也可以让县里知道" not in page
    assert loans.db.applications.find_one()["state"] == "draft"
    assert [(one["slug"], one["n"]) for one in loans.db.kept_out.find()] == [("amount", 1)]
    text = (POLICY / "national_2020.toml").read_text("utf-8")
    typed = {"file": "national_2020.toml", "first": "2020-01-01", "last": "2030-01-01"}
    eased = typed | {"text": text.replace("individual = 30_000_000", "individual = 35_000_000")}
    leader = loans.as_(an_officer("county_leader", PATH[:2]))
    trial = leader.post("/loans/policy/simulation", data=eased).text
    assert "您想借 34 万元，最多 30 万元（财金〔2023〕75号）" in trial
    assert "看了 1 件，1 件结果不一样" in trial
    assert trial.count("通道侗族自治县</td>") == 2
    elsewhere = loans.as_(an_officer("county_leader", ELSEWHERE))
    assert "看了 0 件" in elsewhere.post("/loans/policy/simulation", data=eased).text


def test_two_taps_at_the_same_moment_hand_it_in_once(loans: World, woman: Actor, wiring: Wiring):
    begun = filled(wiring.runner, woman)

    def submit(_: int) -> str:
        return wiring.runner.run(lambda use: use.submission.submit(begun.id, told(), CONSENTS, by=woman)).state

    assert both(submit, 1, 2) == ["in_review", "not_in_this_state"]
    assert loans.db.hand_ins.count_documents({}) == 1
    assert loans.db.outbox.count_documents({"type": "loans.application.submitted.v1"}) == 1


def test_a_photo_taken_away_while_she_hands_in_never_leaves_her_handed_in_without_it(
    loans: World, woman: Actor, wiring: Wiring
):
    begun = filled(wiring.runner, woman)
    paper = wiring.runner.ask(lambda use: use.paper.find.of(begun.id, by=woman))[0]

    def act(what: str) -> str:
        if what == "remove":
            return wiring.runner.run(lambda use: use.paper.remove(begun.id, paper.id, by=woman))
        return wiring.runner.run(lambda use: use.submission.submit(begun.id, told(), CONSENTS, by=woman)).state

    both(act, "remove", "submit")
    handed_in = loans.db.applications.find_one()["state"] == "in_review"
    assert handed_in is (loans.db.papers.count_documents({}) == len(NEEDED))


def test_two_photos_at_the_same_moment_are_never_more_than_the_list_allows(loans: World, woman: Actor, wiring: Wiring):
    begun = filled(wiring.runner, woman)

    def add(_: int) -> str:
        return wiring.runner.run(lambda use: use.paper.add(begun.id, "id_card", a_photo(), by=woman)).kind

    assert both(add, 1, 2) == ["id_card", "papers_full"]


def test_after_a_return_her_page_says_what_and_until_when_and_she_hands_in_again(
    loans: World, woman: Actor, wiring: Wiring
):
    found, client = submitted_by(wiring.runner, woman), loans.as_(woman)
    home, officer = f"/loans/me/applications/{found.id}", an_officer("village_officer", PATH)
    wiring.runner.run(lambda use: use.desk.send_back(found.id, ["R07"], Words("签上名字再拍"), by=officer))
    page = client.get(home).text
    assert "还差 1 样" in page
    assert "丈夫签字的同意书" in page
    assert "签上名字再拍" in page
    assert "等您补 1 样材料" in page
    again = {"_once": "c" * 32, **dict.fromkeys(CONSENTS, "true")}
    assert client.post(f"{home}/hand-in", data=again).status_code == 422
    photo = {"_once": "d" * 32, "photo": (BytesIO(a_photo()), "a.jpg")}
    assert client.post(f"{home}/papers/spouse_consent", data=photo).status_code == 303
    assert "都补齐了" in client.get(home).text
    answer = client.post(f"{home}/hand-in", data={**again, "_once": "e" * 32})
    assert answer.status_code == 303, answer.text
    row = loans.db.applications.find_one()
    assert (row["state"], row["review"]["round"]) == ("in_review", 2)
    assert loans.db.hand_ins.count_documents({}) == 2


def test_names_in_a_draft_and_what_was_handed_in_are_nowhere_in_clear(loans: World, woman: Actor, wiring: Wiring):
    submitted_by(wiring.runner, woman)
    whole = str([list(loans.db[name].find()) for name in ("applications", "hand_ins", "papers", "outbox", "once")])
    for secret in ("石建军", "杨秀英", "1988-04", "再添两台织机"):
        assert secret not in whole


def test_what_is_stored_of_draft_and_verdict_reads_as_it_was(loans: World, woman: Actor, wiring: Wiring):
    found = submitted_by(wiring.runner, woman)
    read = wiring.runner.ask(lambda use: use.application.find.one(found.id, by=woman))
    assert read.draft == found.draft
    assert read.verdicts == found.verdicts
    assert loans.as_(woman).get("/loans/me").status_code == 200


def test_programs_hand_in_with_the_same_consents(loans: World, woman: Actor, wiring: Wiring):
    begun, client = filled(wiring.runner, woman), loans.as_(woman)
    address, key = f"/loans/api/v1/applications/{begun.id}/submission", {"Idempotency-Key": "k" * 20}
    assert client.post(address, json={"truth": True}, headers=key).status_code == 422
    body = dict.fromkeys(CONSENTS, True)
    answer = client.post(address, json=body, headers=key)
    assert (answer.status_code, answer.json["state"]) == (200, "in_review"), answer.text
