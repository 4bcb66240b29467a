"""A no on its pages, on a real database: passed over, prepared, handed back, confirmed; then she asks once more."""

from datetime import date

from services.loans.domain.application import State
from services.loans.usecases import UseCases
from services.loans.usecases.desk.figures import Span, WhySum
from services.loans.wiring import Wiring
from shared.access import Actor
from shared.ids import new_id
from tests.builders import desks
from tests.builders.loans import leader, officer
from tests.builders.pages import post
from tests.builders.world import World, a_woman

QUEUE = "/loans/queue"


def test_after_a_no_of_two_hands_she_is_looked_at_again_by_others(loans: World, wiring: Wiring):
    found = desks.walked(wiring.runner, desks.handed_in(wiring.runner), to="recommend")
    case, maker, chief = f"/loans/cases/{found.id}", officer(found.case.step), leader(found.case.step)

    def reject(text: str) -> str:
        taken(loans, maker, case)
        return post(loans, maker, f"{case}?decide=reject", f"{case}/rejection", reasons="X04", text=text)

    assert post(loans, maker, f"{case}/skip", f"{case}/skip", reason="ask_somebody") == QUEUE
    assert wiring.runner.run(lambda use: use.desk.claim.next(by=maker)) == ""
    assert reject("征信上有逾期") == QUEUE
    taken(loans, chief, case)
    assert post(loans, chief, case, f"{case}/hand-back", text="是哪一笔，写清楚") == QUEUE
    assert "是哪一笔，写清楚" in loans.as_(maker).get(case).text
    assert reject("车贷逾期三个月") == QUEUE
    taken(loans, chief, case)
    assert post(loans, chief, case, f"{case}/confirmation") == QUEUE
    assert [(why.outcome, why.code) for why in whys(wiring, chief)] == [("rejected", "X04")]
    her, home = a_woman(found.person_id), f"/loans/me/applications/{found.id}"
    assert post(loans, her, f"{home}/appeal", f"{home}/appeal", words="车贷早就还清了") == home
    assert "贷款办到哪了" in loans.as_(her).get(home).text
    again = desks.read(wiring.runner, found.id)
    assert (again.state, again.case.step.act) == (State.IN_REVIEW, "recommend")
    assert loans.db.outbox.count_documents({"type": "loans.application.appealed.v1"}) == 1
    assert loans.as_(maker).get(case).status_code == 403
    assert whys(wiring, chief) == []


def whys(wiring: Wiring, chief: Actor) -> list[WhySum]:
    """Return why cases were not done this year."""

    def counted(use: UseCases) -> list[WhySum]:
        year = use.desk.today().year
        return use.desk.figures.whys(Span(date(year, 1, 1), date(year, 12, 31)), by=chief)

    return wiring.runner.ask(counted)


def taken(loans: World, by: Actor, case: str) -> None:
    """Take a case in hand, without which nobody is shown its forms."""
    answer = loans.as_(by).post(f"{case}/claim", data={"_once": new_id()})
    assert (answer.status_code, answer.location) == (303, case), answer.text
