"""Acts of staff on funds, contracts and loans into the audit of the same transaction."""

from pymongo.client_session import ClientSession

from services.loans.usecases.loan.ports import Act
from shared.access import Actor
from shared.storage.audit import Audit, Entry


class MongoActs:
    """The audit, bound to one transaction."""

    def __init__(self, audit: Audit, session: ClientSession | None) -> None:
        self.audit = audit
        self.session = session

    def note(self, by: Actor, act: Act) -> None:
        """Keep an act; when it cannot be kept it does not happen."""
        entry = Entry(
            act.act,
            by,
            resource=act.resource,
            resource_id=act.resource_id,
            person_ids=act.person_ids,
            reason=act.reason,
            facts=act.facts,
        )
        self.audit.record(self.session, entry)
