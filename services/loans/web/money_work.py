"""What is to be done with money today, for the work list of banks, agencies, treasurers and the federation."""

from datetime import timedelta
from typing import Any

from services.loans.domain.batch import State as Batch
from services.loans.domain.loan import State
from services.loans.domain.loan_papers import Waits
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.loan.ports import Page, Row
from services.loans.web import pages_contracts
from shared.running import Runs
from shared.web.identity.gate import actor, allowed

FEW = 10
SOON = timedelta(days=14)


def found(run: Runs[UseCases], errands: Errands) -> dict[str, Any]:
    """Return the rows of the asker's posts, each empty where her posts do not work with it; `count` adds them up."""
    rows = run.ask(_rows)
    people = [
        one.person_id for name in ("approved", "prepared", "signed", "late", "claims", "visits") for one in rows[name]
    ]
    people += [row.person_id for _, row in rows["hands"]]
    today = run.ask(lambda use: use.loan.find.clock.today())
    labels = errands.labels(people, by=actor()) if people else {}
    count = sum(len(found) for found in rows.values())
    return {**rows, "labels": labels, "today": today, "count": count, "few": FEW}


def _rows(use: UseCases) -> dict[str, list[Any]]:
    empty: dict[str, list[Any]] = {"approved": [], "prepared": [], "signed": []}
    bank = pages_contracts.waiting(use) if allowed("contract.read") else empty
    mine = actor().id
    prepared = [one for one in bank["prepared"] if allowed("contract.confirm") and one.prepared_by != mine]
    signed = bank["signed"] if allowed("loan.disburse") else []
    claims = _late(use, State.REVIEW) if allowed("loan.decline") else []
    late = _late(use, State.OVERDUE) if allowed("loan.list") and not allowed("loan.decline") else []
    treasury = {"top_ups": _top_ups(use), "subsidies": _subsidies(use), "hands": _hands(use), "visits": _visits(use)}
    return {**bank, "prepared": prepared, "signed": signed, "late": late, "claims": claims, **treasury}


def _visits(use: UseCases) -> list[Row]:
    if not allowed("loan.visit"):
        return []
    soon = use.loan.find.clock.today() + SOON
    return use.loan.find.to_visit(soon, by=actor(), limit=FEW)


HANDS = (
    (Waits.CONSENT, "loan.agree_extension"),
    (Waits.EXTENSION, "loan.extend"),
    (Waits.CALL, "loan.call"),
    (Waits.WRITE_OFF, "loan.write_off"),
)


def _hands(use: UseCases) -> list[tuple[str, Row]]:
    """Return what waits for the asker's hand on a loan, with the word for it."""
    by = actor()
    wanted = [what for what, action in HANDS if allowed(action)]
    return [(what.value, row) for what in wanted for row in use.loan.find.waiting(what, by=by, limit=FEW)]


def _late(use: UseCases, state: State) -> list[Row]:
    return use.loan.find.listed([state], Page(limit=FEW), by=actor())


def _top_ups(use: UseCases) -> list[Any]:
    if not allowed("fund.book"):
        return []
    mine = actor().id
    counties = use.fund.find.counties(by=actor())
    return [one for unit in counties for one in use.fund.find.waiting(unit.id) if one.entered_by != mine]


def _subsidies(use: UseCases) -> list[Any]:
    if not allowed("subsidy.check"):
        return []
    mine = actor().id
    counties = use.subsidy.find.counties(by=actor())
    found = [one for unit in counties for one in use.subsidy.find.listed(unit.id, by=actor())]
    hands = {Batch.PREPARED: lambda one: one.prepared_by, Batch.CHECKED: lambda one: one.checked_by}
    return [one for one in found if one.state in hands and hands[one.state](one) != mine]
