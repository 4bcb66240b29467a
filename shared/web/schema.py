"""One schema makes the JSON body, the OpenAPI part, the HTML form and the Excel template: its base and its fields.

A wrong value is a slug with facts (shared.errors.Refused), never a sentence: words are found at the edge, in her
language. That is why marshmallow's own messages, lazy or not, never reach anybody (ux.md §2.3, traps 3 to 5).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields
from marshmallow.validate import Regexp, Validator

from shared import money
from shared.errors import Invalid, Refused

Choices = Sequence[tuple[str, str]]
LOCATIONS = ("json", "query", "form")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_BETWEEN_SIGNS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\-‐-―−]+")  # spaces, hyphens, signs that are not seen
_PHONE_ABROAD = re.compile(r"\A(?:\+|00)?86(?=1[3-9][0-9]{9}\Z)")
_MESSAGES: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "required",
    "null": "required",
    "invalid": "not_text",
    "invalid_utf8": "not_text",
}


class Form(Schema):
    """What a person fills in or a program sends: every field declared, anything else refused."""

    error_messages = {"unknown": "unknown_field", "type": "malformed"}  # noqa: RUF012  # marshmallow's own shape

    class Meta:
        """Refuse what is not declared, keep the order of the form."""

        unknown = RAISE


@dataclass(frozen=True, slots=True)
class Ui:
    """How a field looks; the label is the Chinese message id."""

    label: str
    help: str = ""
    widget: str = "text"
    autocomplete: str = ""
    inputmode: str = ""
    choices: Choices | Callable[[], Choices] = ()
    rows: int = 0
    accept: str = ""

    def options(self) -> Choices:
        """Return the choices now; a callable is asked each time."""
        return self.choices() if callable(self.choices) else self.choices


class Length(Validator):
    """Between `least` and `most` characters."""

    def __init__(self, least: int, most: int) -> None:
        self.min, self.max, self.equal = least or None, most, None
        self.least, self.most = least, most

    def __call__(self, value: str) -> str:
        if len(value) > self.most:
            raise ValidationError([Refused("too_long", most=self.most)])
        if len(value) < self.least:
            raise ValidationError([Refused("too_short", least=self.least)])
        return value


class Between(Validator):
    """A whole number from `least` to `most`, both allowed."""

    def __init__(self, least: int, most: int, show: Callable[[int], str] = str) -> None:
        self.least, self.most, self.show = least, most, show

    def __call__(self, value: int) -> int:
        if not self.least <= value <= self.most:
            raise ValidationError([Refused("out_of_range", least=self.show(self.least), most=self.show(self.most))])
        return value


class OnCalendar(Validator):
    """A day from which one can count on and back; the year 1 and the year 9999 have no day before or after."""

    def __call__(self, value: date) -> date:
        if not FIRST_DAY <= value <= LAST_DAY:
            raise ValidationError([Refused("out_of_range", least=FIRST_DAY.isoformat(), most=LAST_DAY.isoformat())])
        return value


class Listed(Validator):
    """One of the codes of a list; the codes themselves are never shown."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui

    def __call__(self, value: str) -> str:
        if value not in {code for code, _ in self.ui.options()}:
            raise ValidationError([Refused("not_listed")])
        return value


class Ticked(Validator):
    """A box that must be ticked: an unticked one arrives as False, which `required` lets pass (trap 1)."""

    def __call__(self, value: bool) -> bool:
        if value is not True:
            raise ValidationError([Refused("must_be_ticked")])
        return value


class Text(fields.String):
    """Text as it is kept: NFC, trimmed, no control characters; a dict, a list or a number is not text."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        plain = unicodedata.normalize("NFC", super()._deserialize(value, attr, data, **kwargs)).strip()
        lines = "\n\r\t" if self.metadata["ui"].widget == "textarea" else ""
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in lines for sign in plain):
            raise ValidationError([Refused("control_character")])
        if self.required and not plain:
            raise self.make_error("required")
        return plain


class Signs(Text):
    """A number or a time as people write it, kept in plain digits: 138 0000 2016, ９：３０, +86 only before a phone."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = unicodedata.normalize("NFKC", super()._deserialize(value, attr, data, **kwargs))
        return _PHONE_ABROAD.sub("", _BETWEEN_SIGNS.sub("", typed))


