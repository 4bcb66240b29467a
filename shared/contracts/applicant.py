"""What applicant tells the others: persons as opaque cards, and the tree of units."""

from marshmallow import fields, validate

from shared.contracts.fields import (
    CHANNELS,
    CODE,
    DIVISION,
    ID,
    Contract,
    a_code,
    a_count,
    a_day,
    a_path,
    a_title,
    an_id,
)

AGE_BANDS = ("under_18", "18_35", "36_45", "46_55", "over_55")
HUKOU = ("rural", "urban", "unknown")
UNITS_AT_ONCE = 200
UNIT_KINDS = ("federation", "hr", "guarantee", "bank", "finance", "leading_group", "school")


class Bands(Contract):
    """Codes that rules read, as of `as_of`; who needs the birth month asks applicant for it, with a purpose."""

    as_of = a_day()
    age = a_code(*AGE_BANDS)
    education = a_code()
    hukou = a_code(*HUKOU)
    groups = fields.List(fields.String(validate=CODE), required=True, validate=validate.Length(max=20))


class PersonCard(Contract):
    """A woman as other services know her: an opaque id, where she belongs, band codes."""

    person_id = an_id()
    org_path = a_path()
    bands = fields.Nested(Bands, required=True)


class PersonRegistered(PersonCard):
    """She is in the system from this day on."""

    channel = a_code(*CHANNELS)
    registered_on = a_day()


class PersonAmended(PersonCard):
    """Her card is now this one."""

    amended_on = a_day()


class PersonErasureRequested(Contract):
    """Who holds data of hers answers until when, or that it is done."""

    person_id = an_id()
    requested_on = a_day()


class PersonErased(Contract):
    """Every service destroys its key for her and her card."""

    person_id = an_id()
    erased_on = a_day()


class UnitOpened(Contract):
    """A unit stands in the tree; `division` is given for counties and townships only."""

    unit_id = an_id()
    parent_id = fields.String(required=True, allow_none=True, validate=ID)
    org_path = a_path()
    kind = a_code(*UNIT_KINDS)
    level = a_count(at_least=1)
    title = a_title()
    division = fields.String(required=True, allow_none=True, validate=DIVISION)
    opened_on = a_day()


class UnitsOpened(Contract):
    """Many units stand in the tree at once, parents first: a federation is set up. One event, not thousands."""

    units = fields.List(fields.Nested(UnitOpened), required=True, validate=validate.Length(min=1, max=UNITS_AT_ONCE))


class UnitMoved(Contract):
    """A unit and all below it hang somewhere else."""

    unit_id = an_id()
    parent_id = an_id()
    org_path = a_path()
    moved_on = a_day()


class UnitClosed(Contract):
    """A unit takes nothing new; what it did stays counted where it was."""

    unit_id = an_id()
    closed_on = a_day()


PUBLISHED = {
    "applicant.person.registered.v1": PersonRegistered(),
    "applicant.person.amended.v1": PersonAmended(),
    "applicant.person.erasure-requested.v1": PersonErasureRequested(),
    "applicant.person.erased.v1": PersonErased(),
    "applicant.unit.opened.v1": UnitOpened(),
    "applicant.units.opened.v1": UnitsOpened(),
    "applicant.unit.moved.v1": UnitMoved(),
    "applicant.unit.closed.v1": UnitClosed(),
}
