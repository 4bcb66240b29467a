"""The books of certificates and trainings of earlier years and of officials: how they look; all else is shared."""

from flask import Blueprint

from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.ledger import officials, trainings
from services.training.usecases.ledger.certificates import KIND
from shared.errors import NotFound
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.i18n import word
from shared.web.ledgers import pages as shared_pages
from shared.web.ledgers import routes as shared_routes
from shared.web.ledgers.shown import Face


def pages(run: Runs[UseCases], errands: Errands) -> list[Blueprint]:
    """Return the staff pages under /training/certificate-ledgers, training-ledgers and official-ledgers."""
    return [shared_pages.pages(face, run, errands.ledger) for face in _faces(run)]


def routes(run: Runs[UseCases], errands: Errands) -> list[JsonBlueprint]:
    """Return the JSON under /training/api/v1/certificate-ledgers, training-ledgers and official-ledgers."""
    return [shared_routes.routes(face, run, errands.ledger) for face in _faces(run)]


def _faces(run: Runs[UseCases]) -> tuple[Face, ...]:
    def course(code: str) -> str:
        try:
            return run.ask(lambda use: use.catalogue.course(code, use.roster.bring.clock.today()).title)
        except NotFound:
            return code

    def skill(code: str) -> str:
        courses = run.ask(lambda use: use.catalogue.courses(use.roster.bring.clock.today()))
        return next((one.title for one in courses if one.skill == code), code)

    signers = ("role.coordinator", "role.training_reviewer")
    return (
        Face(
            service="training",
            kind=KIND,
            slug="certificate-ledgers",
            title="证书台账",
            what="以前发的培训证书，按原来的日期记进来",
            signers=signers,
            money=False,
            group=course,
        ),
        Face(
            service="training",
            kind=trainings.KIND,
            slug="training-ledgers",
            title="补贴培训台账",
            what="以前享受过补贴的培训，算进每人三次里",
            signers=signers,
            money=False,
            group=skill,
        ),
        Face(
            service="training",
            kind=officials.KIND,
            slug="official-ledgers",
            title="执委名册",
            what="执委和兼职主席哪天当选，两年内要轮训",
            signers=signers,
            money=False,
            group=lambda code: word(f"duty.{code}"),
        ),
    )
