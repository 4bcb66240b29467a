"""A form that comes again is led where it led before; whatever is unsure goes on to its view, which keeps the words."""

from dataclasses import dataclass, field

import pytest
from flask import Flask, g, redirect
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from shared.access import NOBODY, Actor, Kind
from shared.errors import Unavailable
from shared.ids import new_id
from shared.running import Once
from shared.web import led
from shared.web.posting import once

HER = Actor("a" * 32, Kind.WOMAN)
FORM = {"_once": new_id(), "words": "x"}


@dataclass
class Remembered:
    """Addresses in memory, and a database that may be away."""

    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    away: bool = False

    def where(self, once: Once) -> str | None:
        self._there()
        return self.rows.get((once.id, once.request_hash))

    def keep(self, once: Once, where: str) -> None:
        self._there()
        self.rows.setdefault((once.id, once.request_hash), where)

    def _there(self) -> None:
        if self.away:
            raise Unavailable("database_unavailable")


@dataclass
class Desk:
    """A page that counts how often its command was asked for."""

    kept: Remembered = field(default_factory=Remembered)
    who: Actor = HER
    asked: int = 0
    answer: str = "/done"

    def client(self) -> FlaskClient:
        app = Flask(__name__)

        @app.before_request
        def gate() -> None:
            g.actor = self.who

        led.install(app, self.kept)

        @app.post("/things")
        def view() -> ResponseReturnValue:
            once()
            self.asked += 1
            return redirect(self.answer, 303) if self.answer else ("typed", 422)

        return app.test_client()


def test_a_second_press_leads_there_without_a_look_at_the_thing():
    desk = Desk()
    first, second = (desk.client().post("/things", data=FORM) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/done")
    assert desk.asked == 1


@pytest.mark.parametrize("changed", [{"words": "y"}, {"_once": new_id()}])
def test_other_words_and_another_key_go_on_to_the_command(changed: dict[str, str]):
    desk = Desk()
    desk.client().post("/things", data=FORM)
    desk.client().post("/things", data=FORM | changed)
    assert desk.asked == 2


def test_a_refusal_leads_nowhere_and_is_asked_again():
    desk = Desk(answer="")
    for _ in range(2):
        assert desk.client().post("/things", data=FORM).status_code == 422
    assert (desk.asked, desk.kept.rows) == (2, {})


def test_whoever_is_nobody_yet_has_no_address():
    desk = Desk(who=NOBODY)
    for _ in range(2):
        desk.client().post("/things", data=FORM)
    assert desk.asked == 2


def test_without_its_database_the_view_answers_so_that_nothing_typed_is_lost():
    desk = Desk(Remembered(away=True))
    assert desk.client().post("/things", data=FORM).status_code == 303
    assert desk.asked == 1
