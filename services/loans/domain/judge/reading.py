"""Facts from their JSON form: a missing key is unknown, a key or a value that cannot be understood is refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from services.loans.domain.judge.facts import FORMS, EarlierLoan, Facts, Guarantor, Hire, OtherLoan, Person

SEXES = {"female": "female", "f": "female", "女": "female", "male": "male", "m": "male", "男": "male"}
KINDS = {
    "助学": "student", "扶贫": "poverty", "首套住房": "first_housing", "住房": "housing", "购车": "car",
    "消费": "consumer", "信用卡": "consumer", "credit_card": "consumer", "其他": "other",
    "脱贫人口小额信贷": "poverty", "房": "housing", "车": "car", "mortgage": "housing", "house": "housing",
}  # fmt: skip
RUNNING = "running"
MOST_FEN = 10**15
MOST_MONTHS = 1200
DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")  # a year beyond these is a slip of the pen


def facts_of(data: Mapping[str, Any]) -> Facts:
    """Read facts from their JSON form; raises ValueError naming what cannot be read. A missing key stays unknown."""
    if not isinstance(data, Mapping):
        raise ValueError("facts are one JSON object")
    found: Facts = _object(Facts, data, "")
    return found


def _object(kind: type, data: Any, path: str) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"{path.rstrip('.')} cannot be read: an object is needed")
    known = {one.name for one in fields(kind)} - {RUNNING}
    strangers = sorted(map(str, set(data) - known))
    if kind is Guarantor:  # offices write more on a guarantor than any rule asks: what no rule asks is passed over
        data, strangers = {name: value for name, value in data.items() if name in known}, []
    if strangers:
        raise ValueError(f"unknown fact: {path}{strangers[0]} (known: {', '.join(sorted(known))})")
    found = {name: _read(f"{path}{name}", value) for name, value in data.items() if value is not None}
    if kind is EarlierLoan and data.get("settled_on", "") is None:  # the one null that is an answer: it still runs
        found[RUNNING] = True
    return kind(**found)


def _read(path: str, value: Any) -> Any:
    name = path.rpartition(".")[2]
    nested = _LISTS.get(path)
    if nested is not None:
        if not isinstance(value, list):
            raise ValueError(f"{path} cannot be read: a list is needed")
        return tuple(_one(nested, one, path) for one in value)
    reader: Callable[[Any], Any] = _READERS.get(name, _months if name.endswith("_months") else _count)
    try:
        return reader(value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} cannot be read: {value!r}") from error


def _one(kind: type, value: Any, path: str) -> Any:
    try:
        return _object(kind, value, f"{path}.")
    except TypeError as error:
        raise ValueError(f"{path} cannot be read: a needed key is missing") from error


def _codes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(one) for one in value)


def _form(value: Any) -> str:
    if value not in FORMS:
        raise ValueError(value)
    return str(value)


def _month(value: Any) -> str:
    return _day(f"{_text(value)}-01").isoformat()[:7]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _sex(value: Any) -> str:
    return SEXES[_text(value).lower()]


def _kind(value: Any) -> str:
    text = _text(value)
    return KINDS.get(text.removesuffix("贷款").removesuffix("贷"), KINDS.get(text, text))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_FEN:
        raise TypeError
    return value


def _months(value: Any) -> int:
    months = _count(value)
    if months > MOST_MONTHS:
        raise ValueError(value)
    return months


def _day(value: Any) -> date:
    if not DAY.fullmatch(_text(value)):
        raise ValueError(value)
    return date.fromisoformat(value)


_LISTS: Mapping[str, type] = {
    "loans_before": EarlierLoan,
    "other_loans": OtherLoan,
    "guarantors": Guarantor,
    "hires": Hire,
    "partners": Person,
    "partners.loans_before": EarlierLoan,
    "partners.other_loans": OtherLoan,
}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "groups": _codes,
    "barred": _codes,
    "exempt": _codes,
    "form": _form,
    "birth_month": _month,
    "sex": _sex,
    "kind": _kind,
    **dict.fromkeys(("holder", "relation", "group"), _text),
    **dict.fromkeys(("resident", "overdue", "busy", "tainted", "spouse_busy", "spouse_tainted"), _flag),
    **dict.fromkeys(("settled_on", "on"), _day),
}
