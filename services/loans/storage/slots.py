"""Where a document of an application keeps what belongs to one desk: the first in `desk`, one beside it in `side`."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.domain.review import Hand, Stop
from shared.storage.mongo import Document

WORK = ("claim", "given", "skips")
KEPT = dict.fromkeys(("desk", *WORK, "side", "review.at", "review.side.at"), True)


@dataclass(frozen=True, slots=True)
class Slot:
    """Prefixes of the fields: `desk` of queue and lease, `review` of clock, proposal and votes."""

    desk: str
    review: str


BOTH = (Slot("", "review."), Slot("side.", "review.side."))


def of(number: int) -> Slot:
    """Return the place of the first desk (0) or of the one beside it (1)."""
    return BOTH[number]


def not_by(field: str, hand: Hand) -> Document:
    """Return the part of a filter that refuses a hand that stands in a field already, be it with two accounts."""
    return {f"{field}.id": {"$ne": hand.id}} | ({f"{field}.mark": {"$ne": hand.mark}} if hand.mark else {})


def carried(before: Document, application: Application, still: Iterable[Stop]) -> Document:
    """Return the leases, gifts and skips of desks that nobody touched, at the fields where these desks lie now.

    A decision frees its own desk, so a case at one desk carries nothing.
    """
    side = before.get("side") or {}
    if application.review is None or not side:
        return {}
    marks = before["review"]
    work = {marks["at"]: before, marks["side"]["at"]: side}
    return {
        f"{of(application.review.stops.index(stop)).desk}{name}": work[stop.at][name]
        for stop in still
        for name in WORK
        if name in work.get(stop.at, {})
    }
