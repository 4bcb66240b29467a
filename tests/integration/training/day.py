"""A day at the training desk: the app and its use cases on one database; applicant's answers are put in their place."""

import io
from dataclasses import dataclass, field
from typing import Any

from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from shared.access import Actor
from shared.ids import new_id
from tests.builders.training import PATH, School, a_coordinator, a_reviewer
from tests.builders.world import World, a_woman, an_officer

NAMES = ("龙秀英", "吴桂花", "杨秋香")


@dataclass
class Day:
    """The three hands of a class, and short ways to what they ask; `names` are the women applicant knows."""

    web: World
    school: School
    coordinator: Actor = field(default_factory=a_coordinator)
    reviewer: Actor = field(default_factory=a_reviewer)
    teacher: Actor = field(default_factory=lambda: an_officer("teacher", PATH))
    names: dict[str, str] = field(default_factory=dict)

    def woman(self) -> Actor:
        """Return a woman who is known."""
        her = a_woman(self.school.woman().person_id)
        self.names[her.id] = NAMES[len(self.names) % len(NAMES)]
        return her

    def get(self, path: str, who: Actor | None) -> str:
        """Return a page."""
        answer = self.web.as_(who).get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def do(self, path: str, who: Actor, **form: str) -> str:
        """Send a form; return where it leads."""
        answer = self.web.as_(who).post(path, data={"_once": new_id(), **form})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def bring(self, path: str, who: Actor, content: bytes, **form: str) -> str:
        """Send a workbook; return the page that answers it."""
        data = {"_once": new_id(), **form, "file": (io.BytesIO(content), "表.xlsx")}
        answer = self.web.as_(who).post(path, data=data)
        assert answer.status_code == 200, answer.text
        return answer.text

    def ask(self, path: str, who: Actor, **said: Any) -> Any:
        """Send a command of the JSON API; return its answer."""
        answer = self.web.as_(who).post(path, json=said or None, headers={"Idempotency-Key": new_id()})
        assert answer.status_code in (200, 201), answer.text
        return answer.json

    def class_(self, class_id: str) -> TrainingClass:
        """Return a class as it stands."""
        return self.school.class_(class_id)

    def version(self, class_id: str) -> str:
        """Return the version its page shows."""
        return str(self.class_(class_id).version)

    def state(self, class_id: str) -> State:
        """Return how far a class is."""
        return self.class_(class_id).state

    def sessions(self, class_id: str) -> list[Session]:
        """Return its sessions, first to last."""
        return list(self.school.ask(lambda use: use.training_class.find.sessions_of([class_id])))

    def applicant(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer as applicant does, of the women who are known here."""
        known = {one: self.names[one] for one in asked["ids"] if one in self.names}
        if path == "/labels":
            label = {"phone": "139****0001", "id_no": "****0428", "place": "双江镇", "masked": False}
            return {"labels": {one: {**label, "name": name} for one, name in known.items()}}
        printed = {"masked": "龙*英", "id_no": "431230********0428", "sex": "女", "born": "1988-04"}
        return {"persons": {one: {**printed, "name": name} for one, name in known.items()}}
