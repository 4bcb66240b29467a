"""What forms and programs send, and what they are answered."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.applicant.domain.categories import EDUCATION, GROUPS, HUKOU
from services.applicant.domain.nomination import State
from services.applicant.usecases.person.reveal import FIELDS
from shared.web.schema import Between, Form, Length

CELL = 200
ROWS = 5000
PLAIN = validate.Regexp(r"\A[^\x00-\x1f\x7f]*\Z", error="control_character")
ID = validate.Regexp(r"\A[0-9a-f]{32}\Z", error="not_an_id")
_MESSAGES: Any = {"required": "required", "null": "required", "invalid": "not_text"}


def an_id(*, required: bool = True, none: bool = False) -> fields.String:
    """Return an identifier of ours."""
    return fields.String(required=required, allow_none=none, validate=ID, error_messages=_MESSAGES)


def a_cell() -> fields.String:
    """Return the text of one cell of a sheet."""
    too_long = Length(0, CELL)
    return fields.String(load_default="", validate=too_long, error_messages=_MESSAGES)


class RosterRow(Form):
    """A row of a roster as text, numbers too; `row` is its line in the sheet."""

    row = fields.Integer(required=True, strict=True, validate=Between(1, 1_048_576))
    name, sex, education, age, id_no = (a_cell() for _ in range(5))
    phone, place, hukou, groups, remark = (a_cell() for _ in range(5))


class Checks(Form):
    """Rows of one county to be looked at, as of a day."""

    unit = an_id()
    as_of = fields.Date(required=True, format="iso", error_messages={**_MESSAGES, "invalid": "not_a_day"})
    rows = fields.List(
        fields.Nested(RosterRow()), required=True, validate=validate.Length(min=1, max=ROWS, error="too_many_rows")
    )


class RowRegistration(Form):
    """One row to be registered; `place_unit` takes a place that was only suggested."""

    unit = an_id()
    row = fields.Nested(RosterRow(), required=True)
    place_unit = an_id(required=False, none=True)
    channel = fields.String(load_default="roster", validate=validate.Equal("roster", error="not_listed"))


class LabelsWanted(Form):
    """Whom a page names."""

    ids = fields.List(
        fields.String(validate=ID), required=True, validate=validate.Length(max=200, error="too_many_rows")
    )


class CaseWanted(Form):
    """Whose case an officer of loans holds: its number, and the lease for which one row is written."""

    person_id = fields.String(required=True, validate=ID)
    case = fields.String(required=True, validate=[validate.Length(min=4, max=40, error="too_long"), PLAIN])
    lease = fields.String(required=True, validate=[validate.Length(min=8, max=64, error="too_long"), PLAIN])


CURSOR = validate.Regexp(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9a-f]{32}\Z", error="not_an_id")
WORD = Length(1, 100)


def a_word(**more: Any) -> fields.String:
    """Return a short required text without control characters."""
    return fields.String(**{"required": True, "validate": [WORD, PLAIN], "error_messages": _MESSAGES, **more})


class PersonsQuery(Form):
    """Which part of a list."""

    unit = an_id(required=False)
    after = fields.String(validate=CURSOR)
    page_size = fields.Integer(load_default=50, validate=Between(1, 200))


class SearchRequest(Form):
    """An ID number, a phone, its last four, a name or its pinyin initials: what it is shows itself."""

    typed = a_word()


class PersonRequest(Form):
    """A woman to be registered; codes as in the lists of the form, `place` in words."""

    name = a_word()
    id_no = a_word()
    phone = a_word()
    education = fields.String(required=True, validate=validate.OneOf(sorted(EDUCATION), error="not_listed"))
    hukou = fields.String(required=True, validate=validate.OneOf(sorted(HUKOU), error="not_listed"))
    county = an_id()
    place = a_word()
    groups = fields.List(fields.String(validate=validate.OneOf(sorted(GROUPS), error="not_listed")), load_default=list)
    consents = fields.List(a_word(), required=True, validate=validate.Length(max=20, error="too_long"))


class RevealRequest(Form):
    """Which number is needed in full, and why."""

    field = fields.String(required=True, validate=validate.OneOf(FIELDS, error="not_listed"))
    reason = a_word(validate=[validate.Length(min=4, max=200, error="reason_length"), PLAIN])


class PersonView(Schema):
    """A woman for an officer of her place."""

    person_id = fields.String(attribute="id")
    name = fields.String()
    place = fields.String()
    phone = fields.String()
    id_no = fields.String()
    registered_on = fields.Date()
    channel = fields.String(attribute="channel_code")
    looks = fields.List(fields.String(), attribute="look_slugs")


class PersonsView(Schema):
    """One page of women."""

    items = fields.List(fields.Nested(PersonView()))
    after = fields.String(allow_none=True)


class RevealedView(Schema):
    """One number in full."""

    field = fields.String()
    value = fields.String()


class BandsView(Schema):
    """Codes that rules read."""

    as_of = fields.Date()
    age = fields.String()
    education = fields.String()
    hukou = fields.String()
    groups = fields.List(fields.String())


class CardView(Schema):
    """A woman as other services know her."""

    person_id = fields.String(attribute="person_id")
    org_path = fields.List(fields.String(), attribute="path")
    bands = fields.Nested(BandsView())
    seq = fields.Integer()


class FactsWanted(Form):
    """What a rule of another service asks for her facts for."""

    purpose = fields.String(
        required=True, validate=validate.OneOf(("judge", "enrol"), error="not_listed"), error_messages=_MESSAGES
    )
    kin = fields.List(a_word(), load_default=[], validate=validate.Length(max=40, error="too_many_rows"))


class FactsView(Schema):
    """What a rule may know of her, and when it was asked."""

    birth_month = fields.String()
    sex = fields.String()
    groups = fields.List(fields.String())
    hukou = fields.String()
    barred = fields.List(fields.String())
    org_path = fields.List(fields.String())
    marks = fields.List(fields.String())
    enterprises = fields.List(fields.String())
    asked_at = fields.AwareDateTime(format="iso")


class TitleView(Schema):
    """A title that was recognised once; codes, no words."""

    title = fields.String()
    number = fields.String()
    state = fields.Enum(State, by_value=True)
    valid_until = fields.Date(format="iso")


class TitlesView(Schema):
    """A woman's titles, newest first."""

    items = fields.List(fields.Nested(TitleView()))


