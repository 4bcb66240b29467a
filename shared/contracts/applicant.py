"""What applicant tells the others: persons as opaque cards, the tree of units, enterprises and their titles."""

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
    a_flag,
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


class UnitMerged(Contract):
    """A village goes on in another, whose path this is: open files follow, what was counted stays."""

    unit_id = an_id()
    into_id = an_id()
    org_path = a_path()
    merged_on = a_day()


class Enterprise(Contract):
    """Something happened to a woman's enterprise; stream = her id, `org_path` is where it counts."""

    enterprise_id = an_id()
    person_id = an_id()
    org_path = a_path()
    on = a_day()


class EnterpriseRegistered(Enterprise):
    """She runs an enterprise."""

    kind = a_code("company", "sole_trader", "cooperative", "other")


class EnterpriseReported(Enterprise):
    """Her yearly report, or an officer's visit: does it run, and how big is it; sales of the year in fen."""

    year = a_count(at_least=1990)
    source = a_code("report", "visit")
    running = a_flag()
    staff = a_count()
    women = a_count()
    households = a_count()
    sales_fen = a_count()


class TitleStep(Contract):
    """A title on its road; `title` is a code of titles.toml; a person's title may stand without an enterprise."""

    nomination_id = an_id()
    enterprise_id = fields.String(required=True, allow_none=True, validate=ID)
    person_id = an_id()
    org_path = a_path()
    on = a_day()
    title = a_code()


class TitleNominated(TitleStep):
    """The county put it forward."""


class TitleRefused(TitleStep):
    """It was not recognised this time; the reason is a code."""

    reason = a_code()


class TitleNoticed(TitleStep):
    """It hangs out for the public until this day."""

    until = a_day()


class TitleRecognised(TitleStep):
    """It is recognised; `origin` ledger when it was so before this system was there."""

    number = fields.String(required=True, validate=validate.Length(min=4, max=40))
    valid_until = a_day()
    origin = a_code("system", "ledger")


class TitleWatched(TitleStep):
    """It has until this day to put right what the reason, a code, names."""

    reason = a_code()
    until = a_day()


class TitleEnded(TitleStep):
    """It holds no longer: revoked or expired; the reason is a code."""

    reason = a_code()


PUBLISHED = {
    "applicant.person.registered.v1": PersonRegistered(),
    "applicant.person.amended.v1": PersonAmended(),
    "applicant.person.erasure-requested.v1": PersonErasureRequested(),
    "applicant.person.erased.v1": PersonErased(),
    "applicant.unit.opened.v1": UnitOpened(),
    "applicant.units.opened.v1": UnitsOpened(),
    "applicant.unit.moved.v1": UnitMoved(),
    "applicant.unit.closed.v1": UnitClosed(),
    "applicant.unit.merged.v1": UnitMerged(),
    "applicant.enterprise.registered.v1": EnterpriseRegistered(),
    "applicant.enterprise.reported.v1": EnterpriseReported(),
    "applicant.enterprise.nominated.v1": TitleNominated(),
    "applicant.enterprise.refused.v1": TitleRefused(),
    "applicant.enterprise.noticed.v1": TitleNoticed(),
    "applicant.enterprise.recognised.v1": TitleRecognised(),
    "applicant.enterprise.watched.v1": TitleWatched(),
    "applicant.enterprise.cleared.v1": TitleStep(),
    "applicant.enterprise.revoked.v1": TitleEnded(),
    "applicant.enterprise.expired.v1": TitleStep(),
}
