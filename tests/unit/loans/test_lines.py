"""What the other services are told of a woman's application."""

from datetime import date

import pytest

from services.loans.domain.application import State
from services.loans.web.lines import line
from services.loans.web.schemas import LineView
from tests.builders.loans import DAY, OFFICER, at_desk, in_state, passed

LATER = date(2026, 11, 27)


def test_a_draft_has_no_road_yet():
    told = line(in_state(State.DRAFT), DAY)
    assert (told["state"], told["desk"], told["steps"]) == ("draft", None, [])


def test_a_case_tells_where_it_lies_what_is_done_and_what_comes():
    application = at_desk("schedule")
    application.pass_on(passed(application.case.step), by=OFFICER, today=LATER)
    told = line(application, LATER)
    assert told["desk"] == "site_visit"
    assert [(one["desk"], one["state"], one["days"]) for one in told["steps"]] == [
        ("village", "done", 0),
        ("township", "done", 0),
        ("county", "here", 3),
        ("hr", "to_come", 5),
        ("guarantee", "to_come", 5),
        ("bank", "to_come", 7),
    ]


def test_what_waits_for_her_names_what_is_missing_and_her_last_day():
    told = line(in_state(State.RETURNED), DAY)
    assert (told["missing"], told["answer_by"]) == (["R07"], date(2026, 12, 8))
    assert told["steps"][0]["state"] == "returned"


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_told(state: State):
    told = LineView().dump(line(in_state(state), DAY))
    assert told["state"] == state.value
    if state in (State.APPROVED, State.CONTRACTED, State.FUNDED):
        assert {one["state"] for one in told["steps"]} == {"done"}
