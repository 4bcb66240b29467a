"""Every page of training rendered on a real database: staff, her phone, the public, and programs."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.training.domain.roster import Finding, FoundPlace, Mode, Row, Verdict
from services.training.usecases.enrolment.enrol import Coming
from services.training.usecases.roster.bring import Sheet
from shared.access import SYSTEM, Actor
from shared.ids import new_id
from shared.jobs.job import Jobs
from tests.builders.training import DAY, ELSEWHERE, PATH, School, a_coordinator, a_reviewer, school
from tests.builders.world import World, a_woman, an_officer, world
from tests.integration.training.county import ROSTER

COLUMNS = {"name": ("B", "姓名"), "id_no": ("F", "身份证号"), "place": ("H", "户籍地")}


@dataclass
class Place:
    """The app and its use cases on one database."""

    web: World
    school: School
    coordinator: Actor
    reviewer: Actor


@pytest.fixture(scope="module")
def place(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder: Path = tmp_path_factory.mktemp("pages")
    name = "t_training_pages_"
    with world("training", mongo_url, name, folder) as web, school(mongo_url, name, folder) as found:
        found.furnish()
        yield Place(web, found, a_coordinator(), a_reviewer())


def put(place: Place, path: str, who: Actor, **form: str):
    return place.web.as_(who).post(path, data={"_once": new_id(), **form})


def opened(place: Place, capacity: str = "30") -> str:
    """Plan, file, approve and open a class through the pages; return its address."""
    planned = put(place, "/training/classes/new", place.coordinator, course="HW-BZ", capacity=capacity)
    assert planned.status_code == 303, planned.text
    where = planned.headers["Location"]
    steps = (("plan-notice", place.coordinator), ("filing", place.coordinator))
    for version, (noun, who) in enumerate((*steps, ("approval", place.reviewer), ("opening", place.coordinator))):
        done = put(place, f"{where}/{noun}", who, version=str(version), reason="学员等着开班")
        assert done.status_code == 303, done.text
    return where


def a_roster(place: Place, class_id: str, mode: Mode = Mode.PREVIEW, *, finish: bool = True) -> str:
    """Keep a roster whose three rows were judged, as if its job had run."""
    sheet = Sheet(ROSTER.read_bytes(), 3, DAY, COLUMNS)
    run, by = place.school.run, place.coordinator
    roster_id = run(lambda use: use.roster.bring.upload(class_id, sheet, mode, by=by)).id
    rows = [
        Row(4, "1", Verdict.ACCEPT, []),
        Row(
            34,
            "31",
            Verdict.WARN,
            [Finding("place", "place_not_as_written", {}, "双江镇芋头村", "warn")],
            FoundPlace("4" * 32, False),
        ),
        Row(12, "9", Verdict.ERROR, [Finding("id_no", "id_check_digit")]),
    ]
    if finish:
        run(lambda use: use.roster.progress.begin(roster_id))
        run(lambda use: use.roster.progress.judged(roster_id, rows))
        job = Jobs(place.school.db).take("test", place.school.wiring.frame.clock.now())
        run(lambda use: use.roster.progress.finish(roster_id, job))
    return roster_id


def test_a_class_walks_from_plan_to_enrolling_through_the_pages(place: Place) -> None:
    where = opened(place)
    page = place.web.as_(place.coordinator).get(where).text
    assert "正在报名" in page
    assert "导入花名册" in page
    assert "手工编织" in place.web.as_(place.coordinator).get("/training/classes?show=enrolling").text


def test_the_filer_sees_no_approval_and_a_step_seen_too_late_is_told_so(place: Place) -> None:
    both = an_officer("coordinator", PATH, actor_id="9" * 32)
    reviewer = an_officer("training_reviewer", PATH, actor_id="9" * 32)
    where = put(place, "/training/classes/new", both, course="HW-BZ", capacity="10").headers["Location"]
    assert put(place, f"{where}/filing", both, version="0").status_code == 422, "the plan is not told yet"
    assert put(place, f"{where}/plan-notice", both, version="0").status_code == 303
    assert put(place, f"{where}/filing", both, version="1", reason="学员等着开班").status_code == 303
    assert "同意开班" not in place.web.as_(reviewer).get(where).text
    assert put(place, f"{where}/approval", reviewer, version="2").status_code == 422
    assert "同意开班" in place.web.as_(place.reviewer).get(where).text
    late = put(place, f"{where}/approval", place.reviewer, version="0")
    assert late.status_code == 409
    assert "有 1 处要改" in late.text
    assert where in place.web.as_(place.reviewer).get("/training/my-work").text
    assert where not in place.web.as_(reviewer).get("/training/my-work").text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"course": "HW-DJ1", "capacity": "60"}, "最多 50 人"),
        ({"course": "HW-XX", "capacity": "10"}, "请从里面选一个"),
        ({"course": "HW-BZ", "capacity": "几个"}, "要改"),
        ({"course": "HW-BZ"}, "要改"),
        ({"course": "HW-BZ", "capacity": "10", "starts_on": "2026-02-30"}, "要改"),
        ({"course": "HW-BZ", "capacity": "10", "stranger": "1"}, "要改"),
    ],
)
def test_a_plan_that_cannot_be_keeps_what_was_typed(place: Place, form: dict[str, str], says: str) -> None:
    before = place.web.checksum()
    answer = put(place, "/training/classes/new", place.coordinator, **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{form.get("capacity", "")}"' in answer.text
    assert place.web.checksum() == before


def test_her_phone_shows_open_classes_takes_her_in_and_lets_her_leave(place: Place) -> None:
    where = opened(place, "1").replace("/classes/", "/classes/open/")
    cards = [place.school.woman() for _ in range(2)]
    first, second = (a_woman(card.person_id) for card in cards)
    anybody = place.web.as_(None)
    assert where in anybody.get("/training/classes/open").text
    assert "用手机号进" in anybody.get(where).text
    assert "报这个班" in place.web.as_(first).get(where).text
    key = new_id()
    for _ in range(2):  # pressed twice
        assert place.web.as_(first).post(where, data={"_once": key}).headers["Location"] == "/training/me"
    assert put(place, where, second).status_code == 303
    mine = place.web.as_(first).get("/training/me").text
    assert "下一次课" in mine
    assert len(mine.encode()) < 50_000
    assert "候补第 1 位" in place.web.as_(second).get("/training/me").text
    row = place.school.db.enrolments.find_one({"person_id": first.id})
    leave = f"/training/me/enrolments/{row['_id']}/withdrawal"
    assert "退出这个班" in place.web.as_(first).get(leave).text
    assert place.web.as_(second).get(leave).status_code == 404
    assert put(place, leave, first).status_code == 303
    assert "还没有报班" in place.web.as_(first).get("/training/me").text
    staff = where.replace("/open/", "/")
    seat = place.school.db.enrolments.find_one({"person_id": second.id})["_id"]
    offered = place.web.as_(second).get("/training/me").text
    assert "前答复，过时名额给下一位" in offered
    assert "我来上课" in offered
    assert put(place, where, first).status_code == 303
    assert "候补怎么排" in place.web.as_(first).get("/training/me").text
    listed = place.web.as_(place.coordinator).get(staff).text
    assert "已通知，等她答复" in listed
    assert "第 1 位" in listed
    again = place.school.db.enrolments.find_one({"person_id": first.id, "live": True})["_id"]
    assert put(place, f"{staff}/admission", place.coordinator, enrolment=again).status_code == 409
    assert put(place, f"/training/me/enrolments/{seat}/acceptance", first).status_code == 404
    assert put(place, f"/training/me/enrolments/{seat}/acceptance", second).status_code == 303
    assert "下一次课" in place.web.as_(second).get("/training/me").text
    assert put(place, f"/training/me/enrolments/{seat}/acceptance", second).status_code == 409
    assert put(place, f"{staff}/enrolments/{seat}/withdrawal", place.coordinator, reason="ill").status_code == 303
    assert put(place, f"{staff}/enrolments/{seat}/withdrawal", place.coordinator, reason="x").status_code == 422


def test_neighbours_come_together_with_a_code_and_a_coordinator_moves_one_to_another_class(place: Place) -> None:
    where = opened(place, "5").replace("/classes/", "/classes/open/")
    first, second = (a_woman(place.school.woman().person_id) for _ in range(2))
    assert "和邻居一起报" in place.web.as_(first).get(where).text
    assert put(place, f"{where}/parties", first, size="9").status_code == 422
    assert put(place, f"{where}/parties", first, size="2").status_code == 303
    row = place.school.db.enrolments.find_one({"person_id": first.id})
    code = row["turn"]["party"]
    assert f"约好的号码是 {code}" in place.web.as_(first).get("/training/me").text
    assert put(place, f"{where}/parties/members", second, code="?").status_code == 404
    assert put(place, f"{where}/parties/members", second, code=f" {code[:3]} {code[3:]}").status_code == 303
    for her in (first, second):
        assert "下一次课" in place.web.as_(her).get("/training/me").text
    staff, other = where.replace("/open/", "/"), place.school.opened(5, "HW-DL").id
    assert "换到那个班" in place.web.as_(place.coordinator).get(staff).text
    transfer = f"{staff}/enrolments/{row['_id']}/transfer"
    assert put(place, transfer, place.coordinator, to=other).status_code == 422
    assert put(place, transfer, place.coordinator, to=other, reason="家里有事，换一期").status_code == 303
    assert place.school.class_(other).seats.enrolled == 1


def test_a_roster_is_uploaded_followed_and_explained_row_by_row(place: Place) -> None:
    where = opened(place)
    class_id = where.rsplit("/", 1)[1]
    staff = place.web.as_(place.coordinator)
    assert "传上去，看每一行" in staff.get(f"{where}/rosters/new").text
    sent = {"_once": new_id(), "mode": "preview", "file": (io.BytesIO(ROSTER.read_bytes()), "花名册.xlsx")}
    answer = staff.post(f"{where}/rosters", data=sent)
    assert answer.status_code == 303, answer.text
    page = staff.get(answer.headers["Location"])
    assert 'hx-trigger="every 1s, seen"' in page.text
    assert "HX-Refresh" not in staff.get(answer.headers["Location"] + "/progress").headers
    place.school.db.jobs.delete_many({"kind": "roster.import"})
    done = a_roster(place, class_id)
    page = staff.get(f"/training/rosters/{done}").text
    for words in ("F12 身份证号", "最后一位对不上", "双江镇芋头村", "按建议的村登记", "让没问题的 2 人进班"):
        assert words in page
    assert staff.get(f"/training/rosters/{done}/progress").headers["HX-Refresh"] == "true"
    answer = staff.post(f"/training/rosters/{done}/import", data={"_once": new_id(), "mode": "partial", "ticked": "34"})
    assert answer.status_code == 303, answer.text
    assert place.school.db.rosters.find_one({"_id": done})["ticked"] == [34]
    again = staff.post(f"/training/rosters/{done}/import", data={"_once": new_id(), "mode": "partial"})
    assert again.status_code == 422
    place.school.db.jobs.delete_many({"kind": "roster.import"})


def test_an_import_that_failed_says_so_and_is_not_asked_for_again(place: Place) -> None:
    klass = opened(place)
    where = f"/training/rosters/{a_roster(place, klass.rsplit('/', 1)[1], finish=False)}"
    staff, jobs = place.web.as_(place.coordinator), place.school.db.jobs
    job = {"kind": "roster.import", "key": where.rsplit("/", 1)[1]}
    jobs.update_one(job, {"$set": {"away": True, "owner": None}})
    page = staff.get(where).text
    assert "正在等它" in page
    assert "every 1s" in page
    jobs.update_one(job, {"$set": {"state": "failed", "away": False}})
    page = staff.get(where).text
    assert "请告诉系统管理员" in page
    assert "every 1s" not in page
    answer = staff.get(f"{where}/progress")
    assert (answer.headers["HX-Refresh"], "every 1s" in answer.text) == ("true", False)
    jobs.delete_one(job)
    assert f'href="{klass}/rosters/new"' in staff.get(where).text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"mode": "preview"}, "要改"),
        ({"mode": "maybe", "file": (io.BytesIO(b"x"), "a.xlsx")}, "请从里面选一个"),
        ({"mode": "preview", "file": (io.BytesIO(b"name,phone"), "a.xlsx")}, "不是 Excel"),
        ({"mode": "preview", "file": (io.BytesIO(b""), "a.xlsx")}, "空的"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(place: Place, sent: dict, says: str) -> None:
    where = opened(place)
    before = place.web.checksum()
    answer = place.web.as_(place.coordinator).post(f"{where}/rosters", data={"_once": new_id(), **sent})
    assert answer.status_code == 422
    assert says in answer.text
    assert place.web.checksum() == before


def test_the_roster_api_has_the_promised_shapes(place: Place) -> None:
    class_id = opened(place).rsplit("/", 1)[1]
    staff = place.web.as_(place.coordinator)
    sent = {"mode": "partial", "file": (io.BytesIO(ROSTER.read_bytes()), "r.xlsx")}
    key = {"Idempotency-Key": "a-program-of-ours"}
    answer = staff.post(f"/training/api/v1/classes/{class_id}/rosters", data=sent, headers=key)
    assert (answer.status_code, set(answer.json)) == (202, {"id"})
    place.school.db.jobs.delete_many({"kind": "roster.import"})
    done = a_roster(place, class_id)
    found = staff.get(f"/training/api/v1/rosters/{done}").json
    assert {name: found[name] for name in ("state", "done", "total")} == {"state": "done", "done": 3, "total": 3}
    assert found["rows"][1] == {
        "row": 12,
        "no": "9",
        "verdict": "error",
        "person_id": None,
        "problems": [
            {
                "cell": "F12",
                "column": "身份证号",
                "slug": "id_check_digit",
                "sentence": "身份证号最后一位对不上，请再看一遍",
                "suggestion": None,
            }
        ],
    }
    book = staff.get(f"/training/api/v1/rosters/{done}/rejected.xlsx")
    assert (book.status_code, book.data[:2]) == (200, b"PK")
    assert staff.get("/training/api/v1/rosters/template.xlsx").data[:2] == b"PK"


def test_what_applicant_asks_is_answered_and_nobody_else_is(place: Place) -> None:
    where = opened(place)
    card = place.school.woman()
    coming = Coming(card.person_id, "self", SYSTEM)
    class_id = where.rsplit("/", 1)[1]
    her = a_woman(card.person_id)
    place.school.run(lambda use: use.enrolment.enrol(class_id, coming, by=her))
    path = f"/training/internal/persons/{card.person_id}/enrolments"
    [item] = place.web.as_service("applicant").get(path).json["items"]
    assert (item["state"], item["title"][:4], item["minutes"]) == ("enrolled", "手工编织", 49 * 45)
    assert set(item["next_session"]) == {"starts_at", "ends_at", "room"}
    assert place.web.as_service("applicant", her).get(path).json["items"] == [item]
    assert place.web.as_service("applicant", a_woman()).get(path).json["items"] == []
    assert place.web.as_(her).get(path).status_code == 403
    items = place.web.as_service("applicant").get("/training/internal/classes/open?limit=50").json["items"]
    assert {"class_id", "title", "place", "starts_on", "seats_left"} == set(items[0])
    assert place.web.as_service("applicant").get("/training/internal/classes/open?limit=0").status_code == 422


def test_outside_their_units_officers_find_nothing(place: Place) -> None:
    where = opened(place)
    class_id = where.rsplit("/", 1)[1]
    roster = a_roster(place, class_id)
    stranger = place.web.as_(a_coordinator(path=ELSEWHERE))
    for path in (
        where,
        f"/training/rosters/{roster}",
        f"/training/api/v1/rosters/{roster}/rejected.xlsx",
        f"/training/api/v1/classes/{class_id}",
    ):
        assert stranger.get(path).status_code == 404, path
    assert where not in stranger.get("/training/classes").text
    assert put(place, f"{where}/cancellation", a_coordinator(path=ELSEWHERE), version="3").status_code == 404


def test_rooms_lists_and_work_are_shown(place: Place) -> None:
    staff = place.web.as_(place.coordinator)
    assert "24 台织机" in staff.get("/training/rooms").text
    assert staff.get("/training/classes?show=past").status_code == 200
    assert staff.get("/training/classes?after=nonsense").status_code == 422
    part = staff.get("/training/my-work", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "培训的事" in part
    assert staff.get("/training/api/v1/classes?page_size=1").json["after"]
    english = place.web.as_(place.coordinator)
    english.set_cookie("lang", "en", domain="localhost")
    assert "Rooms" in english.get("/training/rooms").text or "Teachers" in english.get("/training/rooms").text
