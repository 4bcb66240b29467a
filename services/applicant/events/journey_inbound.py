"""Which published facts move her along: each is one word of the fold; whatever is not named here is passed over."""

from functools import partial

from services.applicant.domain import journey
from services.applicant.usecases import UseCases
from shared.events.consumer import Handler
from shared.events.envelope import Event
from shared.events.views import Row, View

WORDS = {
    "applicant.person.registered.v1": "registered",
    "applicant.person.amended.v1": "amended",
    "applicant.person.erased.v1": "erased",
    "training.enrolment.waitlisted.v1": "waitlisted",
    "training.enrolment.enrolled.v1": "enrolled",
    "training.enrolment.dropped.v1": "dropped",
    "loans.application.started.v1": "started",
    "loans.application.withdrawn.v1": "withdrawn",
}


def _note(word: str, use: UseCases, event: Event) -> None:
    use.journey.note(event.stream, word, event.data)


def _fold(row: Row | None, event: Event) -> Row:
    return journey.fold(row, WORDS[event.type], event.data)


HANDLERS: dict[str, Handler[UseCases]] = {name: partial(_note, word) for name, word in WORDS.items()}
VIEW = View("journey", _fold, frozenset(WORDS))
TOPICS = ("applicant.events", "training.events", "loans.events")
