"""For any schema a body that passes it: each field takes the first of some values that its own check lets through."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from marshmallow import Schema, ValidationError, fields

from shared.web.schema import Listed
from tests.builders.applicant import an_id_no

TRIED: tuple[Any, ...] = (
    True,
    1,
    100_000,
    10_000_000,
    "情况属实",
    "2026-11-20",
    "a" * 32,
    "a" * 64,
    "13900000007",
    "9:30",
    "3.45",
    an_id_no(),
    "R07",
    "2026-11-24T09:00",
    "09:00",
    {},
)


def valid(schema: Schema) -> dict[str, Any]:
    """Return a body with every field that must be there."""
    partial = schema.partial is True
    return {name: value(one) for name, one in schema.load_fields.items() if one.required and not partial}


def value(control: "fields.Field[Any]") -> Any:
    """Return a value that a field takes; raises AssertionError for a field that takes none of those tried."""
    if isinstance(control, fields.Nested):
        return valid(control.schema)
    if isinstance(control, fields.List):
        return [value(control.inner)]
    for tried in (*_listed(control), *TRIED):
        with suppress(ValidationError):
            control.deserialize(tried)
            return tried
    raise AssertionError(f"nothing that was tried is a value of {control!r}")


def _listed(control: "fields.Field[Any]") -> Iterator[Any]:
    for one in control.validators:
        if isinstance(one, Listed):
            yield from (code for code, _ in one.ui.options())
        yield from getattr(one, "choices", ())
        yield from [one.comparable] if hasattr(one, "comparable") else []
