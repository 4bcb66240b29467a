"""Which published facts count in the monthly tables; each is one word of domain/dispatch/takes.py."""

from functools import partial

from services.applicant.domain.dispatch import takes
from services.applicant.domain.dispatch.months import Calendar, time_text
from services.applicant.usecases import UseCases
from shared.events.consumer import Handler
from shared.events.envelope import Event
from shared.events.views import Row, View

_OF = {"class": "training", "certificate": "training", "application": "loans", "loan": "loans", "fund": "loans"}
WORDS = {f"{_OF.get(word.partition('.')[0], 'applicant')}.{word}.v1": word for word in takes.TAKES}


def _note(word: str, use: UseCases, event: Event) -> None:
    use.dispatch.note(event.stream, word, event.data, event.time)


HANDLERS: dict[str, Handler[UseCases]] = {name: partial(_note, word) for name, word in WORDS.items()}


def view(calendar: Calendar) -> View:
    """Return the view as a fold under the cut-off and the locks of now, for a rebuild."""

    def fold(row: Row | None, event: Event) -> Row:
        return takes.fold(row, WORDS[event.type], event.data, (time_text(event.time), calendar))

    return View("month", fold, frozenset(WORDS))
