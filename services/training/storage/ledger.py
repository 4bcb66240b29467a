"""What staff did, into the same transaction."""

from pymongo.client_session import ClientSession

from services.training.usecases.ports import Deed
from shared.access import Actor
from shared.storage.audit import Audit, Entry


class MongoLedger:
    """The audit, bound to one transaction."""

    def __init__(self, audit: Audit, session: ClientSession | None) -> None:
        self.audit = audit
        self.session = session

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act; when it cannot be kept it does not happen."""
        entry = Entry(
            deed.act,
            by,
            resource=deed.resource,
            resource_id=deed.resource_id,
            person_ids=deed.person_ids,
            reason=deed.reason,
            facts=deed.facts,
        )
        self.audit.record(self.session, entry)
