"""The minute a popular class opens: two hundred women with sessions of their own come through the edge at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
import requests

from services.applicant.usecases.account.opening import Who
from services.applicant.usecases.account.ports import Origin
from services.applicant.wiring import Wiring, wire
from shared import settings
from shared.access import Actor, Kind, Post
from shared.ids import new_id
from shared.web.identity.tokens import Signer
from tests.builders.applicant import an_id_no
from tests.stack.people import command
from tests.stack.stack import Stack
from tests.stack.visitor import Visitor, text_of

WOMEN, PLACES = 200, 30
PLAN = f"plan-class --county 431230 --course HW-DL --capacity {PLACES} --as coordinator_1@tongdao"


@dataclass
class Crowd:
    """Women of 通道 whom a roster brought, each with a session ready in her browser."""

    stack: Stack
    wiring: Wiring

    def woman(self, n: int) -> Visitor:
        """Register the n-th and open her session."""
        county: Any = self.stack.db("applicant").units.find_one({"division": "431230"})
        born = f"{1966 + n // 12}{n % 12 + 1:02d}11"
        row = {
            "row": n + 1, "name": "杨春花", "sex": "女", "education": "初中", "age": "", "id_no": an_id_no(born, "000"),
            "phone": f"1381166{n:04d}", "place": "双江镇芋头村", "hukou": "农业", "groups": "", "remark": "",
        }  # fmt: skip
        answer = requests.post(
            f"{self.stack.web_url('applicant')}/applicant/internal/persons",
            json={"unit": county["_id"], "row": row, "place_unit": None, "channel": "roster"},
            headers={"Authorization": f"Bearer {self.token(county)}"},
            timeout=30,
        )
        assert answer.ok, answer.text
        who = Who(Kind.WOMAN, answer.json()["person_id"], proved=True)
        opened = self.wiring.runner.run(lambda use: use.account.enter_woman.opening(who, Origin("127.0.0.1")))
        return Visitor(self.stack.base_url, {"__Host-sid": opened.token})

    def token(self, county: Any) -> str:
        """Return training's own token, on behalf of a coordinator."""
        clerk = Actor(new_id(), Kind.STAFF, (Post("coordinator", county["_id"], tuple(county["path"])),), name="张敏")
        key = Signer.load("training", self.stack.stand.place.secrets / "training" / "token_training.pem")
        return key.sign(Actor("svc:training", Kind.SERVICE, on_behalf_of=clerk), "applicant")


@pytest.fixture
def women(stack: Stack) -> list[Visitor]:
    """Two hundred of them."""
    wiring = wire(settings.read("applicant", stack.environment("applicant")))
    crowd = Crowd(stack, wiring)
    ready = [crowd.woman(n) for n in range(WOMEN)]
    wiring.frame.close()
    return ready


@pytest.mark.story
def test_two_hundred_at_once_for_thirty_places_make_thirty_and_an_ordered_waiting_list(
    stack: Stack, women: list[Visitor]
) -> None:
    number = command(stack, "training", PLAN).split()[0]
    class_id = stack.db("training").classes.find_one({"number": number})["_id"]
    gate = Barrier(WOMEN)

    def come(visitor: Visitor) -> requests.Response:
        gate.wait()
        return visitor.post(f"/training/api/v1/classes/{class_id}/enrolments", json={})

    with ThreadPoolExecutor(WOMEN) as pool:
        answers = list(pool.map(come, women))
    again = [visitor for visitor, answer in zip(women, answers, strict=True) if answer.status_code == 503]
    answers = [answer for answer in answers if answer.status_code != 503]
    answers += [visitor.post(f"/training/api/v1/classes/{class_id}/enrolments", json={}) for visitor in again]
    assert {answer.status_code for answer in answers} == {201}, {answer.text for answer in answers if not answer.ok}
    rows = list(stack.db("training").enrolments.find({"class_id": class_id}))
    assert len({row["person_id"] for row in rows}) == len(rows) == WOMEN
    assert sum(row["state"] == "enrolled" for row in rows) == PLACES
    ranks = sorted(visitor_rank(visitor) for visitor in women)
    assert [rank for rank in ranks if rank] == list(range(1, WOMEN - PLACES + 1))


def visitor_rank(visitor: Visitor) -> int:
    """Return her place on the list as her own page tells it; 0 with a seat."""
    found = re.search(r"第 ?(\d+) ?位", text_of(visitor.get("/training/me")))
    return int(found[1]) if found else 0
