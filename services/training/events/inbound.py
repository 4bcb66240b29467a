"""What training does when the others tell it something: for now, keep applicant's persons and units."""

from services.training.usecases import UseCases
from shared.events.consumer import Handler
from shared.replica import Replica
from shared.replica.inbound import handlers

TOPICS = ("applicant.events",)


def _replica(use: UseCases) -> Replica:
    return use.replica


HANDLERS: dict[str, Handler[UseCases]] = {**handlers(_replica)}
