"""What is known of a woman and her loan on the day she applies; None is "not known", never "no"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

FORMS = ("individual", "partner", "enterprise")


@dataclass(frozen=True, slots=True)
class EarlierLoan:
    """A guaranteed loan she had before: the day it was settled (None = still running), whether it was ever overdue."""

    settled_on: date | None = None
    overdue: bool | None = None


@dataclass(frozen=True, slots=True)
class OtherLoan:
    """What she or her spouse owes besides: kind student poverty housing car consumer other; holder self or spouse."""

    kind: str
    amount_fen: int | None = None
    holder: str = "self"


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Who stands for her: relation (spouse, relative, other), whether for another loan, or for an overdue one."""

    relation: str | None = None
    busy: bool | None = None
    tainted: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One case. `birth_month` is 1985-06; money in fen; `staff` and `hires_12m` count people of an enterprise."""

    birth_month: str | None = None
    sex: str | None = None
    groups: tuple[str, ...] | None = None
    amount_fen: int | None = None
    term_months: int | None = None
    form: str | None = None
    heads: int | None = None
    staff: int | None = None
    hires_12m: int | None = None
    months_trading: int | None = None
    loans_before: tuple[EarlierLoan, ...] | None = None
    other_loans: tuple[OtherLoan, ...] | None = None
    guarantors: tuple[Guarantor, ...] | None = None
    barred: tuple[str, ...] | None = None
    resident: bool | None = None


def facts_of(data: Mapping[str, Any]) -> Facts:
    """Read facts from their JSON form; raises ValueError naming what cannot be read. A missing key stays unknown."""
    strangers = set(data) - {one.name for one in fields(Facts)}
    if strangers:
        raise ValueError(f"unknown fact: {sorted(strangers)[0]}")
    return Facts(**{name: _read(name, value) for name, value in data.items() if value is not None})


def _read(name: str, value: Any) -> Any:
    try:
        reader: Callable[[Any], Any] = _READERS.get(name, _count)
        return reader(value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{name} cannot be read") from error


def _earlier(value: Any) -> tuple[EarlierLoan, ...]:
    return tuple(EarlierLoan(_day(one.get("settled_on")), one.get("overdue")) for one in value)


def _others(value: Any) -> tuple[OtherLoan, ...]:
    return tuple(OtherLoan(one["kind"], one.get("amount_fen"), one.get("holder", "self")) for one in value)


def _guarantors(value: Any) -> tuple[Guarantor, ...]:
    return tuple(Guarantor(one.get("relation"), one.get("busy"), one.get("tainted")) for one in value)


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in value)


def _form(value: Any) -> str:
    if value not in FORMS:
        raise ValueError(value)
    return str(value)


def _month(value: Any) -> str:
    return date.fromisoformat(f"{value}-01").isoformat()[:7]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError
    return value


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value is not None else None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "loans_before": _earlier,
    "other_loans": _others,
    "guarantors": _guarantors,
    "groups": _codes,
    "barred": _codes,
    "form": _form,
    "birth_month": _month,
    "sex": _text,
    "resident": _flag,
}