class ProblemView(Schema):
    """One thing about one cell."""

    field = fields.String()
    slug = fields.String()
    facts = fields.Dict(keys=fields.String())
    suggestion = fields.String(allow_none=True)
    level = fields.String()


class PlaceView(Schema):
    """The unit a text means."""

    unit_id = fields.String()
    title = fields.String()
    exact = fields.Boolean()


class CheckedRowView(Schema):
    """A row, whether it may go in, and why not."""

    row = fields.Integer()
    verdict = fields.String()
    known = fields.Boolean()
    place = fields.Nested(PlaceView(), allow_none=True)
    problems = fields.List(fields.Nested(ProblemView()))


class ChecksView(Schema):
    """All rows in order."""

    rows = fields.List(fields.Nested(CheckedRowView()))


class RegisteredView(Schema):
    """Whom a row means."""

    person_id = fields.String()
    created = fields.Boolean()
    card = fields.Nested(CardView())


class LabelView(Schema):
    """Who is meant, as far as the reader may know."""

    name = fields.String()
    masked = fields.Boolean()
    phone = fields.String()
    id_no = fields.String()
    place = fields.String()


class LabelsView(Schema):
    """Labels by person id."""

    labels = fields.Dict(keys=fields.String(), values=fields.Nested(LabelView()))


class UnitView(Schema):
    """A unit of the tree."""

    unit_id = fields.String(attribute="id")
    parent_id = fields.String(attribute="parent", allow_none=True)
    org_path = fields.List(fields.String(), attribute="path")
    kind = fields.String()
    level = fields.Integer()
    title = fields.String()
    division = fields.String(allow_none=True)
    opened_on = fields.Date()
    closed_on = fields.Date(allow_none=True)


class UnitsView(Schema):
    """Units."""

    items = fields.List(fields.Nested(UnitView()))
    after = fields.String(allow_none=True)


class BranchView(Schema):
    """A unit, its ancestors root first, and what hangs directly below it."""

    unit = fields.Nested(UnitView())
    above = fields.List(fields.Nested(UnitView()))
    children = fields.List(fields.Nested(UnitView()))


class UnitsQuery(Form):
    """Which units: a county's, by the beginning of their title."""

    county = an_id()
    title = fields.String(required=True, validate=Length(1, 60))
