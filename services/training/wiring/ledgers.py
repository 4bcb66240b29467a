"""The books of certificates and subsidised trainings of earlier years and of officials, bound to one transaction."""

from pymongo.client_session import ClientSession

from services.training.domain.access import RULES
from services.training.storage.certificate_sums import MongoCertificateSums
from services.training.usecases.ledger import officials, trainings
from services.training.usecases.ledger.certificates import KIND, CertificateLedger
from services.training.wiring.stores import Stores
from shared.frame import Frame
from shared.ledger.booking import LedgerUseCases
from shared.ledger.places import ReplicaPlaces
from shared.ledger.ports import Kind
from shared.storage import ledgers


def ledger(frame: Frame, stores: Stores, session: ClientSession | None) -> LedgerUseCases:
    counted = MongoCertificateSums(frame.db, session)
    kinds: dict[str, Kind] = {
        KIND: CertificateLedger(stores.certificates, counted, stores.replica),
        trainings.KIND: trainings.TrainingLedger(stores.counted, stores.replica),
        officials.KIND: officials.OfficialLedger(stores.officials, stores.replica),
    }
    return ledgers.use_cases(frame, session, RULES, kinds, ReplicaPlaces(stores.replica))
