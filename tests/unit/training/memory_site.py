"""The pages of training over stores in memory: no database, no applicant beside it; for what pages say and refuse."""

import os
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from services.training import web
from services.training.domain.access import RULES
from services.training.errands import Errands
from services.training.wiring import papers
from shared import settings
from shared.access import Actor
from shared.errors import Unavailable
from shared.frame import Frame
from shared.ids import new_id
from shared.running import Done, Once
from shared.web import app as shared_app
from shared.web.identity.tokens import Signer
from tests.architecture.apps import _secrets
from tests.builders.world import PUBLIC, environment
from tests.fakes.training import Memory


class Runs:
    """Use cases on the memory, at once; a command with the same key is run once."""

    def __init__(self, here: Memory) -> None:
        self.here, self.keys = here, dict[str, str]()

    def ask(self, question: Any) -> Any:
        return question(self.here.use)

    def run(self, work: Any, *, hot: str | None = None) -> Any:  # as the real one
        return work(self.here.use)

    def seen(self, once: Once) -> Done | None:
        return Done(self.keys[once.id], replayed=True) if once.id in self.keys else None

    def once(self, once: Once, work: Any, *, hot: str | None = None) -> Done:  # as the real one
        if once.id in self.keys:
            return Done(self.keys[once.id], replayed=True)
        self.keys[once.id] = work(self.here.use)
        return Done(self.keys[once.id])


class Nowhere:
    """Leads nobody: the view itself answers a second press here."""

    def where(self, _once: Once) -> str | None:
        return None

    def keep(self, _once: Once, _where: str) -> None:
        pass


class Applicant:
    """Answers with labels: the names given, by person."""

    def __init__(self, names: dict[str, str] | None = None) -> None:
        self.names = names or {}

    def post(self, path: str, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        if path != "/labels":
            raise Unavailable("peer_away")
        label = {"phone": "139****0001", "id_no": "****0428", "place": "双江镇", "masked": False}
        return {"labels": {one: {**label, "name": self.names[one]} for one in asked["ids"] if one in self.names}}


class Site:
    """The app; `get` and `post` as somebody."""

    def __init__(self, here: Memory, names: dict[str, str] | None = None) -> None:
        self.here, folder = here, _secrets()
        environ = environment("training", "mongodb://127.0.0.1:9/?replicaSet=rs0", "none_", folder)
        read = settings.read("training", {**os.environ, **environ})
        frame = Frame.open(read)
        runs: Any = Runs(here)
        self.applicant = Applicant(names)
        peers: Any = {"applicant": self.applicant}
        errands = Errands.over(peers, runs, runs, papers(read))
        pages = web.pages(runs, errands, PUBLIC)
        parts = shared_app.Parts(frame, RULES, pages, web.apis(runs, errands), labels=errands.labels)
        with patch.object(shared_app, "MongoLed", return_value=Nowhere()):
            self.app: Flask = shared_app.create(parts)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # each new app would compile every template again
        self.signer = Signer.load("gateway", folder / "secrets" / "applicant" / "gateway.pem")

    def as_(self, actor: Actor | None) -> FlaskClient:
        """Return a client whose requests come from this actor, or from nobody, from our own pages."""
        client = self.app.test_client()
        client.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "localhost:8080"}
        if actor is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.signer.sign(actor, 'training')}"
        return client

    def get(self, path: str, who: Actor | None) -> Any:
        """Fetch a page."""
        return self.as_(who).get(path)

    def post(self, path: str, who: Actor, **form: Any) -> Any:
        """Post a form with a fresh key."""
        return self.as_(who).post(path, data={"_once": new_id(), **form})
