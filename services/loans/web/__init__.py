"""Everything HTTP of loans."""

from flask import Blueprint

from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web import (
    case_pictures,
    internal,
    ledgers,
    pages_archive,
    pages_cases,
    pages_consent,
    pages_contracts,
    pages_figures,
    pages_fund,
    pages_hand_in,
    pages_loans,
    pages_me,
    pages_my_loan,
    pages_notes,
    pages_notices,
    pages_papers,
    pages_policy,
    pages_queue,
    pages_simulation,
    pages_staff,
    pages_staff_roster,
    pages_subsidies,
    pages_team,
    pages_try,
    routes_applications,
    routes_cases,
    routes_policy,
)
from shared.running import Runs
from shared.web.api import JsonBlueprint


def pages(run: Runs[UseCases], errands: Errands) -> list[Blueprint]:
    """Return what people see."""
    money = [pages_fund.pages(run), pages_contracts.pages(run, errands), pages_loans.pages(run, errands)]
    hers = [pages_me.pages(run, errands), pages_my_loan.pages(run)]
    front = [
        pages_consent.pages(run, errands),
        pages_papers.pages(run),
        pages_hand_in.pages(run, errands),
        case_pictures.pages(run),
        pages_staff_roster.pages(run, errands),
    ]
    public = [pages_policy.pages(run), pages_try.pages(run), pages_notices.pages(run), pages_simulation.pages(run)]
    desks = [pages_queue.pages(run, errands), pages_cases.pages(run, errands), pages_team.pages(run, errands)]
    desks += [pages_notes.pages(run), pages_archive.pages(run, errands), pages_figures.pages(run, errands)]
    desks += [*money, pages_subsidies.pages(run, errands), *ledgers.pages(run, errands)]
    return [*hers, *front, *public, pages_staff.pages(run, errands), *desks]


def apis(run: Runs[UseCases], errands: Errands) -> list[JsonBlueprint]:
    """Return what programs talk to."""
    ours = [routes_applications.routes(run, errands), routes_cases.routes(run)]
    ours += [routes_policy.routes(run), internal.routes(run)]
    return [*ours, *ledgers.routes(run, errands)]
