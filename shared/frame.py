"""What every service's wiring starts from: settings read, client made, keys loaded; it knows no service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.clock import Clock
from shared.errands.peer import Peer
from shared.errors import Problem
from shared.events.outbox import Outbox
from shared.settings import Settings
from shared.storage.audit import Audit
from shared.storage.mongo import Document, bump_guard, connect, reading
from shared.storage.runner import Runner
from shared.storage.vault import Vault, WrappingKeys
from shared.web.identity.tokens import Signer, Verifier

U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Frame:
    """The real things of one process. Make it after a fork; close it when the process ends."""

    settings: Settings
    clock: Clock
    client: MongoClient[Document]
    db: Database[Document]
    outbox: Outbox
    audit: Audit
    vault: Vault
    signer: Signer
    verifier: Verifier
    peers: Mapping[str, Peer]

    @classmethod
    def open(cls, settings: Settings, clock: Clock | None = None) -> "Frame":
        """Read the secrets and join the parts; opens no connection yet. Only a simulation brings a clock of its own."""
        service, secrets = settings.service, settings.secrets_dir
        client = connect(settings.mongodb_url, app=f"jinguo-{service}")
        db = client[settings.database]
        clock = clock or Clock(settings.clock_file)
        signer = Signer.load(service, secrets / f"token_{service}.pem")
        return cls(
            settings=settings,
            clock=clock,
            client=client,
            db=db,
            outbox=Outbox(db, f"/{service}", clock),
            audit=Audit(db),
            vault=Vault(db, service, WrappingKeys.load(secrets)),
            signer=signer,
            verifier=Verifier.load(service, secrets / "public"),
            peers={name: Peer(name, url, signer) for name, url in settings.peers.items()},
        )

    def runner(
        self,
        build: Callable[[ClientSession | None], U],
        duplicates: Mapping[str, Callable[[], Problem]],
        deadline: float,
    ) -> Runner[U]:
        """Return what runs this service's use cases, each in one transaction within `deadline` seconds."""
        return Runner(self.client, self.db, build, duplicates, deadline)

    def writable(self) -> None:
        """Raise Unavailable unless the database takes a majority write within half a second."""
        reading(
            lambda: self.db.health.update_one({"_id": "ready"}, {"$currentDate": {"at": True}}, upsert=True),
            deadline=0.5,
        )

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()


class Guards:
    """Guard documents bound to one transaction: touch what a rule over several documents protects."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.db = db
        self.session = session

    def touch(self, name: str) -> None:
        """Make two transactions over the same name unable to both commit; raises RuntimeError outside one."""
        if self.session is None:
            raise RuntimeError("a guard stands inside a transaction")
        bump_guard(self.db, self.session, name)
