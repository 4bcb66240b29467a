"""Shapes of what training asks before it prints certificates."""

from marshmallow import Schema, fields, validate

from services.applicant.web.schemas import ID
from shared.web.schema import Form


class PrintedWanted(Form):
    """Whose certificates are printed, and for what."""

    ids = fields.List(
        fields.String(validate=ID), required=True, validate=validate.Length(max=200, error="too_many_rows")
    )
    purpose = fields.String(required=True, validate=validate.Equal("certificate", error="not_listed"))


class OnPaperView(Schema):
    """What a certificate says of her."""

    name = fields.String()
    masked = fields.String()
    id_no = fields.String()
    sex = fields.String()
    born = fields.String()


class PrintedView(Schema):
    """By person id; who is outside the asker's units is absent."""

    persons = fields.Dict(keys=fields.String(), values=fields.Nested(OnPaperView()))
