"""The book of certificates of earlier years: how it looks; all else is shared."""

from flask import Blueprint

from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.ledger.certificates import KIND
from shared.errors import NotFound
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.ledgers import pages as shared_pages
from shared.web.ledgers import routes as shared_routes
from shared.web.ledgers.shown import Face


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the staff pages under /training/certificate-ledgers."""
    return shared_pages.pages(_face(run), run, errands.ledger)


def routes(run: Runs[UseCases], errands: Errands) -> JsonBlueprint:
    """Return the JSON under /training/api/v1/certificate-ledgers."""
    return shared_routes.routes(_face(run), run, errands.ledger)


def _face(run: Runs[UseCases]) -> Face:
    def course(code: str) -> str:
        try:
            return run.ask(lambda use: use.catalogue.course(code, use.roster.bring.clock.today()).title)
        except NotFound:
            return code

    return Face(
        service="training",
        kind=KIND,
        slug="certificate-ledgers",
        title="证书台账",
        what="以前发的培训证书，按原来的日期记进来",
        signers=("role.coordinator", "role.training_reviewer"),
        money=False,
        group=course,
    )
