"""The few field shapes that promised events are made of: ids, codes, days, instants, counts; nothing personal."""

from marshmallow import RAISE, Schema, fields, validate

ID = validate.Regexp(r"\A[0-9a-f]{32}\Z")
CODE = validate.Regexp(r"\A[A-Za-z0-9_-]{1,40}\Z")
DIVISION = validate.Regexp(r"\A[0-9]{6}(?:[0-9]{3})?\Z")
TITLE = validate.Length(min=1, max=80)
CHANNELS = ("self", "officer", "roster", "ledger")


class Contract(Schema):
    """An event's data: every field declared, anything else refused."""

    class Meta:
        """Refuse what was not promised."""

        unknown = RAISE


def an_id() -> fields.String:
    """Return a required opaque id."""
    return fields.String(required=True, validate=ID)


def a_code(*allowed: str) -> fields.String:
    """Return a required code, one of `allowed` where any are given."""
    return fields.String(required=True, validate=validate.OneOf(allowed) if allowed else CODE)


def a_title() -> fields.String:
    """Return a required title of a unit, class or course; never of a person."""
    return fields.String(required=True, validate=TITLE)


def a_day() -> fields.Date:
    """Return a required day, ISO 8601."""
    return fields.Date(required=True, format="iso")


def an_instant() -> fields.AwareDateTime:
    """Return a required instant, RFC 3339 with its zone."""
    return fields.AwareDateTime(required=True, format="iso")


def a_path() -> "fields.List[str]":
    """Return required opaque unit ids, root first."""
    return fields.List(fields.String(validate=ID), required=True, validate=validate.Length(min=1, max=12))


def a_count(*, at_least: int = 0) -> fields.Integer:
    """Return a required whole number."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=at_least))


def a_flag() -> fields.Boolean:
    """Return a required yes or no."""
    return fields.Boolean(required=True, truthy={True}, falsy={False})


def codes() -> "fields.List[str]":
    """Return a required list of codes, at most twenty, perhaps empty."""
    return fields.List(fields.String(validate=CODE), required=True, validate=validate.Length(max=20))
