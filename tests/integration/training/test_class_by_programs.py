"""A class in JSON, as a program of the county takes it from its plan to its end."""

from datetime import timedelta

from tests.integration.training.classes import at, sheet_of
from tests.integration.training.day import Day

API = "/training/api/v1"


def test_a_program_takes_a_class_from_its_plan_to_its_end(day: Day) -> None:
    one = day.ask(f"{API}/classes", day.coordinator, course="HW-BZ", capacity=10)["id"]
    where = f"{API}/classes/{one}"
    assert day.ask(f"{where}/plan-notice", day.coordinator)["state"] == "planned"
    assert day.ask(f"{where}/filing", day.coordinator, reason="学员等着开班")["state"] == "filed"
    assert day.ask(f"{where}/return", day.reviewer, reason="老师的证没有附上")["state"] == "planned"
    assert "老师的证没有附上" in day.get(f"/training/classes/{one}", day.coordinator)
    day.ask(f"{where}/filing", day.coordinator, reason="证附上了")
    assert day.ask(f"{where}/approval", day.reviewer)["state"] == "approved"
    assert day.ask(f"{where}/opening", day.coordinator)["state"] == "enrolling"
    her = day.woman()
    place = day.ask(f"{where}/enrolments", her)
    assert (place["class_id"], place["state"], place["rank"]) == (one, "enrolled", None)
    last = day.sessions(one)[-1]
    later = (last.slot.on + timedelta(days=7)).isoformat()
    moved = day.ask(f"{API}/sessions/{last.id}/time", day.coordinator, on=later, reason="停电")
    assert moved["ends_on"] == later
    [told] = day.school.events("training.enrolment.moved.v1")
    assert told["person_id"] == her.id

    _held(day, one)
    assert day.ask(f"{where}/examination", day.coordinator)["state"] == "exam"
    assert "可以考试" in day.get("/training/me", her)
    assert day.ask(f"{where}/closing", day.coordinator)["state"] == "closed"
    [closed] = day.school.events("training.class.closed.v1")
    assert (closed["class_id"], closed["attended"], closed["examined"]) == (one, 1, 0)


def _held(day: Day, class_id: str) -> None:
    """The class begins on its first morning, and she is there to the last session."""
    sessions, run = day.sessions(class_id), day.school.run
    at(day.school, sessions[0].slot.starts_at)
    assert day.ask(f"{API}/classes/{class_id}/start", day.coordinator)["state"] == "running"
    at(day.school, sessions[-1].slot.ends_at)
    women = day.school.ask(lambda use: use.exam.find.women(class_id, by=day.coordinator))
    sheets = {session.id: sheet_of(women) for session in sessions}
    run(lambda use: use.attendance.take.book(sheets, by=day.teacher))
