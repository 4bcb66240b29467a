"""Applications brought to a desk by the use cases that officers and leaders use themselves."""

from services.loans.domain.application import Application, State
from services.loans.usecases import UseCases
from shared.access import SYSTEM, Actor, Kind, Post
from shared.ids import new_id
from shared.replica import Card
from shared.running import Runs
from tests.builders.loans import ASK, PATH, a_card, a_verdict, finding, leader, officer


def handed_in(runs: Runs[UseCases], *, person_id: str | None = None, path: tuple[str, ...] = PATH) -> str:
    """Return the id of an application that a woman of a place began and handed in today, at its first desk."""
    her = person_id or new_id()

    def work(use: UseCases) -> str:
        use.replica.cards.keep(Card(her, path, a_card(her).bands, 1))
        begun = use.application.start(her, by=Actor(her, Kind.WOMAN))
        today = use.desk.today()
        begun.submit(ask=ASK, verdict=a_verdict(on=today), route=use.desk.routes(path), today=today)
        use.application.start.applications.save(begun)
        return begun.id

    return runs.run(work)


def walked(runs: Runs[UseCases], application_id: str, *, to: str = "") -> Application:
    """Return a case after every desk before the act `to` has agreed to it, officer and leader each by themselves."""
    found = read(runs, application_id)
    while found.state is State.IN_REVIEW and found.case.step.act != to:
        step = found.case.step
        runs.run(lambda use, one=step: use.desk.decide(application_id, finding(one), by=officer(one)))  # type: ignore[misc]  # the loop's value, kept
        if step.hands > 1:
            runs.run(lambda use, one=step: use.desk.second.confirm(application_id, by=leader(one)))  # type: ignore[misc]  # the same
        found = read(runs, application_id)
    return found


def read(runs: Runs[UseCases], application_id: str) -> Application:
    """Return a case as it is stored."""
    return runs.ask(lambda use: use.application.start.applications.get(SYSTEM, application_id))


def funded(runs: Runs[UseCases]) -> None:
    """Two people of the treasury pay 100 万元 into the county's fund."""
    post = Post("finance_officer", PATH[1], PATH[:2])
    one, other = (Actor(new_id(), Kind.STAFF, (post,), name="财政") for _ in range(2))
    paid = runs.run(
        lambda use: use.fund.top_up.enter(PATH[1], 100_000_000, "通财〔2026〕7号", use.desk.today(), by=one)
    )
    runs.run(lambda use: use.fund.top_up.book(paid.id, by=other))
