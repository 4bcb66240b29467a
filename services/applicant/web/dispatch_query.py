"""What an address may ask of the dispatch: a group, a month, a figure; anything else in it is refused."""

from typing import Any

from marshmallow import fields, validate

from services.applicant.domain.dispatch.figures import Figure, Reads
from services.applicant.domain.dispatch.indicators import Group
from services.applicant.domain.dispatch.tables import MEASURES, TABLES
from services.applicant.usecases.dispatch.behind import Asked
from services.applicant.web.journey_query import ID, MOST, PAGE, asked
from shared.web.schema import Form

MONTH = validate.Regexp(r"\A20[0-9]{2}-(?:0[1-9]|1[0-2])\Z")
STREAM = validate.Regexp(r"\A(?:[a-z]{2,10}:)?[0-9a-f]{32}\Z")


class PageQuery(Form):
    """A group of indicators as of a month; without one the month that is counted today."""

    group = fields.String(validate=validate.OneOf([one.value for one in Group]), load_default=Group.LOAN.value)
    month = fields.String(validate=MONTH)


class PlaceQuery(Form):
    """A month of one place."""

    month = fields.String(validate=MONTH, required=True)
    unit = fields.String(validate=ID)


class FixesQuery(PlaceQuery):
    """From where the list goes on."""

    after = fields.String(validate=STREAM, load_default="")
    page_size = fields.Integer(validate=validate.Range(1, MOST), load_default=PAGE)


class ListQuery(FixesQuery):
    """Which number."""

    measure = fields.String(validate=validate.OneOf(sorted(MEASURES)), required=True)
    reads = fields.String(validate=validate.OneOf([one.value for one in Reads]), required=True)


class TableQuery(Form):
    """One of the tables for a place and a month."""

    table = fields.String(validate=validate.OneOf(sorted(TABLES)), load_default="T1")
    month = fields.String(validate=MONTH)
    unit = fields.String(validate=ID)


def wanted() -> Asked:
    """Return the number asked for; raises Invalid."""
    told = asked(ListQuery())
    return _asked(Figure(told["measure"], Reads(told["reads"])), told)


def fixes() -> Asked:
    """Return the month whose corrections are asked for; raises Invalid."""
    return _asked(Figure("late", Reads.MONTH), asked(FixesQuery()))


def _asked(figure: Figure, told: dict[str, Any]) -> Asked:
    return Asked(figure, told["month"], told.get("unit"), told["after"], told["page_size"])
