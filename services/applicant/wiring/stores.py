"""What every noun of applicant binds to a transaction, and the stores that several of them share."""

from dataclasses import dataclass
from pathlib import Path

from pymongo.client_session import ClientSession

from services.applicant.storage.consents import MongoLedger
from services.applicant.storage.due import Due
from services.applicant.storage.messages import MongoMessages
from services.applicant.storage.persons import MongoPersons, Seals
from services.applicant.storage.units import MongoUnits
from services.applicant.usecases.account.limits_in_force import LimitsInForce
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.tell import Tell
from shared.clock import Clock
from shared.frame import Frame
from shared.jobs.job import Jobs
from shared.policy import Policy
from shared.settings import Settings
from shared.storage.vault import BlindIndex
from shared.web.identity.codes import Codes

POLICY = Path(__file__).parents[1] / "policy"


@dataclass(frozen=True, slots=True)
class Base:
    """What every section binds to a transaction."""

    frame: Frame
    policy: Policy
    blind: BlindIndex
    codes: Codes

    @classmethod
    def open(cls, settings: Settings, clock: Clock | None = None) -> "Base":
        """Read secrets and dated values; opens no connection yet."""
        blind = BlindIndex((settings.secrets_dir / "index_key").read_bytes())
        codes = Codes((settings.secrets_dir / "session_key").read_bytes())
        return cls(Frame.open(settings, clock), Policy.load(POLICY), blind, codes)

    def mark(self, id_no: str) -> str:
        """Return the fingerprint by which a desk knows an officer's own and relatives' files."""
        return self.blind.of("own_file", id_no).hex()


def units_of(base: Base, session: ClientSession | None) -> MongoUnits:
    return MongoUnits(base.frame.db, session, base.frame.outbox)


def persons_of(base: Base, session: ClientSession | None) -> MongoPersons:
    frame = base.frame
    return MongoPersons(frame.db, session, frame.outbox, Seals(frame.vault, base.blind))


def ledger_of(base: Base, session: ClientSession | None) -> MongoLedger:
    return MongoLedger(base.frame.audit, session)


def messages_of(base: Base, session: ClientSession | None) -> MongoMessages:
    frame = base.frame
    catalogue = CatalogueInForce(base.policy, frame.clock)
    return MongoMessages(frame.db, session, frame.vault, catalogue, due_of(base, session))


def tell_of(base: Base, session: ClientSession | None) -> Tell:
    catalogue = CatalogueInForce(base.policy, base.frame.clock)
    return Tell(messages_of(base, session), persons_of(base, session), catalogue, base.frame.clock)


def limits_of(base: Base) -> LimitsInForce:
    return LimitsInForce(base.policy, base.frame.clock, base.frame.settings.demonstration)


def due_of(base: Base, session: ClientSession | None) -> Due:
    return Due(Jobs(base.frame.db), session, base.frame.clock)
