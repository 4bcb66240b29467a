"""From the words of the plan to what is done; a refused act ends that road and nobody else's."""

from collections.abc import Callable, Mapping

from shared.errors import Problem, Unavailable
from simulator import (
    acts_after,
    acts_claims,
    acts_classes,
    acts_desks,
    acts_dispatch,
    acts_loans,
    acts_money,
    acts_officials,
    acts_people,
    acts_titles,
)
from simulator.players import Players
from simulator.steps import Step

Act = Callable[[Players, Step], None]
TRIES = 5  # a machine that is busy with other things keeps the city waiting, and does not make it another one
ACTS: Mapping[str, Act] = {
    "class.plan": acts_classes.plan,
    "class.file": acts_classes.file,
    "class.approve": acts_classes.approve,
    "class.open": acts_classes.open_,
    "firm.register": acts_titles.register,
    "firm.report": acts_titles.report,
    "title.nominate": acts_titles.nominate,
    "title.check": acts_titles.check,
    "title.publish": acts_titles.publish,
    "title.refuse": acts_titles.refuse,
    "title.watch": acts_titles.watch,
    "title.revoke": acts_titles.revoke,
    "city.targets": acts_dispatch.targets,
    "county.report": acts_dispatch.report,
    "city.lock": acts_dispatch.lock,
    "fund.top_up": acts_money.top_up,
    "loan.sign": acts_money.sign,
    "loan.disburse": acts_money.disburse,
    "loan.repay": acts_money.repay,
    "loan.demand": acts_money.demand,
    "loan.prepare_payment": acts_money.prepare_payment,
    "loan.pay": acts_money.pay,
    "class.attend": acts_classes.attend,
    "class.examine": acts_classes.examine,
    "class.certify": acts_classes.certify,
    "class.evaluate": acts_after.evaluate,
    "class.incomes": acts_after.incomes,
    "class.close": acts_classes.close,
    "check.class": acts_claims.check,
    "claim.hand_in": acts_claims.claim,
    "claim.review": acts_claims.review,
    "claim.agree": acts_claims.agree,
    "claim.pay": acts_claims.pay,
    "loan.start": acts_loans.start,
    "loan.submit": acts_loans.submit,
    "loan.keep_try": acts_loans.keep_try,
    "loan.resubmit": acts_loans.resubmit,
    "loan.withdraw": acts_loans.withdraw,
    "desk.pass": acts_desks.pass_on,
    "desk.return": acts_desks.send_back,
    "desk.reject": acts_desks.reject,
    "officials.bring": acts_officials.bring,
    "officials.sign": acts_officials.sign,
    "woman.register": acts_people.register,
    "woman.enrol": acts_people.enrol,
    "woman.drop": acts_people.drop,
}


def act(play: Players, step: Step) -> bool:
    """Play one step; tell whether something was done."""
    road = _road(step)
    if step.verb not in ACTS or (step.who, road) in play.memory.broken:
        return False
    try:
        _tried(ACTS[step.verb], play, step)
    except KeyError:  # what it stands on was refused before
        play.memory.broken.add((step.who, road))
        return False
    except Problem as problem:
        play.stage.note(step.verb, problem)
        play.memory.broken.add((step.who, road))
        return False
    return True


def _tried(played: Act, play: Players, step: Step) -> None:
    """Play a step again while something does not answer; each of its commands is done once, however often it runs."""
    for left in reversed(range(TRIES)):
        try:
            return played(play, step)
        except Unavailable:
            if not left:
                raise
    return None


def _road(step: Step) -> str:
    """Return the road a refusal ends: a case and its loan are one road, an enterprise and its title another."""
    begins = step.verb.partition(".")[0]
    return {"desk": "loan", "firm": "title"}.get(begins, begins)
