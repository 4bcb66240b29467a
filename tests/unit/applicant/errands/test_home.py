"""Her home waits 300 ms for the others and not longer; the front page asks training twice a minute at most."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.applicant.errands import compose_home
from services.applicant.errands.compose_home import ComposeHome
from services.applicant.errands.open_classes import OpenClasses
from shared.access import Actor, Kind
from shared.errors import Unavailable

HER = Actor("a" * 32, Kind.WOMAN)


@dataclass
class FakePeer:
    """Answers, refuses, or hangs until let go."""

    items: list[dict[str, Any]] | None = None
    hangs: threading.Event | None = None
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def get(self, path: str, **options: Any) -> Any:
        self.asked.append((path, options.get("by")))
        if self.hangs is not None:
            self.hangs.wait(5)
        if self.items is None:
            raise Unavailable("peer_unavailable")
        return {"items": self.items}


def test_both_are_asked_for_her_and_in_her_name() -> None:
    training, loans = FakePeer([{"class_id": "c"}]), FakePeer([])
    blocks = ComposeHome(training, loans)(HER.id, by=HER)
    assert (blocks.enrolments.get(), blocks.applications.get()) == ([{"class_id": "c"}], [])
    assert training.asked == [(f"/persons/{HER.id}/enrolments", HER)]
    assert loans.asked == [(f"/persons/{HER.id}/applications", HER)]


def test_a_service_that_does_not_answer_is_a_missing_block() -> None:
    blocks = ComposeHome(FakePeer(None), FakePeer([]))(HER.id, by=HER)
    assert blocks.enrolments.get() is None
    assert blocks.applications.get() == []


def test_a_service_that_hangs_costs_its_patience_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose_home, "PATIENCE", 0.05)
    release = threading.Event()
    began = time.monotonic()
    blocks = ComposeHome(FakePeer([], hangs=release), FakePeer([], hangs=release))(HER.id, by=HER)
    assert blocks.enrolments.get() is None
    assert blocks.applications.get() is None
    assert time.monotonic() - began < 1
    release.set()


def test_the_front_page_keeps_the_classes_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    peer = FakePeer([{"class_id": "c"}])
    classes = OpenClasses(peer)
    assert classes() == classes() == [{"class_id": "c"}]
    assert len(peer.asked) == 1
    now[0] += 29
    peer.items = None
    assert classes() == [{"class_id": "c"}]
    now[0] += 2
    assert classes() is None, "an old answer is not shown for ever"
    now[0] += 4
    peer.items = []
    assert classes() is None, "and a service that is down is left alone for five seconds"
    now[0] += 2
    assert classes() == []


def test_while_one_asks_the_others_take_what_is_known() -> None:
    release = threading.Event()
    peer = FakePeer([], hangs=release)
    classes = OpenClasses(peer)
    first = threading.Thread(target=classes)
    first.start()
    while not peer.asked:
        time.sleep(0.001)
    assert classes() is None
    release.set()
    first.join()
    assert classes() == []
