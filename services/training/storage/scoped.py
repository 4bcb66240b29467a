"""What all stores of training share: rows inside a scope, news into the outbox of the same transaction."""

from collections.abc import Iterable

from pymongo.client_session import ClientSession

from services.training.domain.news import News
from services.training.events.outbound import to_message
from shared.access import Scope
from shared.events.outbox import Outbox
from shared.storage.mongo import Document


def inside(scope: Scope) -> Document:
    """Return the filter of a scope; the system sees everything."""
    return {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}


def tell(outbox: Outbox, session: ClientSession | None, news: Iterable[News]) -> None:
    """Write news into the outbox; raises RuntimeError outside a transaction."""
    if session is None:
        raise RuntimeError("news is told inside the transaction of its change")
    for one in news:
        outbox.emit(session, to_message(one))
