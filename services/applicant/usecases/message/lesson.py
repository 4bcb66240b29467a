"""The evening before a class begins she is told where and when; who gave her place back by then is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services.applicant.domain.message import Told
from services.applicant.usecases.account.ports import Clock
from services.applicant.usecases.message.tell import Tell
from services.applicant.usecases.title.ports import DueWork
from shared.clock import SHANGHAI

KIND = "lesson_tomorrow"
HOUR = 18


@dataclass(frozen=True, slots=True)
class Lesson:
    """`promise` when she gets a place; `told` in the transaction that finishes the job, with what training answered."""

    tell: Tell
    due: DueWork
    clock: Clock

    def promise(self, enrolment_id: str, person_id: str, starts_on: date) -> None:
        """Promise to ask training the evening before; a class that has begun needs none."""
        at = datetime.combine(starts_on - timedelta(days=1), time(HOUR), SHANGHAI)
        if at > self.clock.now():
            self.due.add(KIND, enrolment_id, at - self.clock.now(), {"person_id": person_id})

    def told(self, person_id: str, session: Mapping[str, Any] | None, job: object) -> str | None:
        """Tell her of a session {title, starts_at, room}, of nothing when she has none; finish the job."""
        said = None
        if session is not None:
            starts = datetime.fromisoformat(session["starts_at"]).astimezone(SHANGHAI)
            words = {"time": f"{starts:%H:%M}", "place": session["room"], "course": session["title"]}
            said = self.tell(person_id, Told.of("class", **words), on=self.clock.today())
        self.due.done(job)
        return said
