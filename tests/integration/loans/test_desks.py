"""The desks on a real database: two officers at once, leases, counters, pages of queue and case."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from PIL import Image

from services.loans.domain.application import State
from services.loans.domain.review import Finding, Outcome
from services.loans.storage import indexes
from services.loans.usecases.desk.promises import LAPSE
from services.loans.usecases.desk.send_back import Words
from services.loans.wiring import Wiring
from shared.access import Actor, Kind
from shared.errors import Problem
from tests.builders import desks
from tests.builders.loans import ELSEWHERE, OFFICES, PATH, TOWN, finding, leader, officer
from tests.builders.world import World, an_officer

REJECTION = Finding(Outcome.REJECTED, "征信有问题", reasons=("X04",))


def county_officer(name: str = "张敏") -> Actor:
    return an_officer("county_officer", PATH[:2], name=name)


def once_of(page: str, action: str = "") -> str:
    inside = page[page.index(f'action="{action}"') :] if action else page
    found = re.search(r'name="_once" value="([0-9a-f]{32})"', inside)
    assert found, page
    return found[1]


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, page
    return found[1]


def at_county(wiring: Wiring) -> str:
    return desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend").id


def test_two_officers_decide_the_same_case_at_once_one_wins_and_the_other_is_told_who(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    seen, together = desks.read(wiring.runner, case_id).version, Barrier(2)

    def decide(by: Actor) -> tuple[str, object]:
        together.wait()
        try:
            wiring.runner.run(lambda use: use.desk.decide(case_id, REJECTION, by=by, seen=seen))
        except Problem as problem:
            return problem.slug, problem.facts.get("who")
        return "won", by.name

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(decide, [county_officer("张敏"), county_officer("李红")]))
    proposal = desks.read(wiring.runner, case_id).case.proposal
    assert proposal is not None
    assert found == [("case_proposed", proposal.by.name), ("won", proposal.by.name)]
    assert loans.db.audit.count_documents({"e.act": "case.propose"}) == loans.db.audit.count_documents(
        {"e.act": "case.propose", "e.rid": case_id}
    )


def test_two_leaders_confirm_at_once_and_it_goes_on_once(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    step = desks.read(wiring.runner, case_id).case.step
    wiring.runner.run(lambda use: use.desk.decide(case_id, finding(step), by=officer(step)))
    together = Barrier(2)

    def confirm(name: str) -> str:
        by = an_officer("county_leader", PATH[:2], name=name)
        together.wait()
        try:
            wiring.runner.run(lambda use: use.desk.second.confirm(case_id, by=by))
        except Problem as problem:
            return problem.slug
        return "won"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(confirm, ["杨晓燕", "吴兰"]))
    assert found[1:] == ["won"]
    assert desks.read(wiring.runner, case_id).case.desk == "hr"
    passed = loans.db.outbox.count_documents({"type": "loans.application.passed.v1", "data.next": "hr"})
    assert passed == 1


def test_a_claim_is_one_officers_until_its_lease_ends(loans: World, wiring: Wiring):
    case_id, together = at_county(wiring), Barrier(4)

    def claim(by: Actor) -> str:
        together.wait()
        try:
            return wiring.runner.run(lambda use: use.desk.claim(case_id, by=by)).number
        except Problem as problem:
            return problem.slug

    officers = [county_officer(name) for name in ("甲", "乙", "丙", "丁")]
    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(claim, officers))
    assert found == ["DK-431230-2026-000001", *["held_by_other"] * 3]
    holder = loans.db.applications.find_one({"_id": case_id})["claim"]["by"]
    other = next(one for one in officers if one.id != holder)
    with pytest.raises(Problem, match="held_by_other"):
        wiring.runner.run(lambda use: use.desk.decide(case_id, REJECTION, by=other))
    over = datetime.now(UTC) - timedelta(seconds=1)
    loans.db.applications.update_one({"_id": case_id}, {"$set": {"claim.until": over}})
    wiring.runner.run(lambda use: use.desk.decide(case_id, REJECTION, by=other))


def test_the_counters_of_the_desks_equal_a_full_count_wherever_the_cases_went(loans: World, wiring: Wiring):
    run = wiring.runner
    for to in ("verify", "first_review", "schedule", "recommend", "certify", "guarantee"):
        desks.walked(run, desks.handed_in(run), to=to)
    returned, proposed, withdrawn = at_county(wiring), at_county(wiring), desks.handed_in(run)
    run.run(lambda use: use.desk.send_back(returned, ["R07"], Words(), by=county_officer()))
    run.run(lambda use: use.desk.decide(proposed, REJECTION, by=county_officer()))
    her = Actor(desks.read(run, withdrawn).person_id, Kind.WOMAN)
    run.run(lambda use: use.application.withdraw(withdrawn, by=her))
    counted: dict[str, dict[str, int]] = {}
    for row in loans.db.desk_counts.find():
        assert row["town"] == TOWN
        assert all((*row["lists"].values(), *row.get("due", {}).values())), "a day without cases is not kept"
        if row["lists"]:
            counted[f"{row['office']}:{row['desk']}"] = row["lists"]
        assert sum(row.get("due", {}).values()) == row["lists"].get("open", 0)
    real: dict[str, dict[str, int]] = {name: {} for name in counted}
    for row in loans.db.applications.find({"desk": {"$ne": None}}):
        lists = real[f"{row['desk']['office']}:{row['desk']['desk']}"]
        lists[row["desk"]["list"]] = lists.get(row["desk"]["list"], 0) + 1
    assert counted == real
    load = run.ask(lambda use: use.desk.queue.load(by=county_officer()))
    assert {name: n for name, n in load.lists.items() if n} == {"open": 2, "returned": 1, "proposed": 1}


def test_a_queue_of_an_earlier_version_is_brought_up_to_date_before_anything_is_served(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    wiring.runner.run(lambda use: use.desk.decide(case_id, REJECTION, by=county_officer()))
    at_county(wiring)
    now = list(loans.db.applications.find({}, {"desk": True}).sort("_id"))
    later = {f"desk.{name}": "" for name in ("act", "roles", "seats", "town")}
    loans.db.applications.update_many({}, {"$unset": later})
    indexes.ensure(loans.db)
    assert list(loans.db.applications.find({}, {"desk": True}).sort("_id")) == now
    assert [row["desk"]["roles"] for row in now] == [["county_leader"], ["county_officer", "county_leader"]]


def test_opinions_and_verdicts_lie_in_the_database_only_sealed(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    wiring.runner.run(lambda use: use.desk.decide(case_id, REJECTION, by=county_officer()))
    stored = (
        str(list(loans.db.applications.find())) + str(list(loans.db.outbox.find())) + str(list(loans.db.jobs.find()))
    )
    assert "情况属实" not in stored
    assert "征信有问题" not in stored


def test_a_returned_case_lapses_by_its_job(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    wiring.runner.run(lambda use: use.desk.send_back(case_id, ["R07"], Words(), by=county_officer()))
    job = loans.db.jobs.find_one({"kind": LAPSE})
    assert job["key"] == case_id
    due = job["due_at"].astimezone(UTC).date() - datetime.now(UTC).date()
    assert timedelta(days=29) <= due <= timedelta(days=31)


def test_an_officer_takes_the_next_case_sees_the_verdict_and_sends_it_back(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    client = loans.as_(county_officer())
    queue = client.get("/loans/queue").text
    assert "DK-431230-2026-000001" in queue
    taken = client.post("/loans/queue/next", data={"_once": once_of(queue, "/loans/queue/next")})
    assert taken.location == f"/loans/cases/{case_id}"
    case = client.get(taken.location).text
    assert "财金〔2023〕75号" in case
    assert "情况属实" in case
    form = client.get(f"{taken.location}?decide=return").text
    typed = {"_once": once_of(form, f"/loans/cases/{case_id}/return"), "version": version_of(form), "due_on": ""}
    empty = client.post(f"{taken.location}/return", data=typed | {"_next": "1"})
    assert empty.status_code == 422
    assert '<a href="#f-reasons">请选至少一个原因</a>' in empty.text
    yesterday = typed | {"reasons": ["R07"], "due_on": "2020-01-01"}
    late = client.post(f"{taken.location}/return", data=yesterday)
    assert late.status_code == 422
    assert all(shown in late.text for shown in ('id="f-due_on-error"', 'value="2020-01-01"'))
    sent = client.post(f"{taken.location}/return", data=typed | {"reasons": ["R07", "R10"], "_next": "1"})
    assert (sent.status_code, sent.location) == (303, "/loans/queue"), sent.text
    assert desks.read(wiring.runner, case_id).state is State.RETURNED
    assert "等她补件" in client.get("/loans/queue?list=returned").text


def test_a_decision_on_a_page_that_is_out_of_date_comes_back_with_who_did_what_and_what_was_typed(
    loans: World, wiring: Wiring
):
    case_id = at_county(wiring)
    first, second = loans.as_(county_officer("张敏")), county_officer("李红")
    first.post(f"/loans/cases/{case_id}/claim", data={"_once": "1" * 32})
    page = first.get(f"/loans/cases/{case_id}?decide=reject").text
    loans.db.applications.update_one({"_id": case_id}, {"$unset": {"claim": ""}})
    wiring.runner.run(lambda use: use.desk.decide(case_id, REJECTION, by=second))
    typed = {"_once": "2" * 32, "version": version_of(page), "reasons": "X04", "text": "她自己说还有别的贷款"}
    answer = first.post(f"/loans/cases/{case_id}/rejection", data=typed)
    assert answer.status_code == 409
    assert "李红 刚写了意见" in answer.text
    assert "她自己说还有别的贷款" in answer.text


def test_a_visit_needs_two_photos_which_are_kept_sealed_without_their_place(loans: World, wiring: Wiring):
    case_id = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="report").id
    client = loans.as_(county_officer())
    client.post(f"/loans/cases/{case_id}/claim", data={"_once": "1" * 32})
    page = client.get(f"/loans/cases/{case_id}").text

    def typed(once: str, photos: int) -> dict[str, object]:
        return {
            "_once": once * 32,
            "version": version_of(page),
            "visited_on": datetime.now(UTC).date().isoformat(),
            "arrived": "9:30",
            "spot_said": "寨门口第三家",
            "no_spot": "no_signal",
            "sheet": (photo(), "sheet.jpg"),
            "place_kind": "workshop",
            "own_money_fen": "2万",
            "amount_fen": "14万",
            "text": "五台织机",
            "photos": [(photo(), f"{n}.jpg") for n in range(photos)],
        }

    few = client.post(f"/loans/cases/{case_id}/decision", data=typed("2", 1), content_type="multipart/form-data")
    assert few.status_code == 422
    assert "至少要 2 张照片" in few.text
    done = client.post(f"/loans/cases/{case_id}/decision", data=typed("3", 2), content_type="multipart/form-data")
    assert done.status_code == 303, done.text
    case = client.get(f"/loans/cases/{case_id}").text
    shown = re.search(r"/loans/cases/[0-9a-f]{32}/photos/[0-9a-f]{32}/2", case)
    assert shown
    assert loans.db.applications.find_one({"_id": case_id})["desk"]["list"] == "together"
    along = loans.as_(county_officer("李红"))
    assert "我也去了" not in case
    along.post(f"/loans/cases/{case_id}/claim", data={"_once": "4" * 32})
    page = along.get(f"/loans/cases/{case_id}").text
    assert "她签字的纸" in page
    typed_by_her = {"_once": "5" * 32, "version": version_of(page)}
    assert along.post(f"/loans/cases/{case_id}/confirmation", data=typed_by_her).status_code == 303
    assert desks.read(wiring.runner, case_id).case.step.act == "recommend"
    picture = client.get(shown[0])
    assert picture.data[:3] == b"\xff\xd8\xff"
    assert b"GPS" not in picture.data
    assert loans.db.visit_photos.find_one()["sealed"]["photo"][:3] != b"\xff\xd8\xff"


def photo() -> BytesIO:
    content = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "GPS 26.15 109.78"
    Image.new("RGB", (40, 30), "white").save(content, "JPEG", exif=exif)
    content.seek(0)
    return content


def test_a_leader_confirms_on_the_page_and_another_county_does_not_see_the_case(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    step = desks.read(wiring.runner, case_id).case.step
    wiring.runner.run(lambda use: use.desk.decide(case_id, finding(step), by=officer(step)))
    boss = loans.as_(an_officer("county_leader", PATH[:2], name="杨晓燕"))
    queue = boss.get("/loans/queue").text
    assert "DK-431230-2026-000001" in queue
    boss.post("/loans/queue/next", data={"_once": once_of(queue, "/loans/queue/next")})
    page = boss.get(f"/loans/cases/{case_id}").text
    once = once_of(page, f"/loans/cases/{case_id}/confirmation")
    answer = boss.post(f"/loans/cases/{case_id}/confirmation", data={"_once": once, "version": version_of(page)})
    assert answer.status_code == 303, answer.text
    assert desks.read(wiring.runner, case_id).case.desk == "hr"
    elsewhere = loans.as_(an_officer("county_officer", ELSEWHERE))
    assert elsewhere.get(f"/loans/cases/{case_id}").status_code == 404
    bureau = loans.as_(an_officer("hr_officer", (*PATH[:2], OFFICES["hr"])))
    assert bureau.get(f"/loans/cases/{case_id}").status_code == 200
    assert bureau.get("/loans/queue").status_code == 200


def test_filters_stand_in_the_address_and_pages_go_on_after_the_last_row(loans: World, wiring: Wiring):
    for _ in range(3):
        at_county(wiring)
    client = loans.as_(county_officer())
    assert client.get(f"/loans/queue?town={PATH[2]}&amount=m").text.count("DK-431230") >= 3
    assert "没有这样的件" in client.get("/loans/queue?list=open&trade=farm").text
    assert client.get("/loans/queue?list=open&no=DK-431230-2026-000002").text.count("DK-431230-2026-000003") <= 2
    assert client.get("/loans/queue?zz=1").status_code == 400
    assert client.get("/loans/queue?after=x").status_code == 400


def test_the_list_by_state_and_the_work_list_name_what_lies_where(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    client = loans.as_(county_officer())
    listed = client.get("/loans/applications?state=in_review").text
    assert f"/loans/cases/{case_id}" in listed
    assert "县妇联" in listed
    assert f"/loans/cases/{case_id}" not in client.get("/loans/applications?state=returned").text
    assert client.get("/loans/applications?state=zz").status_code == 400
    work = client.get("/loans/my-work").text
    assert "/loans/queue?list=open" in work
    assert '<b id="n-loans-queue" hx-swap-oob="true">1</b>' in client.get("/loans/my-work/counts").text
    bureau = loans.as_(an_officer("hr_officer", (*PATH[:2], OFFICES["hr"])))
    assert "没交的贷款申请" not in bureau.get("/loans/my-work").text


def test_applicant_is_told_where_it_lies(loans: World, wiring: Wiring):
    case_id = at_county(wiring)
    her = desks.read(wiring.runner, case_id).person_id
    answer = loans.as_service("applicant").get(f"/loans/internal/persons/{her}/applications").json
    (told,) = answer["items"]
    assert (told["state"], told["desk"], told["loan"]) == ("in_review", "county", None)
    assert [one["state"] for one in told["steps"]] == ["done", "done", "here", "to_come", "to_come", "to_come"]


def test_a_guarantee_is_reserved_when_the_leader_confirms_and_freed_when_she_takes_it_back(
    loans: World, wiring: Wiring
):
    run = wiring.runner
    case_id = desks.walked(run, desks.handed_in(run), to="guarantee").id
    step = desks.read(run, case_id).case.step
    run.run(lambda use: use.desk.decide(case_id, finding(step), by=officer(step)))
    with pytest.raises(Problem, match="no_headroom"):
        run.run(lambda use: use.desk.second.confirm(case_id, by=leader(step)))
    desks.funded(run)
    run.run(lambda use: use.desk.second.confirm(case_id, by=leader(step)))
    found = desks.read(run, case_id)
    assert (found.case.desk, str(found.guarantee)[:3]) == ("bank", "DB-")
    assert run.ask(lambda use: use.fund.head_room(county_path=PATH)).reserved_fen == 14_000_000
    her = Actor(found.person_id, Kind.WOMAN)
    run.run(lambda use: use.application.withdraw(case_id, by=her))
    assert run.ask(lambda use: use.fund.head_room(county_path=PATH)).reserved_fen == 0
