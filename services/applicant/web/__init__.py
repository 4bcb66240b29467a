"""Everything HTTP of applicant."""

from collections.abc import Sequence

from flask import Blueprint

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import (
    accounts,
    accounts_internal,
    identity,
    ledger_internal,
    ledgers,
    my_work,
    pages_blocked,
    pages_dispatch,
    pages_dispatch_work,
    pages_enterprises,
    pages_front,
    pages_her_enterprises,
    pages_home,
    pages_journey,
    pages_me_data,
    pages_persons,
    pages_profile,
    pages_register,
    pages_report,
    pages_tables,
    pages_title_public,
    pages_titles,
    pages_units,
    persons_internal,
    routes_persons,
    routes_units,
    sign_in,
    staff_sign_in,
    titles_internal,
    units_internal,
)
from shared.access import Actor
from shared.running import Runs
from shared.web.api import JsonBlueprint


def pages(run: Runs[UseCases], errands: Errands) -> list[Blueprint]:
    """Return what people see."""
    return [
        identity.pages(run, errands),
        sign_in.pages(run, errands),
        staff_sign_in.pages(run, errands),
        pages_profile.pages(run, errands),
        accounts.pages(run),
        pages_blocked.pages(run),
        pages_front.pages(run, errands),
        pages_home.pages(run, errands),
        pages_journey.pages(run),
        pages_dispatch.pages(run),
        pages_dispatch_work.pages(run),
        pages_tables.pages(run),
        pages_report.pages(run),
        my_work.pages(run),
        ledgers.pages(run, errands),
        pages_register.pages(run, errands),
        pages_me_data.pages(run),
        pages_persons.pages(run),
        pages_units.pages(run),
        pages_her_enterprises.pages(run, errands),
        pages_enterprises.pages(run),
        pages_titles.pages(run),
        pages_title_public.pages(run, errands),
    ]


def apis(run: Runs[UseCases], errands: Errands) -> list[JsonBlueprint]:
    """Return what programs talk to."""
    persons = [routes_persons.routes(run), persons_internal.routes(run), persons_internal.labels(run)]
    units = [routes_units.routes(run), units_internal.routes(run)]
    kept = [titles_internal.routes(run), ledger_internal.routes(run), ledgers.routes(run, errands)]
    return [*persons, *units, *kept, *accounts_internal.routes(run)]


def names(run: Runs[UseCases], person_ids: Sequence[str], *, by: Actor) -> dict[str, dict[str, str]]:
    """Return the names of women as an officer may see them, for the pages that every service has."""
    found = run.ask(lambda use: use.person.labels(person_ids, by=by))
    return {person_id: {"name": label.name} for person_id, label in found.items()}
