"""A line of the sheet → checked values: days and codes as people write them, every wrong cell at once."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shared.errors import Invalid, Refused
from shared.ledger.row import Finding
from shared.web.schema import Form, Ui, flat, loaded
from shared.xlsx.table import Line

LONGEST = 200  # of a cell
_DAY = re.compile(r"\A([12][0-9]{3})\s*[年./-]?\s*([0-9]{1,2})\s*[月./-]?\s*([0-9]{1,2})\s*日?(?:\s.*)?\Z")
_PACKED = re.compile(r"\A([12][0-9]{3})([0-9]{2})([0-9]{2})\Z")
_SERIAL = re.compile(r"\A[2-6][0-9]{4}\Z")
_QUOTES = re.compile("[“”\"'‘’「」『』]")  # “妇”字号 is typed with any of them, or with none
_EXCEL_BEGINS = date(1899, 12, 30)  # day 0 of Excel's calendar; 20000 is 1954, 69999 is 2091


@dataclass(frozen=True, slots=True)
class Typed:
    """One line: its texts as typed, the checked values (none while a cell is wrong), what is wrong."""

    row: int
    no: str
    texts: Mapping[str, str] = field(repr=False)
    values: Mapping[str, Any] | None = field(repr=False)
    findings: tuple[Finding, ...] = ()


def read(schema: Form, line: Line) -> Typed:
    """Check one line against its schema; a field without a column is empty."""
    texts = {name: line.values.get(name, "").strip() for name in schema.load_fields}
    no = line.values.get("no", "").strip()
    long = tuple(Finding(name, "too_long", {"most": LONGEST}) for name, one in texts.items() if len(one) > LONGEST)
    if long:
        return Typed(line.row, no, {name: one[:LONGEST] for name, one in texts.items()}, None, long)
    given = {name: _meant(schema.load_fields[name].metadata["ui"], one) for name, one in texts.items() if one}
    try:
        return Typed(line.row, no, texts, loaded(schema, given))
    except Invalid as problem:
        wrong = tuple(_finding(schema, name, one) for name, found in flat(problem) for one in found)
        return Typed(line.row, no, texts, None, wrong)


def _finding(schema: Form, name: str, one: Refused) -> Finding:
    """Return what is wrong with a cell; of a list all that may stand there is named."""
    if one.slug == "not_listed":
        ui: Ui = schema.load_fields[name].metadata["ui"]
        return Finding(name, "ledger_not_listed", {"choices": "、".join(str(label) for _, label in ui.options())})
    return Finding(name, one.slug, dict(one.facts))


def day_of(typed: str) -> str:
    """Return an ISO day for 2024年5月6日, 2024/5/6, 20240506, Excel's own day number; anything else as it is."""
    text = unicodedata.normalize("NFKC", typed).strip()
    found = _PACKED.match(text) or _DAY.match(text)
    if found:
        year, month, day = (int(part) for part in found.groups())
        return f"{year:04d}-{month:02d}-{day:02d}"
    return (_EXCEL_BEGINS + timedelta(days=int(text))).isoformat() if _SERIAL.match(text) else text


def _meant(ui: Ui, typed: str) -> str | int:
    if ui.widget == "date":
        return day_of(typed)
    if ui.inputmode == "numeric" and typed.isdecimal():
        return int(typed)  # full-width digits, too
    codes = {_alike(str(label)): code for code, label in ui.options()}
    return codes.get(_alike(typed), typed)


def _alike(word: str) -> str:
    return _QUOTES.sub("", "".join(unicodedata.normalize("NFKC", word).split())).lower()
