"""The sheets of an application as part of its document: numbers and codes in clear, names and her plan sealed."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from services.loans.domain.draft import Draft
from services.loans.domain.sheets import SEALED, SHEETS, Sheet, Step
from shared.storage.mongo import Document


def clear(draft: Draft) -> Document:
    """Return what stands in clear, one table for each sheet."""
    return {step.value: _plain(draft.sheet(step)) for step in Step}


def sealed(draft: Draft) -> dict[str, str]:
    """Return what must be sealed, by name."""
    found = {name: getattr(draft.sheet(step), name) for step in Step for name in SEALED & set(_names(step))}
    return {name: text for name, text in found.items() if text}


def read(row: Document, texts: Mapping[str, str]) -> Draft:
    """Return the sheets of a document and its opened texts; a sheet of a later version of the form is empty."""
    found: dict[str, Any] = {step.value: _sheet(step, row.get(step.value) or {}, texts) for step in Step}
    return Draft(**found)


def _sheet(step: Step, row: Document, texts: Mapping[str, str]) -> Sheet:
    names = _names(step)
    values = {name: _value(name, row[name]) for name in names if name in row}
    return SHEETS[step](**values | {name: texts.get(name) for name in names if name in SEALED})


def _names(step: Step) -> list[str]:
    return [one.name for one in fields(SHEETS[step])]


def _plain(sheet: Sheet) -> Document:
    return {one.name: _row(getattr(sheet, one.name)) for one in fields(sheet) if one.name not in SEALED}


def _row(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(value) if name.endswith("_on") and value else value
