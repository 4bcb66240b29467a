"""The county's book of titles: how it looks; all else is shared."""

from flask import Blueprint

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.usecases.ledger.titles import KIND
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.ledgers import pages as shared_pages
from shared.web.ledgers import routes as shared_routes
from shared.web.ledgers.shown import Face


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the staff pages under /applicant/title-ledgers."""
    return shared_pages.pages(_face(run), run, errands.ledger)


def routes(run: Runs[UseCases], errands: Errands) -> JsonBlueprint:
    """Return the JSON under /applicant/api/v1/title-ledgers."""
    return shared_routes.routes(_face(run), run, errands.ledger)


def _face(run: Runs[UseCases]) -> Face:
    def title(code: str) -> str:
        known = run.ask(lambda use: use.title.take_over.titles.all(()))
        return next((one.name for one in known if one.code == code), code)

    return Face(
        service="applicant",
        kind=KIND,
        slug="title-ledgers",
        title="“妇”字号台账",
        what="以前认定的称号，按原来的日期和编号记进来",
        signers=("role.county_officer", "role.county_leader"),
        money=False,
        group=title,
    )
