"""Schema → HTML controls, and back: labels, hints, choices and limits are read from the schema, never said twice."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext
from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict

from shared import money
from shared.errors import Invalid, Refused
from shared.web.i18n import sentence, word
from shared.web.schema import Amount, Length, Ui

_DAY = re.compile(r"\A([0-9]{4})[-/. \u5e74]([0-9]{1,2})[-/. \u6708]([0-9]{1,2})\u65e5?\Z")  # 2026年3月1日
FEW = 6
NAMELESS = frozenset(
    {"below_a_fen", "control_character", "must_be_ticked", "not_a_day", "not_a_whole_number", "not_an_amount"}
    | {"not_a_phone", "not_listed", "not_text", "out_of_range", "too_long", "too_short"}
)
TRUE = frozenset({"on", "true", "1", "是", "yes"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form as a template draws it; `value` is what was typed, or the list of ticked codes."""

    name: str
    id: str
    label: str
    help: str
    widget: str
    required: bool
    value: Any
    errors: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    attrs: Mapping[str, str] = field(default_factory=dict)
    money_echo: str | None = None
    nameless: bool = False  # its first sentence says nothing of what it is about, so a summary names the field


def controls(
    schema: Schema,
    data: Mapping[str, Any] | None = None,
    problem: Invalid | None = None,
    only: Iterable[str] | None = None,
) -> list[Control]:
    """Return the controls of a schema, or of the fields named in `only`, filled with typed data and their errors."""
    wanted = set(only) if only is not None else None
    wrong = problem.fields if problem else {}
    return [
        _control(name, item, (data or {}).get(name), wrong.get(name, []))
        for name, item in schema.load_fields.items()
        if "ui" in item.metadata and (wanted is None or name in wanted)
    ]


def general_errors(schema: Schema, problem: Invalid | None) -> list[str]:
    """Return the sentences that belong to no visible field, for the summary."""
    visible = {name for name, item in schema.load_fields.items() if "ui" in item.metadata}
    wrong = problem.fields if problem else {}
    return [sentence(one) for path, found in wrong.items() if path.split(".")[0] not in visible for one in found]


def from_form(schema: Schema, typed: "MultiDict[str, str]") -> dict[str, Any]:
    """Return posted values in the schema's shape: trimmed, blanks dropped so that `required` speaks, boxes as booleans.

    Names the schema does not know stay in, so that it refuses them; hidden names beginning with _ are the frame's.
    """
    data: dict[str, Any] = {}
    for name in typed:
        item = schema.load_fields.get(name)
        values = [value.strip() for value in typed.getlist(name)]
        if name.startswith("_"):
            continue
        if isinstance(item, fields.List):
            data[name] = [value for value in values if value]
        elif isinstance(item, fields.Boolean):
            data[name] = values[-1].lower() in TRUE
        elif values[-1] or item is None:
            data[name] = _typed(item, values[-1])
    return data


def _typed(item: Any, typed: str) -> Any:
    """Return a whole number (２４) or a day (2026年3月1日) in plain digits where one was typed; else what was typed."""
    plain = unicodedata.normalize("NFKC", typed)
    if isinstance(item, fields.Date) and (found := _DAY.match(plain)):
        return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    if isinstance(item, fields.Integer) and plain.isascii() and plain.removeprefix("-").isdecimal() and len(plain) < 16:
        return int(plain)
    return typed


def _control(name: str, item: Any, value: Any, wrong: Sequence[Refused]) -> Control:
    ui: Ui = item.metadata["ui"]
    options = ui.options()
    return Control(
        name=name,
        id=f"f-{name}",
        label=gettext(ui.label),
        help=gettext(ui.help) if ui.help else "",
        widget=_widget(ui, len(options)),
        required=item.required or ui.widget == "checkbox",
        value=_shown(item, value),
        errors=[_said(one, ui) for one in wrong],
        choices=[Choice(code, gettext(label)) for code, label in options],
        attrs=_attrs(item, ui),
        money_echo=_echo(item, value),
        nameless=bool(wrong) and _nameless(wrong[0], ui),
    )


def _nameless(one: Refused, ui: Ui) -> bool:
    """Tell whether a sentence fits other fields, too; that of 身份证号 names itself, but not whose number it is."""
    return one.slug in NAMELESS or (one.slug.startswith("id_") and not sentence(one).startswith(gettext(ui.label)))


def _said(one: Refused, ui: Ui) -> str:
    """Return the sentence of a refusal; what is missing is called by its name, for the summary."""
    if one.slug != "required":
        return sentence(one)
    chosen = ui.widget in ("choice", "radio", "select", "checkboxes", "date")
    return word("errors.required_choice" if chosen else "errors.required_text", label=gettext(ui.label))


def _widget(ui: Ui, count: int) -> str:
    if ui.widget != "choice":
        return ui.widget
    return "radio" if count <= FEW else "select"


def _attrs(item: Any, ui: Ui) -> dict[str, str]:
    lengths = [one for one in item.validators if isinstance(one, Length)]
    attrs = {
        "autocomplete": ui.autocomplete,
        "inputmode": ui.inputmode,
        "rows": str(ui.rows) if ui.rows else "",
        "accept": ui.accept,
        "data-most": str(lengths[0].most) if lengths else "",
    }
    return {name: value for name, value in attrs.items() if value}


def _shown(item: Any, value: Any) -> Any:
    if isinstance(item, Amount) and isinstance(value, int):
        return money.yuan(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _echo(item: Any, value: Any) -> str | None:
    if not isinstance(item, Amount) or value in (None, ""):
        return None
    try:
        return money.spoken(value if isinstance(value, int) else money.fen(str(value)))
    except Refused:
        return None
