"""Which published facts move her along: each is one word of the fold; whatever is not named here is passed over."""

from functools import partial

from services.applicant.domain import journey
from services.applicant.usecases import UseCases
from shared.events.consumer import Handler
from shared.events.envelope import Event
from shared.events.views import Row, View

TITLE_STEPS = ("nominated", "refused", "noticed", "recognised", "watched", "cleared", "revoked", "expired")
PLACE_STEPS = ("waitlisted", "enrolled", "dropped", "attended", "examined", "corrected")
APPLICATION_STEPS = (
    *("started", "submitted", "passed", "guaranteed", "returned", "resubmitted", "appealed"),
    *("approved", "contracted", "rejected", "withdrawn", "lapsed"),
)
LOAN_STEPS = ("disbursed", "repaid", "overdue", "cured", "settled", "subrogated")
WORDS = {
    **{f"applicant.person.{word}.v1": word for word in ("registered", "amended", "erased")},
    "applicant.enterprise.reported.v1": "reported",
    **{f"applicant.enterprise.{word}.v1": word for word in TITLE_STEPS},
    **{f"training.enrolment.{word}.v1": word for word in PLACE_STEPS},
    "training.certificate.issued.v1": "certified",
    "training.certificate.revoked.v1": "uncertified",
    **{f"loans.application.{word}.v1": word for word in APPLICATION_STEPS},
    **{f"loans.loan.{word}.v1": word for word in LOAN_STEPS},
}


def _note(word: str, use: UseCases, event: Event) -> None:
    use.journey.note(event.stream, word, event.data)


def _fold(row: Row | None, event: Event) -> Row:
    return journey.fold(row, WORDS[event.type], event.data)


HANDLERS: dict[str, Handler[UseCases]] = {name: partial(_note, word) for name, word in WORDS.items()}
VIEW = View("journey", _fold, frozenset(WORDS))
TOPICS = ("applicant.events", "training.events", "loans.events")
