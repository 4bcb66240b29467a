"""The three services wired in this process, on one played clock, with the promises they make."""

import hashlib
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Problem
from shared.events.outbox import QUIET
from shared.jobs.job import HELD_FOR, Jobs
from shared.jobs.loop import JobLoop
from shared.running import Once
from shared.settings import SERVICES, Settings
from simulator.clock import PlayedClock

HOLDER = "city"
# Slow and without a day of their own: the work processes do them. Each night's check of every fund was a third of the
# play; what is played stops no bank, and at the end the whole city is checked.
LEFT = ("send_message", "check_funds")
PAPER, AFTER = "certificate.print", f"{HOLDER}/after"  # printing takes a core for a minute: it waits for the play's end


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its wiring (use cases and errands of the real process) and the loop over its own promises."""

    name: str
    wiring: Any
    loop: JobLoop

    def once(self, key: str, work: Callable[[Any], str], *, hot: str | None = None) -> str:
        """Run a command that returns an id, at most once for a key, however often the city is played."""
        resource_id: str = self.wiring.worker.once(self.mark(key), work, hot=hot).resource_id
        return resource_id

    def done(self, key: str) -> bool:
        """Tell whether the command of a key was done in an earlier play."""
        return bool(self.db.once.count_documents({"_id": self.mark(key).id}, limit=1))

    def run(self, work: Callable[[Any], Any], *, hot: str | None = None) -> Any:
        """Run a command that is harmless when it is run again."""
        return self.wiring.worker.run(work, hot=hot)

    def ask(self, question: Callable[[Any], Any]) -> Any:
        """Ask."""
        return self.wiring.worker.ask(question)

    def survey(self, question: Callable[[Any], Any]) -> Any:
        """Ask what counts everything."""
        return self.wiring.worker.survey(question)

    def keep_promises(self) -> int:
        """Run what the played day has made due; returns how much it was."""
        self.db.jobs.update_many({"held": HOLDER, "kind": {"$in": LEFT}}, {"$unset": {"held": ""}})
        self.db.jobs.update_many({"held": HOLDER, "kind": PAPER}, {"$set": {"held": AFTER}})
        done = 0
        while self.loop.once():
            done += 1
        return done

    def mark(self, key: str) -> Once:
        """Return the mark under which an errand runs its command once."""
        return Once(HOLDER, f"{HOLDER}/{key}", hashlib.sha256(key.encode()).hexdigest())

    @property
    def db(self) -> Any:
        """Return its database."""
        return self.wiring.frame.db


@dataclass(frozen=True, slots=True)
class Stage:
    """All three. Use it as a context: connections are given back at its end."""

    clock: PlayedClock
    applicant: Service
    training: Service
    loans: Service
    refused: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, settings: Mapping[str, Settings], clock: PlayedClock) -> "Stage":
        """Wire the services as their own processes do; the settings must be of a local run or a test."""
        if not all(one.demonstration for one in settings.values()):
            raise SystemExit("A city is played with JINGUO_ENV=local or test only.")
        applicant, training, loans = (_service(settings[name], clock) for name in SERVICES)
        return cls(clock, applicant, training, loans)

    @property
    def services(self) -> tuple[Service, ...]:
        """Return all three."""
        return (self.applicant, self.training, self.loans)

    def hand_over(self) -> None:
        """Leave what is still promised to the work processes."""
        for service in self.services:
            for holder in (HOLDER, AFTER):
                Jobs(service.db).hand_over(holder)

    def note(self, verb: str, problem: Problem) -> None:
        """Count a refusal: a city in which somebody else works too is not played to the letter."""
        key = f"{verb}: {problem.slug}"
        self.refused[key] = self.refused.get(key, 0) + 1

    def close(self) -> None:
        """Give the connections back."""
        for service in self.services:
            service.wiring.frame.close()


def hold() -> None:
    """Let everything this thread promises wait for the city's own loop, and what it tells hurry nobody."""
    HELD_FOR.set(HOLDER)
    QUIET.set(True)


def _service(settings: Settings, clock: PlayedClock) -> Service:
    program = importlib.import_module(f"services.{settings.service}.__main__").program
    wiring = program.wire(settings, clock)
    return Service(settings.service, wiring, JobLoop(Jobs(wiring.frame.db), program.jobs(wiring), clock))
