"""Aggregates as JSON and pages show them: words for slugs, cells for fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.training.domain.roster import Finding, Roster, Row
from services.training.domain.session import Session
from services.training.domain.training_class import TrainingClass
from shared.web.i18n import word


def class_view(one: TrainingClass) -> dict[str, Any]:
    """Return a class in the shape of ClassView."""
    plan = one.plan
    return {
        "id": one.id,
        "number": plan.number,
        "course": plan.course,
        "title": plan.title,
        "state": one.state.value,
        "capacity": plan.capacity,
        "enrolled": one.seats.enrolled,
        "waiting": one.seats.waiting,
        "minutes": plan.minutes,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "version": one.version,
    }


def roster_view(roster: Roster, rows: Sequence[Row]) -> dict[str, Any]:
    """Return an import in the shape of RosterView."""
    columns = roster.source.columns
    return {
        "state": roster.state.value,
        "done": roster.done,
        "total": roster.total,
        "hidden_columns": roster.source.unseen.columns(columns),
        "hidden_sheets": roster.source.unseen.sheets,
        "rows": [row_view(row, columns) for row in rows],
    }


def row_view(row: Row, columns: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return a row in the shape of RowView."""
    return {
        "row": row.row,
        "no": row.no,
        "verdict": row.verdict.value,
        "person_id": row.person_id,
        "problems": [problem_view(row.row, one, columns) for one in row.findings],
    }


def problem_view(line: int, one: Finding, columns: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return what is said of a row in the shape of ProblemView; the column is named as on her sheet."""
    letters, heading = columns.get(one.field, ("", ""))
    return {
        "cell": f"{letters}{line}" if letters else "",
        "column": heading,
        "slug": one.slug,
        "sentence": say(one),
        "suggestion": one.suggestion,
    }


def say(one: Finding) -> str:
    """Return the sentence for what was found; a suggestion is one of its facts."""
    facts = {**one.facts, "suggestion": one.suggestion} if one.suggestion else dict(one.facts)
    return word(f"errors.{one.slug}", **facts)


def session_view(one: Session | None, rooms: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the next session for another service's page."""
    if one is None:
        return None
    return {
        "starts_at": one.slot.starts_at.isoformat(),
        "ends_at": one.slot.ends_at.isoformat(),
        "room": rooms.get(one.room, ""),
    }
