"""The sheets of an application as part of its document: numbers and codes in clear, names and her plan sealed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from services.loans.domain.draft import Draft
from services.loans.domain.judge import Hire
from services.loans.domain.sheets import PARTNERS_SEALED, SEALED, SHEETS, Partner, Sheet, Step
from services.loans.domain.staff import Roster
from shared.storage.mongo import Document

PARTNERS, ROSTER = "partners", "roster"


def clear(draft: Draft) -> Document:
    """Return what stands in clear, one table for each sheet, one for each partner, the sums of a staff roster."""
    tables = {step.value: _plain(draft.sheet(step), SEALED) for step in Step}
    partners = [_plain(one, PARTNERS_SEALED) for one in draft.partners]
    return {**tables, PARTNERS: partners, ROSTER: _roster_row(draft.roster) if draft.roster else None}


def sealed(draft: Draft) -> dict[str, str]:
    """Return what must be sealed, by name."""
    found = {name: getattr(draft.sheet(step), name) for step in Step for name in SEALED & set(_names(step))}
    for number, one in enumerate(draft.partners, 1):
        found |= {f"{PARTNERS}.{number}.{name}": getattr(one, name) for name in PARTNERS_SEALED}
    return {name: text for name, text in found.items() if text}


def read(row: Document, texts: Mapping[str, str]) -> Draft:
    """Return the sheets of a document and its opened texts; a sheet of a later version of the form is empty."""
    found: dict[str, Any] = {step.value: _sheet(step, row.get(step.value) or {}, texts) for step in Step}
    people = [_partner(number, one, texts) for number, one in enumerate(row.get(PARTNERS) or (), 1)]
    return Draft(**found, partners=tuple(people), roster=_roster(row.get(ROSTER)))


def _partner(number: int, row: Document, texts: Mapping[str, str]) -> Partner:
    known = {one.name for one in fields(Partner)} & set(row)
    values = {name: _value(name, row[name]) for name in known}
    return Partner(**values | {name: texts.get(f"{PARTNERS}.{number}.{name}") for name in PARTNERS_SEALED})


def _roster_row(roster: Roster) -> Document:
    hires = [[one.on.isoformat(), one.group, one.contract_months] for one in roster.hires]
    return {"given_on": roster.given_on.isoformat(), "staff": roster.staff, "hires": hires, "wrong": roster.wrong}


def _roster(row: Document | None) -> Roster | None:
    if row is None:
        return None
    hires = tuple(Hire(date.fromisoformat(on), group, months) for on, group, months in row["hires"])
    return Roster(date.fromisoformat(row["given_on"]), row["staff"], hires, row["wrong"])


def _sheet(step: Step, row: Document, texts: Mapping[str, str]) -> Sheet:
    names = _names(step)
    values = {name: _value(name, row[name]) for name in names if name in row}
    return SHEETS[step](**values | {name: texts.get(name) for name in names if name in SEALED})


def _names(step: Step) -> list[str]:
    return [one.name for one in fields(SHEETS[step])]


def _plain(sheet: Sheet, hidden: frozenset[str]) -> Document:
    return {one.name: _row(getattr(sheet, one.name)) for one in fields(sheet) if one.name not in hidden}


def _row(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(value) if name.endswith("_on") and value else value
