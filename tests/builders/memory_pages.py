"""Training's app over stores in memory: pages in milliseconds, with every gate, form and template but no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask

from deploy.local import secrets
from services.training.app import create_app
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.wiring import papers, wire
from shared import settings
from shared.access import Actor
from shared.ids import new_id
from shared.running import Done, Once
from shared.web.identity.tokens import Signer
from tests.builders.world import environment
from tests.fakes.training import Memory


@dataclass
class MemoryRuns:
    """Runs use cases on stores in memory; a replay is answered with what was made."""

    memory: Memory
    done: dict[str, str] = field(default_factory=dict)

    def ask(self, question: Callable[[UseCases], Any]) -> Any:
        return question(self.memory.use)

    def run(self, work: Callable[[UseCases], Any], *, hot: str | None = None) -> Any:  # the port's
        return work(self.memory.use)

    def once(self, once: Once, work: Callable[[UseCases], str], *, hot: str | None = None) -> Done:
        if once.id in self.done:
            return Done(self.done[once.id], replayed=True)
        self.done[once.id] = work(self.memory.use)
        return Done(self.done[once.id])


def _nobody(_person_ids: Sequence[str], *, by: Actor) -> dict[str, Any]:  # applicant is not here
    return {}


@dataclass
class Pages:
    """The app, its stores, and clients that ask as somebody."""

    app: Flask
    memory: Memory
    signer: Signer

    @classmethod
    def over(cls, memory: Memory, folder: Path) -> "Pages":
        """Build the app; its database connects to nothing."""
        secrets.make(folder / "secrets")
        (folder / "data").mkdir()
        environ = environment("training", "mongodb://127.0.0.1:9/?replicaSet=rs0", "none_", folder)
        read = settings.read("training", environ)
        wiring, runs = wire(read, memory.clock), MemoryRuns(memory)
        errands = replace(Errands.over(wiring.frame.peers, runs, runs, papers(read)), labels=_nobody)
        app = create_app(replace(wiring, runner=runs, worker=runs, errands=errands))
        return cls(app, memory, Signer.load("gateway", folder / "secrets" / "applicant" / "gateway.pem"))

    def get(self, path: str, who: Actor | None) -> Any:
        """Ask for a page."""
        return self._client(who).get(path)

    def post(self, path: str, who: Actor | None, **form: Any) -> Any:
        """Post a form, with a key of its own unless one is given."""
        return self._client(who).post(path, data={"_once": new_id(), **form})

    def _client(self, who: Actor | None) -> Any:
        client = self.app.test_client()
        client.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "localhost:8080"}
        if who is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.signer.sign(who, 'training')}"
        return client
