"""An import as an aggregate, and what each news becomes as a message."""

import pytest

from benchmarks.roster import a_roster as a_measured_roster
from benchmarks.roster import ours, with_pydantic
from services.training.domain.roster import Finding, Mode, Roster, Row, Source, State, Verdict
from services.training.errands.import_roster import judged, raw
from services.training.events.outbound import to_message
from shared.errors import Conflict, Refused
from shared.events.registry import contracts
from shared.xlsx.table import Line
from tests.builders.training import DAY, NOW, PATH, TERMS, a_class, a_coordinator
from tests.unit.training.test_class import a_place


def a_roster(mode: Mode = Mode.PREVIEW, state: State = State.DONE, **more) -> Roster:
    source = Source("c", PATH, a_coordinator(), NOW, DAY, {"id_no": ("F", "身份证号")})
    return Roster("r", source, mode, 3, state, **more)


def test_what_was_looked_at_is_brought_in_once():
    one = a_roster()
    one.proceed(Mode.PARTIAL, [34])
    assert (one.state, one.mode, one.ticked, one.judged) == (State.QUEUED, Mode.PARTIAL, (34,), False)
    one.state = State.DONE
    with pytest.raises(Refused, match="roster_was_imported"):
        one.proceed(Mode.PARTIAL, [])


def test_a_file_that_is_gone_or_an_import_that_runs_cannot_go_on():
    with pytest.raises(Refused, match="file_gone"):
        a_roster(file_kept=False).proceed(Mode.ALL, [])
    with pytest.raises(Conflict, match="not_in_this_state"):
        a_roster(state=State.RUNNING).proceed(Mode.ALL, [])
    with pytest.raises(Refused, match="roster_was_imported"):
        a_roster().proceed(Mode.PREVIEW, [])


def test_the_end_counts_verdicts_and_outcomes():
    rows = [
        Row(4, "1", Verdict.ACCEPT, [], outcome="enrolled"),
        Row(5, "2", Verdict.WARN, [], outcome="waitlisted"),
        Row(6, "3", Verdict.ERROR, []),
    ]
    one = a_roster(Mode.PARTIAL, State.RUNNING)
    one.finish(rows, NOW)
    assert one.counts == {"accept": 1, "warn": 1, "error": 1, "enrolled": 1, "waitlisted": 1}
    assert (one.state, one.done, one.finished_at) == (State.DONE, 3, NOW)


def test_a_row_is_marked_once_and_a_refusal_is_the_last_word():
    row = Row(4, "1", Verdict.ACCEPT, [])
    row.note(["too_old", "too_old"], "id_no")
    row.note(["too_old"])
    assert (row.verdict, [one.slug for one in row.findings]) == (Verdict.WARN, ["too_old"])
    row.refuse(Finding("id_no", "in_another_class"))
    assert (row.verdict, row.settled) == (Verdict.ERROR, True)


def test_a_row_carries_what_applicant_said_and_what_training_marks():
    line = Line(9, {"no": " 6 ", "id_no": "431230195003020009", "remark": "x"}, ())
    said = {
        "verdict": "accept",
        "place": {"unit_id": "u", "exact": False},
        "problems": [{"field": "sex", "slug": "sex_says_male", "facts": {}, "suggestion": None, "level": "warn"}],
    }
    row = judged(line, said, a_roster(), TERMS)
    assert (row.row, row.no, row.verdict) == (9, "6", Verdict.WARN)
    assert [one.slug for one in row.findings] == ["sex_says_male", "too_old"]
    assert row.place is not None
    assert not row.place.exact
    unseen = judged(Line(9, {}, (), hidden=True), {**said, "problems": []}, a_roster(), TERMS)
    assert (unseen.verdict, [one.slug for one in unseen.findings]) == (Verdict.WARN, ["row_hidden"])
    long = judged(Line(9, {"remark": "长" * 201}, ()), {**said, "problems": []}, a_roster(), TERMS)
    assert (long.verdict, long.findings[0].slug, long.findings[0].field) == (Verdict.ERROR, "too_long", "remark")
    assert len(raw(Line(9, {"remark": "长" * 201}, ()))["remark"]) == 200
    bad = judged(line, {**said, "verdict": "error", "place": None}, a_roster(), TERMS)
    assert [one.slug for one in bad.findings] == ["sex_says_male"]
    assert raw(line) == {"row": 9, "id_no": "431230195003020009", "remark": "x"} | dict.fromkeys(
        ("name", "sex", "education", "age", "phone", "place", "hukou", "groups"), ""
    )


def test_every_news_keeps_its_promise():
    one = a_class(1)
    enrolled, waits = a_place(), a_place()
    for place in (enrolled, waits):
        place.person_id = place.id = "a" * 32
        place.class_id = one.id
        place.seated_in(one, today=DAY)
    waits.drop(one, reason="ill", today=DAY)
    planned = type(one).planned(one.id, one.plan, by="p", today=DAY)
    planned.file(by="p", today=DAY)
    planned.approve(by="r", today=DAY)
    planned.open(today=DAY)
    messages = [to_message(news) for news in (*enrolled.news, *waits.news, *planned.news)]
    for message in messages:
        contracts().validate(message.type, message.data)
    assert [message.type.split(".")[-2] for message in messages] == [
        "enrolled", "waitlisted", "dropped", "planned", "filed", "approved", "opened",
    ]  # fmt: skip
    assert {message.stream for message in messages} == {"a" * 32, f"class:{one.id}"}


def test_what_is_measured_refuses_the_rows_that_have_a_fault_in_both_ways():
    content = a_measured_roster(110)  # of eleven faults the last is a number that stands twice
    assert (ours(content), with_pydantic(content)) == (10, 10)
