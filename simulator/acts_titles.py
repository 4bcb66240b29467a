"""Enterprises and titles: she registers and reports, the county puts forward, the township looks, two people decide."""

from dataclasses import replace
from datetime import date

from services.applicant.domain.enterprise import Details, Figures, Kind
from services.applicant.domain.nomination import Action
from services.applicant.usecases.title.nominate import Wish
from shared.access import Actor
from simulator.acts_people import woman_of
from simulator.dice import Dice
from simulator.firms import code_of
from simulator.players import Players
from simulator.steps import Step

TITLES = ("leading_enterprise", "cooperative", "rural_leader", "broker")
KINDS = ((Kind.COMPANY, "91"), (Kind.COOPERATIVE, "93"), (Kind.SOLE_TRADER, "92"), (Kind.SOLE_TRADER, "92"))
TRADES = ("craft", "farm", "shop", "craft")
ENDS = ("侗锦工坊", "绣花合作社", "斗笠编织坊", "山货网店", "茶油专业合作社", "黑饲鸡养殖场")
BIG = Figures(True, staff=42, women=38, households=46, sales_fen=680_000_000)


def register(play: Players, step: Step) -> None:
    """She registers her enterprise."""
    person, woman = play.memory.persons[int(step.who)], play.plan.women[int(step.who)]
    kind, start = KINDS[int(step.facts.get("kind", 2))]
    name = f"{play.atlas.home(woman).town.title[:2]}{woman.name[-1]}{Dice(step.key).one(ENDS)}"
    details = Details(
        name=name,
        uscc=code_of(start, woman),
        kind=kind,
        trade=TRADES[woman.no % len(TRADES)],
        founded_on=date(step.on.year - 3, 1 + woman.no % 12, 1 + woman.no % 28),
        women_share=1000,
    )
    play.memory.firms[woman.no] = play.stage.applicant.once(
        step.key, lambda use: use.enterprise.register(person, details, by=woman_of(person)).id
    )


def report(play: Players, step: Step) -> None:
    """She reports last year."""
    person, firm = play.memory.persons[int(step.who)], play.memory.firms[int(step.who)]
    rng = Dice(step.key).rng()
    staff = rng.randrange(2, 9)
    small = Figures(True, staff, max(1, staff - 1), rng.randrange(1, 8), rng.randrange(80, 400) * 100_000)
    more = rng.randrange(24)
    big = replace(BIG, staff=BIG.staff + more, women=BIG.women + more, sales_fen=BIG.sales_fen + more * 9_000_000)
    figures = big if step.facts.get("big") else small
    play.stage.applicant.once(
        step.key, lambda use: use.enterprise.report(firm, step.on.year - 1, figures, by=woman_of(person)).id
    )


def nominate(play: Players, step: Step) -> None:
    """The county's officer puts it forward, with her yes."""
    person, firm = play.memory.persons[int(step.who)], play.memory.firms[int(step.who)]
    wish = Wish(TITLES[int(step.facts["kind"])], firm, agreed=True)
    by = _county(play, step, "county_officer")
    play.memory.nominations[int(step.who)] = play.stage.applicant.once(
        step.key, lambda use: use.title.nominate(person, wish, by=by).id
    )


def check(play: Players, step: Step) -> None:
    """The township looks on the spot: what nobody keeps here is as it should be."""
    ident = play.memory.nominations[int(step.who)]
    by = play.atlas.officer("township_officer", play.atlas.home(play.plan.women[int(step.who)]).town)
    terms = play.stage.applicant.ask(
        lambda use: use.title.find.sheet(ident, by=by, action="title.check").terms  # the conditions of that day
    )
    answers = {one.slug: True for one in terms.criteria}
    play.stage.applicant.once(step.key, lambda use: use.title.check(ident, answers, "现场看过。", by=by).id)


def publish(play: Players, step: Step) -> None:
    """Two people of the county let it hang out."""
    _decide(play, step, Action.PUBLISH, "")


def refuse(play: Players, step: Step) -> None:
    """Two people of the county say no this time."""
    _decide(play, step, Action.REFUSE, "criteria")


def watch(play: Players, step: Step) -> None:
    """It has to put something right."""
    ident, by = play.memory.nominations[int(step.who)], _county(play, step, "county_officer")
    play.stage.applicant.once(step.key, lambda use: use.title.watch(ident, "no_report", "还没交年报。", by=by).id)


def revoke(play: Players, step: Step) -> None:
    """Two people of the county end it."""
    _decide(play, step, Action.REVOKE, "no_report")


def _decide(play: Players, step: Step, what: Action, reason: str) -> None:
    ident = play.memory.nominations[int(step.who)]
    officer, leader = _county(play, step, "county_officer"), _county(play, step, "county_leader")
    play.stage.applicant.once(
        step.key, lambda use: use.title.propose(ident, what, by=officer, reason=reason, note="按通知办。").id
    )
    if not step.facts.get("waits"):
        play.stage.applicant.once(f"{step.key}/second", lambda use: use.title.confirm(ident, by=leader).id)


def _county(play: Players, step: Step, role: str) -> Actor:
    return play.atlas.officer(role, play.atlas.county(step.county))
