"""What applicant does when it hears something: every fact goes into her road."""

from services.applicant.events import journey_inbound
from services.applicant.usecases import UseCases
from shared.events.consumer import Handler

TOPICS = journey_inbound.TOPICS
HANDLERS: dict[str, Handler[UseCases]] = {**journey_inbound.HANDLERS}
