"""What the desk does from the last week of a class to the income of its women; sheets come back as workbooks."""

from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import Enrolment
from services.training.domain.months import months_after
from services.training.usecases.asking import moment
from tests.builders.books import a_book
from tests.builders.training import HR, PATH
from tests.builders.world import a_woman, an_officer
from tests.integration.training.classes import at, begun, examined
from tests.integration.training.day import Day

LIKED = {"content": "5", "teacher": "5", "place": "4", "use": "5", "organiser": "4", "plan": "sell"}


def _running(day: Day) -> tuple[str, list[Enrolment]]:
    """Return a class on the evening of its last day, and its three women by their numbers."""
    class_id = day.school.opened(5, "HW-BZ").id
    for _ in range(3):
        day.do(f"/training/classes/open/{class_id}", day.woman())
    _, places = begun(day.school, class_id, day.coordinator)
    return class_id, sorted(places, key=lambda place: place.id)


def _certified(day: Day, class_id: str) -> list[Certificate]:
    """Give out the papers of a class; return them."""
    day.do(f"/training/classes/{class_id}/certificates", day.reviewer)
    return list(day.school.ask(lambda use: use.certificate.find.of_class(class_id, by=day.reviewer)))


def test_the_last_week_of_a_class_is_listed_checked_and_typed_from_its_book(day: Day) -> None:
    class_id, places = _running(day)
    where = f"/training/classes/{class_id}"
    day.do(f"{where}/exam-list", day.coordinator)
    day.do(f"{where}/exam-list/delivery", day.coordinator)
    handed = day.school.ask(lambda use: use.exam.lists.of_class(class_id, by=day.reviewer))
    assert (len(handed.places), handed.handed.by) == (3, day.coordinator.id)

    day.do(f"{where}/checks", day.reviewer)
    [drawn] = day.school.db.spot_checks.find_one({"_id": class_id})["drawn"]
    day.do(f"{where}/checks/calls/{drawn}", day.reviewer, answer="was_there")
    today = day.school.wiring.frame.clock.today().isoformat()
    day.do(f"{where}/checks/visits", day.reviewer, on=today, there="2", note="两人在织，一人请假")
    page = day.get(f"{where}/checks", day.reviewer)
    assert all(words in page for words in ("还差 0 人", "现场看过 1 次", "两人在织，一人请假"))

    sessions = day.sessions(class_id)
    halves = ["上午" if one.slot.begins.hour < 12 else "下午" for one in sessions]
    heads = [f"{one.slot.on.month}月{one.slot.on.day}日{half}" for one, half in zip(sessions, halves, strict=True)]
    rows = [[n, day.names[one.person_id], *["到"] * len(heads)] for n, one in enumerate(places, 1)]
    book = a_book([["出勤簿"], ["学号", "姓名", *heads], *rows])
    said = day.bring(f"{where}/attendance-book", day.teacher, book, mode="all")
    assert f"记好了 {len(sessions)} 次点名" in said
    assert day.get(f"{where}/attendance", day.coordinator).count("100.0%") == len(places)


def test_points_and_papers_follow_the_lessons_and_a_lost_paper_is_made_once_more(day: Day) -> None:
    class_id, places = _running(day)
    examined(day.school, class_id, day.coordinator)
    where = f"/training/classes/{class_id}"
    day.do(f"/training/me/enrolments/{places[0].id}/evaluation", a_woman(places[0].person_id), **LIKED)
    found = day.school.ask(lambda use: use.evaluation.result(class_id, by=day.coordinator))
    assert (found.answers, found.women, found.tally) == (1, 3, None), "one answer is shown to nobody"

    [first, *_] = day.sessions(class_id)
    away = {f"mark_{one.id}": "present" for one in places} | {f"mark_{places[1].id}": "absent"}
    book = f"/training/sessions/{first.id}/attendance"
    assert "学时够不够重新算" in day.get(book, day.teacher)
    assert day.do(book, day.teacher, **away, reason="点错了人", version="0") == f"{where}/attendance"
    assert "点错了人" in day.get(book, day.teacher)

    rows = [[n, day.names[one.person_id], 80, 90] for n, one in enumerate(places, 1)]
    sheet = a_book([["成绩单"], ["考号", "姓名", "理论", "实操"], *rows])
    assert "记好了 3 人的成绩" in day.bring(f"{where}/score-sheet", day.coordinator, sheet, mode="all")

    wrong, told = f"/training/enrolments/{places[0].id}/points", "training.enrolment.corrected.v1"
    version = str(day.school.ask(lambda use: use.exam.find.place(places[0].id, by=day.coordinator))[1].version)
    assert "第 1 次：理论 80，实操 90" in day.get(wrong, day.coordinator)
    day.do(wrong, day.coordinator, number="1", theory="50", practice="90", reason="抄错了一行", version=version)
    assert "改过" in day.get(f"{where}/exam", day.reviewer)
    said = {"number": 1, "theory": 81, "practice": 90, "reason": "还是第一次抄得对，差一分"}
    right = day.ask(f"/training/api/v1/enrolments/{places[0].id}/points", day.coordinator, **said)
    assert (right["id"], right["state"]) == (places[0].id, "passed")
    assert [(one["passed"], one["changed"]) for one in day.school.events(told)] == [(False, True), (True, True)]

    papers = _certified(day, class_id)
    assert {one.person_id: one.identity.name for one in papers} == day.names
    mine = papers[0]
    day.do(f"{where}/certificates/{mine.id}/handing", day.coordinator, signed="other")
    noted = day.school.ask(lambda use: use.certificate.find.public(mine.code)).handed
    assert (noted.on, noted.signed, noted.by) == (day.school.wiring.frame.clock.today(), "other", day.coordinator.id)
    day.do(f"{where}/certificates/{mine.id}/reissue", day.reviewer, reason="lost")
    again = day.school.ask(lambda use: use.certificate.find.public(mine.code))
    assert ([one.reason for one in again.reissues], again.number) == (["lost"], mine.number)

    day.do(f"{where}/certificates/{mine.id}/revocation", day.reviewer, reason="scores_wrong")
    leader = an_officer("county_leader", PATH)
    assert "等您撤销" in day.get("/training/my-work", leader)
    day.do(f"{where}/certificates/{mine.id}/revocation-dismissal", leader)
    assert "等您撤销" not in day.get("/training/my-work", leader)
    assert "有效" in day.get(f"/training/v/{mine.code}", None)


