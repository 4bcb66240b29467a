"""A row whose woman is registered becomes a place in the class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.training.domain.enrolment import State
from services.training.domain.roster import Finding, Roster, Row
from services.training.usecases.enrolment.enrol import Coming, Enrol
from services.training.usecases.ports import Rosters
from shared.access import SYSTEM, Scope
from shared.errors import Conflict, Problem
from shared.replica import Replica

LATER = frozenset({"age_to_check"})  # the sheet's own number says it better


@dataclass(frozen=True, slots=True)
class Arrived:
    """What applicant answered for one row: who she is, her card with its seq; and the remark of the sheet."""

    line: int
    person_id: str
    card: Mapping[str, Any]
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Enter:
    """One transaction for a row: card, seat, news, verdict and progress together; a repeated row changes nothing."""

    rosters: Rosters
    enrol: Enrol
    replica: Replica

    def one(self, roster_id: str, arrived: Arrived) -> Row:
        """Enter one row; a refusal of the class becomes the row's verdict."""
        roster = self.rosters.get(SYSTEM, roster_id)
        row = self.rosters.row(roster_id, arrived.line)
        if row.settled:
            return row
        try:
            self._enter(roster, row, arrived)
        except Conflict as problem:
            _settle(row, problem)
        self.rosters.save_row(roster_id, row, step=1)
        return row

    def all(self, roster_id: str, arrived: Sequence[Arrived]) -> None:
        """Enter every row or none; raises RowRefused naming the row that cannot come in."""
        roster = self.rosters.get(SYSTEM, roster_id)
        for one in arrived:
            row = self.rosters.row(roster_id, one.line)
            try:
                self._enter(roster, row, one)
            except Conflict as problem:
                if problem.slug != "already_in_class":
                    raise RowRefused(one.line, problem) from problem
                _settle(row, problem)
            self.rosters.save_row(roster_id, row, step=1)

    def refuse(self, roster_id: str, line: int, problem: Problem) -> None:
        """Note why a row cannot come in."""
        row = self.rosters.row(roster_id, line)
        row.refuse(Finding("id_no", problem.slug, problem.facts))
        self.rosters.save_row(roster_id, row, step=1)

    def _enter(self, roster: Roster, row: Row, arrived: Arrived) -> None:
        self.replica.card_came(arrived.card, arrived.card["seq"])
        row.person_id = arrived.person_id
        warnings = tuple(one.slug for one in row.findings if one.level == "warn")
        scope = Scope(frozenset({roster.source.path[-1]}))
        coming = Coming(arrived.person_id, "roster", scope, warnings, arrived.remark)
        place = self.enrol(roster.source.class_id, coming, by=roster.source.by)
        row.note(slug for slug in place.origin.warnings if slug not in warnings and slug not in LATER)
        if place.state is State.WAITLISTED:
            row.note(["class_full_waits"])
        row.outcome, row.settled = place.state.value, True


class RowRefused(Exception):
    """In an import of all rows or none, this one cannot come in."""

    def __init__(self, line: int, problem: Problem) -> None:
        super().__init__(problem.slug)
        self.line, self.problem = line, problem


def _settle(row: Row, problem: Problem) -> None:
    if problem.slug == "already_in_class":
        row.findings.append(Finding("", problem.slug, level="note"))
        row.outcome, row.settled = "already", True
        return
    row.refuse(Finding("id_no", problem.slug, problem.facts))
