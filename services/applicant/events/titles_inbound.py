"""What of other services touches a title: a loan that the guarantee agency had to pay."""

from datetime import date

from services.applicant.usecases import UseCases
from shared.events.consumer import Handler
from shared.events.envelope import Event


def _subrogated(use: UseCases, event: Event) -> None:
    use.title.subrogate(event.data["person_id"], date.fromisoformat(event.data["on"]))


HANDLERS: dict[str, Handler[UseCases]] = {"loans.loan.subrogated.v1": _subrogated}
