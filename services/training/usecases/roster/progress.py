"""What the import's job writes down: that it began, every row's verdict, that it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.roster import Mode, Roster, Row, State, Verdict
from services.training.usecases.ports import Clock, Due, Rosters
from services.training.usecases.roster.bring import AFTERWARDS, FORGET_FILE
from shared.access import SYSTEM


@dataclass(frozen=True, slots=True)
class Progress:
    """Each step is one transaction, so that a job cut off anywhere goes on at the next row."""

    rosters: Rosters
    due: Due
    clock: Clock

    def begin(self, roster_id: str) -> Roster:
        """Return the roster, now running; a run that was cut off begins again without losing what is settled."""
        roster = self.rosters.get(SYSTEM, roster_id)
        if roster.state is not State.DONE:
            roster.start()
            self.rosters.save(roster)
        return roster

    def judged(self, roster_id: str, rows: Sequence[Row]) -> Roster:
        """Keep every row's verdict; rows that are errors need nothing more.

        Verdicts that are there stay: a worker that slept through its lease must not undo what its successor entered.
        """
        roster = self.rosters.get(SYSTEM, roster_id)
        if roster.judged:
            return roster
        for row in rows:
            row.settled = row.settled or row.verdict is Verdict.ERROR
        self.rosters.put_rows(roster_id, rows)
        roster.judged, roster.total, roster.done = True, len(rows), sum(row.settled for row in rows)
        self.rosters.save(roster)
        return roster

    def finish(self, roster_id: str, job: object) -> Roster:
        """End the import in the transaction that ends its job; a file with nothing to hand back is not kept."""
        roster = self.rosters.get(SYSTEM, roster_id)
        if roster.state is not State.DONE:
            now = self.clock.now()
            roster.finish(self.rosters.rows(roster_id), now)
            self.rosters.save(roster)
            if roster.mode is not Mode.PREVIEW and not roster.counts.get(Verdict.ERROR.value):
                self.due.add(FORGET_FILE, roster_id, now + AFTERWARDS)
        self.due.done(job)
        return roster

    def forget_file(self, roster_id: str, job: object) -> None:
        """Delete the file of an import that was answered."""
        self.rosters.forget_file(roster_id)
        self.due.done(job)

    def forget(self, roster_id: str, job: object) -> None:
        """After thirty days: delete the file and make what was said of its rows unreadable."""
        self.rosters.forget(roster_id)
        self.due.done(job)
