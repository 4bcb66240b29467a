"""The desks by JSON: a case goes through all of them, once each, in order, by who may and who saw it as it is."""

from datetime import timedelta
from typing import Any

from services.loans.domain.application import State
from services.loans.wiring import Wiring
from shared.access import Actor
from shared.clock import Clock
from shared.ids import new_id
from tests.builders import desks
from tests.builders.loans import leader, officer
from tests.builders.world import World, an_officer

API = "/loans/api/v1"
VISIT_ON = (Clock().today() + timedelta(days=3)).isoformat()
SAID: dict[str, dict[str, Any]] = {
    "verify": {"residence": "lives_here", "household": "seen"},
    "first_review": {"project": "micro"},
    "schedule": {"visit_on": VISIT_ON, "visitor_1": "吴桂芝", "visitor_2": "杨志红"},
    "recommend": {"amount_fen": 13_000_000},
    "certify": {"group": "RETURNEE", "evidence": "通人社〔2026〕11 号", "times_used": 0},
    "guarantee": {"counter": "exempt", "exempt_reason": "HONOUR"},
    "approve": {"amount_fen": 13_000_000, "rate_bp": 395, "term_months": "36", "credit_report_on": "2026-02-20"},
}
KEPT = SAID | {
    "schedule": {"visit_on": VISIT_ON, "visitors": ("吴桂芝", "杨志红")},
    "approve": SAID["approve"] | {"term_months": 36},
}


def sent(loans: World, who: Actor, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or new_id()}
    return loans.as_(who).post(f"{API}{path}", json=body or {}, headers=headers)


def test_a_case_is_claimed_passed_by_two_hands_and_read_again(loans: World, wiring: Wiring):
    case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend").id
    step = desks.read(wiring.runner, case_id).case.step
    maker, checker = officer(step), leader(step)
    rows = loans.as_(maker).get(f"{API}/queue?page_size=1").json
    assert [(one["id"], one["act"], one["held_by"]) for one in rows["items"]] == [(case_id, "recommend", None)]
    assert sent(loans, maker, "/queue/next").json == {"id": case_id}
    seen = loans.as_(maker).get(f"{API}/cases/{case_id}").json
    assert (seen["held_by"], seen["minutes"], seen["proposed"]) == (maker.id, 15, False)
    words = SAID["recommend"] | {"text": "五台织机", "version": seen["version"]}
    key = new_id()
    done = sent(loans, maker, f"/cases/{case_id}/decision/recommend", words, key)
    assert (done.status_code, done.json["proposed"]) == (200, True)
    assert sent(loans, maker, f"/cases/{case_id}/decision/recommend", words, key).json == done.json
    stale = sent(loans, checker, f"/cases/{case_id}/confirmation", {"version": seen["version"]})
    assert (stale.status_code, stale.json["slug"]) == (409, "case_proposed")
    after = sent(loans, checker, f"/cases/{case_id}/confirmation", {"version": done.json["version"]}).json
    assert (after["act"], after["proposed"]) == ("certify", False)


def test_a_case_goes_through_every_desk_and_what_each_writes_down_is_kept_as_its_page_would(
    loans: World, wiring: Wiring
):
    run, case_id = wiring.runner, desks.handed_in(wiring.runner)
    desks.funded(run)
    for act, words in SAID.items():
        step, version = desks.walked(run, case_id, to=act).case.step, desks.read(run, case_id).version
        path, noun = f"/cases/{case_id}", act.replace("_", "-")
        answer = sent(loans, officer(step), f"{path}/decision/{noun}", words | {"text": "同意", "version": version})
        assert answer.status_code == 200, answer.text
        if step.hands > 1:
            assert sent(loans, leader(step), f"{path}/confirmation").status_code == 200
        entry = desks.read(run, case_id).case.entries[-1]
        assert (entry.act, dict(entry.finding.facts)) == (act, KEPT[act])
    found = desks.read(run, case_id)
    assert (found.state, str(found.guarantee)[:3]) == (State.APPROVED, "DB-")


def test_what_does_not_fit_is_refused_and_changes_nothing(loans: World, wiring: Wiring):
    case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend").id
    step = desks.read(wiring.runner, case_id).case.step
    maker, stranger = officer(step), an_officer("county_officer", ("f" * 32, "e" * 32))
    before = loans.db.applications.find_one({"_id": case_id})
    path = f"/cases/{case_id}"
    told = [
        sent(loans, maker, f"{path}/decision/certify", SAID["certify"] | {"text": "符合"}),
        sent(loans, maker, f"{path}/decision/recommend", {"amount_fen": 99_000_000, "text": "推荐"}),
        sent(loans, maker, f"{path}/decision/recommend", {"amount_fen": "13万", "zz": 1, "text": "推荐"}),
        sent(loans, maker, f"{path}/confirmation"),
        sent(loans, maker, f"{path}/return", {"reasons": []}),
        sent(loans, maker, f"{path}/rejection", {"reasons": ["R07"], "text": "不行"}),
        sent(loans, stranger, f"{path}/claim"),
        loans.as_(maker).post(f"{API}{path}/claim", json={}),
    ]
    assert [one.status_code for one in told] == [409, 422, 422, 422, 422, 422, 404, 400], [one.text for one in told]
    assert all(one.mimetype == "application/problem+json" for one in told)
    assert loans.db.applications.find_one({"_id": case_id}) == before


def test_a_case_goes_back_to_her_is_skipped_ended_or_handed_back(loans: World, wiring: Wiring):
    def at_county() -> tuple[str, Any]:
        case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend").id
        return f"/cases/{case_id}", desks.read(wiring.runner, case_id).case.step

    path, step = at_county()
    maker, checker = officer(step), leader(step)
    assert sent(loans, maker, f"{path}/claim").json["held_by"] == maker.id
    assert sent(loans, maker, f"{path}/release").json["held_by"] is None
    assert sent(loans, maker, f"{path}/skip", {"reason": "too_hard"}).status_code == 200
    back = sent(loans, maker, f"{path}/return", {"reasons": ["R07"], "note": "请补签"}).json
    assert (back["state"], back["act"]) == ("returned", "recommend")
    path, step = at_county()
    assert sent(loans, maker, f"{path}/rejection", {"reasons": ["X04"], "text": "征信"}).json["proposed"]
    assert sent(loans, checker, f"{path}/hand-back", {"text": "再核实"}).json["proposed"] is False
    assert sent(loans, maker, f"{path}/rejection", {"reasons": ["X04"], "text": "征信"}).json["proposed"]
    assert sent(loans, checker, f"{path}/confirmation").json["state"] == "rejected"
