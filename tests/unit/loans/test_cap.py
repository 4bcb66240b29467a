"""What one application may be given on a day: heads, jobs and the version of that day decide."""

from dataclasses import replace
from datetime import date

import pytest

from services.loans.domain.application import Ask
from services.loans.domain.cap import cap_for
from services.loans.domain.draft import Step
from services.loans.domain.staff import Employee, Roster
from tests.builders.applicant import an_id_no
from tests.builders.loans import BUSINESS, DAY, TERMS, submitted
from tests.unit.loans.judge.judged import RULES

WAN = 1_000_000


def most(form: str, on: str, place: str = "431230", hired: int = 0, heads: int | None = None) -> int:
    """Return the cap on a day; hired people came half a year before she applied (2026-11-24)."""
    application = submitted()
    application.ask = Ask(15_000_000, 24, form)
    draft = application.draft.with_answers(Step.BUSINESS, BUSINESS | {"form": form, "heads": heads}, TERMS)
    people = [Employee("吴满妹", an_id_no(), "GRAD", date(2026, 5, 24))] * hired
    application.draft = replace(draft, roster=Roster.of(people, DAY)) if hired else draft
    return cap_for(application, RULES.on(date.fromisoformat(on), place, "loan"))


@pytest.mark.parametrize(
    ("form", "on", "place", "hired", "heads", "cap"),
    [
        ("individual", "2026-12-01", "431230", 0, None, 30 * WAN),
        ("individual", "2023-09-30", "110105", 0, None, 20 * WAN),
        ("partner", "2026-12-01", "431230", 0, 3, 99 * WAN),
        ("partner", "2026-12-01", "431230", 0, 15, 400 * WAN),
        ("enterprise", "2026-12-01", "431230", 0, None, 400 * WAN),
        ("individual", "2026-12-01", "440303", 5, None, 60 * WAN),
        ("individual", "2026-12-01", "440303", 4, None, 30 * WAN),
        ("enterprise", "2026-12-01", "440303", 5, None, 500 * WAN),
        ("enterprise", "2026-12-01", "440303", 4, None, 400 * WAN),
        ("enterprise", "2005-01-01", "110105", 0, None, 2 * WAN),
    ],
)
def test_the_cap_of_a_day_goes_by_form_heads_and_jobs(  # one row of the table
    form: str, on: str, place: str, hired: int, heads: int | None, cap: int
):
    assert most(form, on, place, hired, heads) == cap


def test_jobs_count_within_the_window_before_she_applied_and_not_before_the_money_goes_out():
    assert most("individual", "2027-06-30", "440303", hired=5) == 60 * WAN
