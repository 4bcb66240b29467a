"""The evening before: training is asked where and when, then she is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.applicant.usecases import UseCases
from shared.clock import SHANGHAI
from shared.errands.peer import Peer
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class LessonTomorrow:
    """Runs jobs of the kind `lesson_tomorrow`; the key is the enrolment's id. Without training it is tried again."""

    runs: Runs[UseCases]
    training: Peer

    def __call__(self, job: Job) -> None:
        """Ask, tell, finish the job."""
        her = job.payload["person_id"]
        today = self.runs.ask(lambda use: use.message.lesson.clock.now()).astimezone(SHANGHAI).date()
        items = self.training.get(f"/persons/{her}/enrolments")["items"]
        found = next((one for one in items if one["enrolment_id"] == job.key and one["state"] == "enrolled"), None)
        session = _session(found) if found else None
        if session is not None and _day(session) != today + timedelta(days=1):  # moved: nobody is called out in vain
            session = None
        self.runs.run(lambda use: use.message.lesson.told(her, session, job))


def _session(one: Mapping[str, Any]) -> dict[str, Any] | None:
    following = one.get("next_session")
    if not following or not following.get("room"):
        return None
    return {"title": one["title"], "starts_at": following["starts_at"], "room": following["room"]}


def _day(session: Mapping[str, Any]) -> Any:
    return datetime.fromisoformat(session["starts_at"]).astimezone(SHANGHAI).date()
