"""What loans does when the others tell it something: keep applicant's persons and units, let files follow a village."""

from services.loans.usecases import UseCases
from shared.events.consumer import Handler
from shared.events.envelope import Event
from shared.replica import Replica
from shared.replica.inbound import handlers

TOPICS = ("applicant.events", "training.events")


def _replica(use: UseCases) -> Replica:
    return use.replica


def _merged(use: UseCases, event: Event) -> None:
    use.application.follow(event.data["unit_id"], event.data["org_path"])


HANDLERS: dict[str, Handler[UseCases]] = {**handlers(_replica), "applicant.unit.merged.v1": _merged}
