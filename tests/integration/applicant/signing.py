"""Somebody in front of applicant's own doors, without the edge: what a browser would send, what the phone would get."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from lxml import html

from services.applicant import web
from services.applicant.domain.access import RULES
from services.applicant.errands.demonstration import SYSTEM_ITSELF
from services.applicant.storage.messages import SEND
from services.applicant.usecases.account.posts import Term
from services.applicant.wiring import Wiring, wire
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from shared.settings import Settings
from shared.web import app
from shared.web.identity.tokens import Verifier
from tests.builders.applicant import a_tree, an_id_no, unit_id
from tests.builders.world import World, an_officer

COUNTY = unit_id("431230")
ROOT = unit_id("431200")
PASSWORD = "seven looms by the river"
PHONE = "13900000007"
COORDINATOR = an_officer("coordinator", (ROOT, COUNTY))


@dataclass
class Doors:
    """The app of a test, the same wiring beside it, and what went to phones."""

    world: World
    wiring: Wiring = field(init=False)

    def __post_init__(self) -> None:
        self.wiring = wire(self.world.settings)
        self.run = self.wiring.worker.run
        self.run(lambda use: use.unit.find.units.add(a_tree()))

    @contextmanager
    def with_settings(self, settings: Settings) -> "Iterator[Doors]":
        """Give the same database other settings for a while."""
        wiring = wire(settings)
        parts = app.Parts(
            wiring.frame, RULES, web.pages(wiring.runner, wiring.errands), web.apis(wiring.runner, wiring.errands)
        )
        other = copy.copy(self)
        other.world = World("applicant", app.create(parts), self.world.db, self.world.secrets, settings)
        other.wiring, other.run = wiring, wiring.worker.run
        yield other
        wiring.frame.close()

    def close(self) -> None:
        """Give the connections back."""
        self.wiring.frame.close()

    def empty(self) -> None:
        """Forget everybody and everything but the tree."""
        db = self.world.db
        for name in set(db.list_collection_names()) - {"units"}:
            db[name].delete_many({})
        (self.world.settings.data_dir / "messages.log").unlink(missing_ok=True)

    def officer(self, login: str = "wang_li@tongdao", role: str = "county_officer", unit: str = COUNTY) -> str:
        """Open an account with a post and PASSWORD; returns its id."""
        stored = self.wiring.errands.doors.staff.passwords.hash(PASSWORD)

        def opened(use: Any) -> str:
            handed = use.account.open(login, "王丽", unit, by=SYSTEM_ITSELF)
            use.account.activate(login, handed.code, stored)
            term = Term(self.wiring.frame.clock.today())
            use.account.give_post(handed.account.id, role, unit, term, by=SYSTEM_ITSELF)
            return handed.account.id

        return self.run(opened)

    def woman(self, name: str = "龙凤英", phone: str = PHONE, sequence: str = "000") -> tuple[str, str]:
        """Register somebody; returns her id and the last six of her ID number."""
        number = an_id_no(sequence=sequence)
        row = {
            "row": 4, "name": name, "sex": "女", "education": "初中", "age": "40", "id_no": number, "phone": phone,
            "place": "双江镇芋头村", "hukou": "农业", "groups": "脱贫人口", "remark": "",
        }  # fmt: skip
        body = {"unit": COUNTY, "row": row, "place_unit": None, "channel": "roster"}
        answer = self.world.as_service("training", COORDINATOR).post("/applicant/internal/persons", json=body)
        assert answer.status_code == 200, answer.json
        return answer.json["person_id"], number[-6:]

    def work(self) -> None:
        """Run what is due: messages."""
        doors = self.wiring.errands.doors
        loop = JobLoop(Jobs(self.world.db), {SEND: doors.send_message}, self.wiring.frame.clock)
        while loop.once():
            pass

    def texts(self) -> list[dict[str, Any]]:
        """Return what the phones got."""
        self.work()
        file = self.world.settings.data_dir / "messages.log"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def code(self) -> str:
        """Return the last code that was sent."""
        text = next(one["text"] for one in reversed(self.texts()) if one["key"] == "code")
        return text.removeprefix("【巾帼】验证码 ")[:6]

    def browser(self) -> "Browser":
        """Return a browser nobody has used."""
        return Browser(self.world.as_(None))

    def who(self, browser: "Browser", audience: str = "applicant") -> Any:
        """Ask as the edge does and read the token as that service does; None for nobody."""
        answer = browser.get(f"/_identity?audience={audience}")
        assert answer.status_code == 200
        token = answer.headers["X-Identity"]
        verifier = Verifier.load(audience, self.world.settings.secrets_dir / "public")
        return verifier.actor(token) if token else None


@dataclass
class Browser:
    """A browser with cookies of its own."""

    client: FlaskClient

    def get(self, path: str) -> Any:
        """Open an address."""
        return self.client.get(path)

    def post(self, path: str, **values: str) -> Any:
        """Send a form; the hidden key is made here."""
        return self.client.post(path, data={"_once": new_id(), **values})

    def sign_in(self, login: str, password: str = PASSWORD, **more: str) -> Any:
        """Sign in as an officer."""
        return self.post("/applicant/staff/sign-in", login=login, password=password, **more)

    def cookie(self, name: str) -> str | None:
        """Return a cookie."""
        found = self.client.get_cookie(name, domain="localhost")
        return found.value if found else None


def later(doors: Doors, seconds: int) -> None:
    """Let time pass over everything that was counted or asked."""
    for name, field_ in (("tallies", "since"), ("tallies", "last_at"), ("challenges", "made_at")):
        change = {field_: {"$subtract": [f"${field_}", seconds * 1000]}}
        doors.world.db[name].update_many({field_: {"$type": "date"}}, [{"$set": change}])


def errors(answer: Any) -> list[str]:
    """Return the sentences (or their slugs, before the words are compiled) that a form shows as wrong."""
    tree = html.fromstring(answer.text)
    return [" ".join(node.text_content().split()) for node in tree.xpath("//*[@class='error-text']/div")]
