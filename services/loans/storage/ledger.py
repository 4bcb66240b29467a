"""What staff did, into the audit rows of the same transaction."""

from collections.abc import Sequence

from pymongo.client_session import ClientSession

from services.loans.usecases.ports import Deed
from shared.access import Actor
from shared.running import Asker
from shared.storage.audit import Audit, Entry


class MongoLedger:
    """The audit, bound to one transaction."""

    def __init__(self, audit: Audit, session: ClientSession | None) -> None:
        self.audit = audit
        self.session = session

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act; when it cannot be kept it does not happen."""
        self.audit.record(self.session, _entry(by, deed))

    def note_each(self, deeds: Sequence[tuple[Asker, Deed]]) -> None:
        """Keep acts of several who asked at once, each under its own request."""
        self.audit.record(self.session, *(_entry(one.by, deed, one.request) for one, deed in deeds))


def _entry(by: Actor, deed: Deed, request: str = "") -> Entry:
    return Entry(
        deed.act,
        by,
        resource="application",
        resource_id=deed.application_id,
        person_ids=(deed.person_id,),
        reason=deed.reason,
        request=request,
    )
