"""What she changed after a return, told to the desk in the words of her form."""

from services.loans.domain.review import Finding, Outcome
from services.loans.web.case_shown import changes
from tests.builders.loans import DAY, at_desk


def test_the_desk_sees_each_answer_before_and_after_and_nothing_else():
    application = at_desk("recommend")
    assert changes(application) == []
    facts = {
        "need.amount_fen": 12_000_000,
        "need.amount_fen.before": 15_000_000,
        "family.guarantee": "property",
        "family.guarantee.before": "person",
        "business.uscc": "91431230MA0000007Q",
        "business.uscc.before": None,
        "papers": ("id_card",),
    }
    application.case.note(Finding(Outcome.RESUBMITTED, facts=facts), DAY, None)
    assert [(row["before"], row["now"]) for row in changes(application)] == [
        ("15 万元", "12 万元"),
        ("有人给我担保", "房子抵押"),
        ("—", "91431230MA0000007Q"),
    ]
