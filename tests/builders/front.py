"""A woman who fills, photographs and hands in, through the use cases of a real service."""

from io import BytesIO

from PIL import Image

from services.loans.domain.application import Application
from services.loans.domain.hand_in import CONSENTS, Told
from services.loans.usecases import UseCases
from shared.access import Actor
from shared.clock import Clock
from shared.running import Runs
from tests.builders.loans import SHEETS

NEEDED = ("id_card", "trade_proof", "premises", "spouse_consent", "guarantor")


def told(birth_month: str = "1988-04") -> Told:
    """Return what applicant would tell of a returnee."""
    return Told(birth_month, "female", ("RETURNEE",), (), Clock.real_now())


def a_photo(width: int = 60, height: int = 40) -> bytes:
    """Return a small photo."""
    kept = BytesIO()
    Image.new("RGB", (width, height), "white").save(kept, "JPEG")
    return kept.getvalue()


def filled(run: Runs[UseCases], woman: Actor) -> Application:
    """Return her draft with every page filled and every paper there."""
    begun = run.run(lambda use: use.application.start(woman.id, by=woman))
    run.run(lambda use: use.application.fill.several(begun.id, SHEETS, by=woman))
    for kind in NEEDED:
        run.run(lambda use, kind=kind: use.paper.add(begun.id, kind, a_photo(), by=woman))  # type: ignore[misc]
    return begun


def submitted_by(run: Runs[UseCases], woman: Actor) -> Application:
    """Return her application at its first desk."""
    begun = filled(run, woman)
    return run.run(lambda use: use.submission.submit(begun.id, told(), CONSENTS, by=woman))