def test_the_list_of_papers_and_the_list_of_payments_come_back_with_days_and_signatures(day: Day) -> None:
    class_id, places = _running(day)
    examined(day.school, class_id, day.coordinator)
    points = {place.id: (80, 90) for place in places}
    day.school.run(lambda use: use.exam.score(class_id, points, by=day.coordinator))
    papers, today = _certified(day, class_id), day.school.wiring.frame.clock.today()
    rows = [[day.names[one.person_id], one.number, today, "本人"] for one in papers]
    sheet = a_book([["颁证花名册"], ["姓名", "证书编号", "领取日期", "签名"], *rows])
    assert "记好了 3 人领证" in day.bring(
        f"/training/classes/{class_id}/certified-sheet", day.coordinator, sheet, mode="all"
    )
    found = day.school.ask(lambda use: use.certificate.find.of_class(class_id, by=day.coordinator))
    assert {(one.handed.on, one.handed.signed) for one in found} == {(today, "self")}

    at_hr = (*PATH, HR)
    day.school.run(lambda use: use.training_class.finish.close(class_id, by=day.coordinator))
    claim = day.school.run(lambda use: use.subsidy.claim(class_id, by=day.coordinator))
    step = (claim.id, an_officer("hr_officer", at_hr), an_officer("hr_leader", at_hr))
    day.school.run(lambda use: use.subsidy.step.review(step[0], by=day.reviewer, version=0))
    day.school.run(lambda use: use.subsidy.step.agree(step[0], by=step[1], version=1))
    rows = [[day.names[one.person_id], one.number, 550, today, "记 0031"] for one in papers]
    sheet = a_book([["补贴发放名单"], ["姓名", "证书编号", "金额", "发放日期", "凭证号"], *rows])
    assert "记好了 1 份申领的付款" in day.bring("/training/subsidies/payments", step[2], sheet, mode="partial")
    assert "记 0031" in day.get(f"/training/subsidies/{claim.id}", step[2])


def test_three_months_later_she_says_what_she_earns_and_a_sheet_says_it_of_others(day: Day) -> None:
    class_id, places = _running(day)
    examined(day.school, class_id, day.coordinator)
    points = {place.id: (80, 90) for place in places}
    day.school.run(lambda use: use.exam.score(class_id, points, by=day.coordinator))
    mine, hers, others = _certified(day, class_id)
    at(day.school, moment(months_after(mine.issued_on, 3)))

    woman = a_woman(mine.person_id)
    day.do(f"/training/follow-ups/{mine.id}", woman, before_fen="800", fen="1500", doing="sell")
    assert f"/training/follow-ups/{mine.id}" not in day.get("/training/me", woman)

    rows = [[one.number, day.names[one.person_id], 3, 800, 1700, "打工上班"] for one in (hers, others)]
    head = ["证书编号", "姓名", "问第几个月", "培训以前月收入", "现在月收入", "现在靠什么"]
    sheet = a_book([["培训以后收入回访表"], head, *rows])
    day.bring("/training/follow-ups/sheet", day.coordinator, sheet, mode="all")
    [total] = day.school.ask(lambda use: use.followup.totals("class_id", by=day.coordinator))
    asked = total.months[3]
    assert (asked.answered, asked.before_fen, asked.more) == (3, 80_000, 3)
    assert asked.after_fen == (150_000 + 2 * 170_000) // 3
