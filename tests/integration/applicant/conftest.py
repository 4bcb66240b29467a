"""applicant in this process on a real database, with 怀化 or a small tree in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import secrets
from services.applicant import wiring
from services.applicant.domain.roster_row import RawRow
from services.applicant.storage import indexes
from services.applicant.usecases import UseCases
from shared import settings
from shared.access import Actor, Kind
from shared.frame import Frame
from shared.ids import new_id
from shared.storage.runner import Runner
from tests.builders.applicant import a_row, a_tree, unit_id
from tests.builders.databases import REUSED, furnish, leave
from tests.builders.world import World, environment, world
from tests.integration.applicant.signing import Doors


class Applicant:
    """The use cases on a database, without a web."""

    def __init__(self, base: wiring.Base) -> None:
        self.base = base
        self.frame: Frame = base.frame
        self.db = base.frame.db
        self.runner: Runner[UseCases] = self.frame.runner(
            lambda session: wiring.use(base, session), wiring.DUPLICATES, 10.0
        )

    def plant(self) -> None:
        """Put a small tree in."""
        self.runner.run(lambda use: use.unit.find.units.add(a_tree()))

    def events(self, kind: str) -> list[dict]:
        """Return the data of what was said."""
        return [row["data"] for row in self.db.outbox.find({"type": kind}).sort("seq")]


class Place:
    """The whole service with its pages, and use cases to prepare what they show."""

    def __init__(self, service: World) -> None:
        self.world = service
        self.base = wiring.Base.open(service.settings)
        frame = self.base.frame
        self.runner: Runner[UseCases] = frame.runner(lambda session: wiring.use(self.base, session), {}, 10.0)

    def empty(self) -> None:
        """Leave a small tree and nothing else, as if nothing had been said yet."""
        for name in self.world.db.list_collection_names():
            self.world.db[name].delete_many({})
        self.runner.run(lambda use: use.unit.find.units.add(a_tree()))

    def a_registered(self, row: RawRow | None = None) -> str:
        """Register a woman of 芋头村 by a roster's row; returns her id."""
        by, county = Actor("svc:training", Kind.SERVICE), unit_id("431230")
        return self.runner.run(lambda use: use.person.register_row(county, row or a_row(), None, by=by)).person.id

    def get(self, path: str, by: Actor | None):
        """Open a page as somebody."""
        return self.world.as_(by).get(path)

    def post(self, path: str, by: Actor | None, key: str | None = None, **fields: str):
        """Post a form as somebody."""
        return self.world.as_(by).post(path, data={"_once": key or new_id(), **fields})


@pytest.fixture(scope="module")
def service(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One app for a module's tests: making one with all its indexes takes longer than most of them."""
    with world("applicant", mongo_url, f"t_{new_id()[-8:]}_", tmp_path_factory.mktemp("applicant")) as found:
        made = Place(found)
        yield made
        made.base.frame.close()


@pytest.fixture
def bare(mongo_url: str, tmp_path: Path) -> Iterator[Applicant]:
    """An applicant whose tree is empty."""
    secrets.make(tmp_path / "secrets")
    (tmp_path / "data").mkdir()
    read = settings.read("applicant", environment("applicant", mongo_url, REUSED, tmp_path))
    base = wiring.Base.open(read)
    furnish(base.frame.db, indexes.ensure)
    yield Applicant(base)
    leave(base.frame.db)
    base.frame.close()


@pytest.fixture
def applicant(bare: Applicant) -> Applicant:
    """An applicant with 通道 and a few of its places."""
    bare.plant()
    return bare


@pytest.fixture(scope="module")
def open_doors(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """applicant's doors with a small tree behind them, once for a module: making the indexes takes seconds."""
    folder = tmp_path_factory.mktemp("doors")
    with world("applicant", mongo_url, f"doors_{folder.name[-8:]}_", folder) as found:
        inside = Doors(found)
        yield inside
        inside.close()


@pytest.fixture
def doors(open_doors: Doors) -> Doors:
    """The doors of the module, with nobody inside yet."""
    open_doors.empty()
    return open_doors
