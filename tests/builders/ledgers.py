"""A county that brings its ledgers: applicant served over HTTP in this process, one service wired to it, one office."""

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pymongo.client_session import ClientSession
from werkzeug.serving import make_server

from services.applicant import wiring as applicant_wiring
from shared import settings
from shared.access import Actor, Post
from shared.access import Kind as ActorKind
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from shared.ledger.desk import Upload
from shared.ledger.intake import Intake, Mode, Source
from shared.ledger.row import Entry, Finding, Row
from shared.regions import Level
from shared.replica import Unit as KnownUnit
from shared.running import Once
from shared.storage.ledgers import MongoIntakes
from shared.storage.mongo import transaction
from shared.storage.runner import Runner
from shared.storage.vault import Vault, WrappingKeys
from shared.xlsx.hidden import Unseen
from tests.builders.applicant import TODAY, a_tree, unit_id
from tests.builders.books import CERTIFICATES, a_ledger
from tests.builders.databases import furnish, leave
from tests.builders.world import World, an_officer, environment, world

PATH = (unit_id("431200"), unit_id("431230"))
TOWN = unit_id("431230100")
OFFICES = {"bank": "b" * 32, "guarantee": "c" * 32, "finance": "d" * 32}


@dataclass
class Office:
    """One service with its ledgers, the applicant it asks, and short ways through the road of a ledger."""

    applicant: World
    wiring: Any

    @property
    def db(self) -> Any:
        """Return the service's database."""
        return self.wiring.frame.db

    def run(self, work: Any) -> Any:
        """Run one use case."""
        return self.wiring.worker.run(work)

    def bring(self, kind: str, content: bytes, mode: Mode = Mode.ALL, *, by: Actor) -> str:
        """Upload a ledger, check it, and return its id."""
        once = Once(by.id, new_id(), new_id())
        found: str = self.wiring.errands.ledger.bring(Upload(kind, content, mode), once, by=by).resource_id
        self.work()
        return found

    def work(self) -> None:
        """Run what is due, as the service's own work process would."""
        frame = self.wiring.frame
        program = importlib.import_module(f"services.{frame.settings.service}.__main__").program
        loop = JobLoop(Jobs(frame.db), program.jobs(self.wiring), frame.clock)
        while loop.once():
            pass

    def sign(self, kind: str, ledger_id: str, *, by: tuple[Actor, Actor], leave_out: bool = False) -> None:
        """Let two people sign; the booking is due then."""
        self.run(lambda use: use.ledger.sign.first(kind, ledger_id, leave_out=leave_out, by=by[0]))
        self.run(lambda use: use.ledger.sign.second(kind, ledger_id, by=by[1]))

    def ledger(self, kind: str, ledger_id: str, *, by: Actor) -> tuple[Intake, list[Row]]:
        """Return a ledger and its rows."""
        found = self.wiring.worker.ask(lambda use: use.ledger.find.one(kind, ledger_id, by=by))
        return found, self.wiring.worker.ask(lambda use: use.ledger.find.rows(ledger_id))

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Return the data of what was said, in order."""
        return [row["data"] for row in self.db.outbox.find({"type": kind}).sort([("stream", 1), ("seq", 1)])]


def a_checked_ledger(found: World, kind: str, path: tuple[str, ...]) -> str:
    """Store a ledger of a county that waits for its first signature; returns its id."""
    vault = Vault(found.db, found.service, WrappingKeys.load(found.settings.secrets_dir))
    by, at, columns = an_officer("x", path), datetime(2026, 11, 24, tzinfo=UTC), {"number": ("B", "编号")}
    source = Source(kind, path, "431230", by, at, "0" * 64, columns, Unseen(("number",), 1))
    one = Intake(new_id(), source, Mode.PREVIEW, 2)
    rows = [Row(4, "1", [], Entry("A-0001", "loan", TOWN, {"n": 1}, 100)), Row(5, "2", [Finding("number", "required")])]
    one.start()
    one.judge(rows, ())

    def store(session: ClientSession) -> None:
        intakes = MongoIntakes(found.db, session, vault)
        intakes.add(one, a_ledger(CERTIFICATES, []))
        intakes.put_rows(one.id, rows)

    transaction(found.db.client, store)
    return one.id


def officer(role: str) -> Actor:
    """Return an officer of the county federation."""
    return an_officer(role, PATH)


def clerk(role: str, office: str) -> Actor:
    """Return an officer of an office beside the federation, which hangs under the county."""
    post = Post(role, OFFICES[office], (*PATH, OFFICES[office]), office, "通道")
    return Actor(new_id(), ActorKind.STAFF, (post,), name="李红", session=new_id(), strong=True)


@contextmanager
def office(service: str, mongo_url: str, prefix: str, folder: Path) -> Iterator[Office]:
    """Serve applicant and wire a service to it; of applicant itself the ledgers run in its own database."""
    with world("applicant", mongo_url, prefix, folder) as applicant:
        base = applicant_wiring.Base.open(applicant.settings)
        runner: Runner[Any] = Runner(
            base.frame.client, base.frame.db, lambda session: applicant_wiring.use(base, session)
        )
        runner.run(lambda use: use.unit.find.units.add(a_tree()))
        base.frame.close()
        if service == "applicant":
            wiring = applicant_wiring.wire(applicant.settings)
            yield Office(applicant, wiring)
            wiring.frame.close()
            return
        server = make_server("127.0.0.1", 0, applicant.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield from _wired(service, applicant, mongo_url, prefix, folder, server.server_port)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _wired(service: str, applicant: World, mongo_url: str, prefix: str, folder: Path, port: int) -> Iterator[Office]:
    environ = environment(service, mongo_url, prefix, folder) | {"APPLICANT_URL": f"http://127.0.0.1:{port}"}
    wiring = importlib.import_module(f"services.{service}.wiring").wire(settings.read(service, environ))
    furnish(wiring.frame.db, importlib.import_module(f"services.{service}.storage.indexes").ensure)
    try:
        wiring.worker.run(lambda use: use.replica.units.put(*known_units()))
        yield Office(applicant, wiring)
    finally:
        leave(wiring.frame.db)
        wiring.frame.close()


def known_units() -> list[KnownUnit]:
    """Return applicant's small tree as the others know it, with the county's offices."""
    tree = a_tree()
    found = [
        KnownUnit(
            one.id,
            one.parent,
            tuple(one.path),
            "federation",
            one.level,
            one.title,
            one.division if one.level in (Level.COUNTY, Level.TOWNSHIP) else None,
            one.opened_on,
        )
        for one in tree
    ]
    for kind, unit in OFFICES.items():
        found.append(KnownUnit(unit, PATH[-1], (*PATH, unit), kind, 4, f"通道{kind}", None, TODAY))
    return found