class Amount(fields.Field[int]):
    """Money: an integer of fen in JSON, an amount of 元 in a form (`15万`)."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:  # noqa: ARG002  # marshmallow's signature
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValidationError([Refused("not_an_amount")])
        if isinstance(value, int):
            return value
        try:
            return money.fen(value)
        except Refused as problem:
            raise ValidationError([problem]) from problem

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **kwargs: Any) -> int | None:  # noqa: ARG002  # the same
        return value


def text(label: str, *, most: int = 200, least: int = 0, required: bool = True, **look: Any) -> fields.String:
    """A line, or with rows= several lines, of at most `most` characters."""
    ui = Ui(label, widget=look.pop("widget", "textarea" if look.get("rows") else "text"), **look)
    return Text(validate=Length(least, most), **_options(required, ui))


def signs(label: str, pattern: str, slug: str, *, required: bool = True, **look: Any) -> fields.String:
    """A number or a time of a pattern; `slug` says what is wrong with another."""
    options = _options(required, Ui(label, **look))
    return Signs(validate=Regexp(pattern, error=slug), allow_none=not required, **options)


def choice(
    label: str, choices: Choices | Callable[[], Choices], *, required: bool = True, **look: Any
) -> fields.String:
    """One of a list of (code, Chinese label); up to six are rows, more a list."""
    ui = Ui(label, choices=choices, widget=look.pop("widget", "choice"), **look)
    return Text(validate=Listed(ui), **_options(required, ui))


def several(
    label: str, choices: Choices | Callable[[], Choices], *, required: bool = True, **look: Any
) -> "fields.List[str]":
    """Any number of a list, each once."""
    ui = Ui(label, choices=choices, widget="checkboxes", **look)
    return fields.List(Text(validate=Listed(ui), metadata={"ui": ui}), **_options(required, ui))


def whole(label: str, *, least: int, most: int, required: bool = True, **look: Any) -> fields.Integer:
    """A whole number from least to most."""
    ui = Ui(label, inputmode="numeric", **look)
    messages = {**_MESSAGES, "invalid": "not_a_whole_number", "too_large": "not_a_whole_number"}
    return fields.Integer(strict=True, validate=Between(least, most), **_options(required, ui, messages))


def amount(label: str, *, least: int, most: int, required: bool = True, **look: Any) -> Amount:
    """Money from least to most fen, both allowed."""
    ui = Ui(label, widget="money", inputmode="decimal", **look)
    return Amount(validate=Between(least, most, money.spoken), **_options(required, ui))


def day(label: str, *, required: bool = True, **look: Any) -> fields.Date:
    """A day, ISO 8601 on the wire."""
    ui = Ui(label, widget="date", **look)
    messages = {**_MESSAGES, "invalid": "not_a_day", "format": "not_a_day"}
    return fields.Date(format="iso", validate=OnCalendar(), **_options(required, ui, messages))


def tick(label: str, *, must: bool = False, **look: Any) -> fields.Boolean:
    """A box; `must` means nothing goes on without it (consent)."""
    ui = Ui(label, widget="checkbox", **look)
    if must:  # an absent box is never validated, so it must be missing as well as false (trap 1)
        messages = {**_MESSAGES, "required": "must_be_ticked", "null": "must_be_ticked"}
        return fields.Boolean(required=True, validate=Ticked(), error_messages=messages, metadata={"ui": ui})
    return fields.Boolean(load_default=False, error_messages=_MESSAGES, metadata={"ui": ui})


def _options(required: bool, ui: Ui, messages: Mapping[str, Any] = _MESSAGES) -> dict[str, Any]:
    return {"required": required, "error_messages": dict(messages), "metadata": {"ui": ui}}


def loaded(schema: Schema, data: Mapping[str, Any], *, partial: bool = False) -> dict[str, Any]:
    """Return the checked values; raises Invalid with every wrong field at once."""
    try:
        found: dict[str, Any] = schema.load(data, partial=partial)
    except ValidationError as error:
        raise refusals(error) from error
    return found


def refusals(error: ValidationError) -> Invalid:
    """Return marshmallow's tree of messages as refusals by field path."""
    return Invalid({path: found for path, found in _walk(error.messages, ())})


def flat(problem: Invalid) -> Iterator[tuple[str, list[Refused]]]:
    """Yield each wrong field's path and refusals."""
    yield from problem.fields.items()


def _walk(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, list[Refused]]]:
    if isinstance(node, Mapping):
        for name, below in node.items():
            # a field may be called form, too: only what holds further names is a place of the request
            place = name == "_schema" or (name in LOCATIONS and isinstance(below, Mapping))
            yield from _walk(below, path if place else (*path, str(name)))
        return
    messages: Iterable[Any] = node if isinstance(node, list) else [node]
    yield ".".join(path) or "_schema", [one if isinstance(one, Refused) else Refused(_slug(one)) for one in messages]


def _slug(message: object) -> str:
    text_of_it = str(message)
    return text_of_it if text_of_it.replace("_", "").isalnum() and text_of_it.islower() else "invalid"


def iso(value: date | None) -> str | None:
    """Return a day as text for storage and JSON."""
    return value.isoformat() if value else None
