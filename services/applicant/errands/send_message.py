"""A job puts one message on the network: a file that stands for it, or the provider over HTTP."""

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import requests

from services.applicant.usecases import UseCases
from services.applicant.usecases.message.send import Letter
from shared.clock import Clock
from shared.errors import Unavailable
from shared.jobs.job import Job
from shared.running import Runs
from shared.settings import Settings

log = logging.getLogger(__name__)


class Outlet(Protocol):
    """The phone network."""

    def send(self, letter: Letter) -> None:
        """Hand a message over; raises Unavailable when it was not taken."""


@dataclass(frozen=True, slots=True)
class Console:
    """Appends one JSON line {at, to, key, text}; local and test mode only (shared/settings.py)."""

    file: Path

    def send(self, letter: Letter) -> None:
        """Append it."""
        line = {"at": Clock.real_now().isoformat(), "to": letter.to, "key": letter.key, "text": letter.text}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class Http:
    """The provider at SMS_URL, fixed; the message's id lets it drop one that comes twice."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def send(self, letter: Letter) -> None:
        """Post it; anything but 2xx is tried again by the job loop."""
        body = {"id": letter.id, "to": letter.to, "key": letter.key, "text": letter.text}
        try:
            answer = self.session.post(self.url, json=body, timeout=(1.0, 3.0), allow_redirects=False)
        except requests.RequestException as error:
            raise Unavailable("sms_unavailable") from error
        if not answer.ok or answer.is_redirect:
            raise Unavailable("sms_unavailable")


def outlet(settings: Settings) -> Outlet:
    """Return the network the settings name."""
    if settings.sms_backend == "console":
        return Console(settings.data_dir / "messages.log")
    return Http(settings.sms_url)


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Runs jobs of the kind `send_message`; the key is the message's id. Erased meanwhile: nothing to send."""

    runs: Runs[UseCases]
    outlet: Outlet

    def __call__(self, job: Job) -> None:
        """Send it, unless it went out before a crash, or the hour's budget of the whole system is used up."""
        letter = self.runs.ask(lambda use: use.message.send.letter(job.key))
        went = letter is None or self._send(letter)
        self.runs.run(lambda use: use.message.send.finish(job.key, job, went=went))

    def _send(self, letter: Letter) -> bool:
        if not letter.to:
            return False
        if not self.runs.run(lambda use: use.message.send.within_budget()):
            log.critical("the hourly budget of messages is used up: somebody may be pumping codes")
            return False
        self.outlet.send(letter)
        return True
