"""What an address may ask of the journey: a unit, a stage, a month; anything else in it is refused."""

from typing import Any

from flask import request
from marshmallow import fields, validate

from services.applicant.domain.journey import NOW, Stage
from services.applicant.usecases.journey.find import Wanted
from shared.web.schema import Form, loaded

ID = validate.Regexp(r"\A[0-9a-f]{32}\Z")
MONTH = validate.Regexp(r"\A(?:now|20[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?)\Z")
PAGE, MOST = 50, 200


class PlaceQuery(Form):
    """One place, and for which month or year; an empty choice of a form means the same as none."""

    unit = fields.String(validate=ID)
    month = fields.String(validate=MONTH, load_default=NOW)


class ListQuery(PlaceQuery):
    """One number, and from where its list goes on."""

    stage = fields.String(
        validate=validate.OneOf([stage.value for stage in Stage]), load_default=Stage.REGISTERED.value
    )
    after = fields.String(validate=ID, load_default="")
    page_size = fields.Integer(validate=validate.Range(1, MOST), load_default=PAGE)


def place() -> dict[str, Any]:
    """Return the place and month asked for; raises Invalid."""
    return asked(PlaceQuery())


def wanted() -> Wanted:
    """Return the number asked for; raises Invalid."""
    told = asked(ListQuery())
    return Wanted(told.get("unit"), Stage(told["stage"]), told["month"], told["after"], told["page_size"])


def asked(query: Form) -> dict[str, Any]:
    """Return what an address asks, checked; raises Invalid."""
    return loaded(query, {name: value for name, value in request.args.items() if value})
