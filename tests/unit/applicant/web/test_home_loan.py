"""What her home says of her loan first."""

from datetime import date

import pytest

from services.applicant.web.home_loan import owed, repayment

pytestmark = pytest.mark.usefixtures("words")

TODAY = date(2026, 11, 29)


def with_loan(state: str) -> dict[str, object]:
    loan = {"state": state, "next_due_on": "2026-10-20", "next_due_fen": 597_477, "balance_fen": 17_297_300}
    return {"state": "funded", "application_id": "a" * 32, "loan": loan}


@pytest.mark.parametrize("state", ["overdue", "subrogation_review"])
def test_money_that_is_late_comes_first_and_is_no_next_repayment(state: str):
    found = owed([with_loan(state)], {"facts": {}}, TODAY)
    assert found is not None
    assert (found["title"], found["note"]) == ("还款日过了 40 天", "还欠 172,973 元")
    assert repayment([with_loan(state)]) is None


def test_a_loan_that_runs_owes_nothing_yet_and_has_a_next_repayment():
    assert owed([with_loan("active")], {"facts": {}}, TODAY) is None
    assert repayment([with_loan("active")]) is not None


def test_what_is_to_be_written_is_not_asked_for_as_a_photo():
    returned = {"state": "returned", "application_id": "a" * 32, "missing": ["R02", "R03"], "answer_by": "2026-12-07"}
    found = owed([returned], {"facts": {}}, TODAY)
    assert found is not None
    assert [(name, act) for name, _, act, _ in found["rows"]] == [("照片看不清", "拍照"), ("表没填全", "去填")]
