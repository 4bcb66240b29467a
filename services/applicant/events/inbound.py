"""What applicant does when it hears something: one table for each thing it does, all of them joined."""

from collections.abc import Mapping

from services.applicant.events import journey_inbound, messages_inbound, month_inbound, titles_inbound
from services.applicant.usecases import UseCases
from shared.events.consumer import Handler
from shared.events.envelope import Event

TOPICS = journey_inbound.TOPICS


def joined(*tables: Mapping[str, Handler[UseCases]]) -> dict[str, Handler[UseCases]]:
    """Return one handler for each type that any table names; it runs those of all tables, in their order."""
    names = dict.fromkeys(name for table in tables for name in table)
    return {name: _each([table[name] for table in tables if name in table]) for name in names}


def _each(acts: list[Handler[UseCases]]) -> Handler[UseCases]:
    def handle(use: UseCases, event: Event) -> None:
        for act in acts:
            act(use, event)

    return acts[0] if len(acts) == 1 else handle


HANDLERS = joined(journey_inbound.HANDLERS, month_inbound.HANDLERS, titles_inbound.HANDLERS, messages_inbound.HANDLERS)
