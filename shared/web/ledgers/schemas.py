"""Shapes of the forms and JSON of ledgers."""

from marshmallow import Schema, fields

from shared.ledger.intake import Mode
from shared.web.schema import Form, choice, tick, whole

MODES = (
    (Mode.ALL.value, "全部没错才入账（推荐）"),
    (Mode.PARTIAL.value, "错的行不要，其余入账"),
    (Mode.PREVIEW.value, "先看一遍，看完再定"),
)
VERSION = whole("", least=0, most=2**31, widget="hidden")


class ModeForm(Form):
    """What to do with a ledger."""

    mode = choice("怎么办", MODES)


class SignForm(Form):
    """The totals as they were seen: the version of the page; wrong rows stay outside when that is ticked."""

    version = VERSION
    leave_out = tick("错的行不要，只入没问题的")


class SeenForm(Form):
    """A step on the totals as they were seen."""

    version = VERSION


class LedgerCreated(Schema):
    """What an upload made."""

    id = fields.String()


class LedgerProblemView(Schema):
    """One thing about a row: where, what, what to do."""

    cell = fields.String()
    column = fields.String()
    slug = fields.String()
    sentence = fields.String()
    suggestion = fields.String(allow_none=True)


class LedgerRowView(Schema):
    """One row: `row` is the line in the sheet, `no` the 序号; `outcome` is booked, already, refused or empty."""

    row = fields.Integer()
    no = fields.String()
    verdict = fields.String()
    outcome = fields.String()
    person_id = fields.String(allow_none=True)
    problems = fields.List(fields.Nested(LedgerProblemView()))


class LedgerSumView(Schema):
    """How many of one group in one township, and their amount in fen."""

    town = fields.String()
    group = fields.String()
    count = fields.Integer()
    amount_fen = fields.Integer()


class LedgerView(Schema):
    """A ledger: `state` of its job (queued, running, done) and `stage` on its road.

    `hidden_columns` were read all the same, `hidden_sheets` were not.
    """

    state = fields.String()
    stage = fields.String()
    done = fields.Integer()
    total = fields.Integer()
    digest = fields.String()
    signed = fields.Integer()
    totals = fields.List(fields.Nested(LedgerSumView()))
    before = fields.List(fields.Nested(LedgerSumView()))
    after = fields.List(fields.Nested(LedgerSumView()))
    hidden_columns = fields.List(fields.String())
    hidden_sheets = fields.Integer()
    rows = fields.List(fields.Nested(LedgerRowView()))
