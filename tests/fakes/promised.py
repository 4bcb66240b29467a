"""News as the real stores hold it: in the words that were promised, or it is not told."""

from collections.abc import Iterable

from shared.events.outbox import Message
from shared.events.registry import contracts

CONTRACTS = contracts()


def hold(said: Iterable[Message]) -> None:
    """Raise ContractBroken for what is not as it was promised."""
    for one in said:
        CONTRACTS.validate(one.type, one.data)
