"""What lies on an officer's desks today, for the work list: what is held, late, due, and waits for a second hand."""

from datetime import timedelta
from typing import Any

from services.loans.domain.loan import State
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.desk.claim import kinds
from services.loans.usecases.loan.ports import Page
from services.loans.web import pages_contracts
from services.loans.web.queue_rows import urgency
from shared.running import Runs
from shared.web.identity.gate import actor, allowed
from shared.web.rail import MOST, Count


def found(run: Runs[UseCases], errands: Errands) -> dict[str, Any]:
    """Return the counts of the asker's desks and the cases in hand; `count` is what the asker may do now."""
    if not allowed("desk.work"):
        return {"count": 0}
    by = actor()

    def ask(use: UseCases) -> dict[str, Any]:
        return {"load": use.desk.queue.load(by=by), "held": use.desk.queue.held(by=by), "today": use.desk.today()}

    seen = run.ask(ask)
    load, today, own = seen["load"], seen["today"], kinds(by)
    return {
        "count": sum(load.lists.get(one, 0) for one in own),
        "held": [(one, urgency(one, today)) for one in seen["held"]],
        "labels": errands.labels([one.person_id for one in seen["held"]], by=by) if seen["held"] else {},
        "late": load.between(None, today - timedelta(days=1)) if "open" in own else 0,
        "due": load.between(today, today) if "open" in own else 0,
        "open": load.lists.get("open", 0) if "open" in own else 0,
        "proposed": load.lists.get("proposed", 0) if "proposed" in own else 0,
        "together": load.lists.get("together", 0),
        "returned": load.lists.get("returned", 0),
    }


def counts(run: Runs[UseCases]) -> dict[str, Count]:
    """Return what waits on the asker's desks, at the bank's table, and how many loans are late, for the menu."""
    return run.ask(_counts)


def _counts(use: UseCases) -> dict[str, Count]:
    by, found = actor(), {}
    if allowed("desk.work"):
        lists = use.desk.queue.load(by=by).lists
        found["/loans/queue"] = Count(sum(lists.get(one, 0) for one in kinds(by)))
    if allowed("contract.read"):
        found["/loans/contracts"] = Count(sum(len(rows) for rows in pages_contracts.waiting(use).values()))
    if allowed("loan.list"):
        late = use.loan.find.listed([State.OVERDUE], Page(limit=MOST + 1), by=by)
        found["/loans/loans"] = Count(len(late), late=True)
    return found
