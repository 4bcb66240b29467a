"""applicant in this process on a real database, with 怀化 or a small tree in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import secrets
from services.applicant import wiring
from services.applicant.storage import indexes
from services.applicant.usecases import UseCases
from shared import settings
from shared.frame import Frame
from shared.storage.runner import Runner
from tests.builders.applicant import a_tree
from tests.builders.world import environment, world
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


@pytest.fixture
def bare(mongo_url: str, database_name: str, tmp_path: Path) -> Iterator[Applicant]:
    """An applicant whose tree is empty."""
    secrets.make(tmp_path / "secrets")
    (tmp_path / "data").mkdir()
    read = settings.read("applicant", environment("applicant", mongo_url, f"{database_name[:30]}_", tmp_path))
    base = wiring.Base.open(read)
    indexes.ensure(base.frame.db)
    yield Applicant(base)
    base.frame.client.drop_database(base.frame.db.name)
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
