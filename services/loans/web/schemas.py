"""The forms of loans, and what its JSON answers look like."""

from marshmallow import Schema, fields

from services.loans.domain.draft import Step
from services.loans.web.loan_line import LoanLineView
from services.loans.web.sheet_schemas import view_of, view_of_partner
from shared.web.schema import Form, text, tick


class ForHer(Form):
    """A village officer begins for a woman."""

    agreed = tick("她本人在场，同意由我代她开始申请", must=True)


class HandInForm(Form):
    """What she agrees to."""

    truth = tick("我填的、拍的都是真的", must=True)
    share = tick("同意妇联、人社局、担保中心和银行看这份申请和材料", must=True)
    credit = tick("同意查我和丈夫的信用记录", must=True)


class AppealForm(Form):
    """Why she asks for a second look."""

    words = text("哪里不对，用自己的话说", most=500, least=2, rows=5)


class Nothing(Form):
    """A command without words."""


class StartRequest(Form):
    """Who it is for; left out, for the woman who asks."""

    person_id = text("她的编号", most=32, least=32, required=False)


class DraftView(Schema):
    """The sheets."""

    who = fields.Nested(view_of(Step.WHO))
    business = fields.Nested(view_of(Step.BUSINESS))
    need = fields.Nested(view_of(Step.NEED))
    forecast = fields.Nested(view_of(Step.FORECAST))
    enterprise = fields.Nested(view_of(Step.ENTERPRISE))
    family = fields.Nested(view_of(Step.FAMILY))
    partners = fields.List(fields.Nested(view_of_partner()))


class ApplicationView(Schema):
    """An application as its owner or an officer inside scope reads it."""

    id = fields.String()
    number = fields.String()
    person_id = fields.String()
    channel = fields.String(attribute="origin.channel")
    started_on = fields.Date(attribute="origin.started_on")
    state = fields.String(attribute="state.value")
    withdrawn_on = fields.Date(allow_none=True)
    draft = fields.Nested(DraftView)
    version = fields.Integer()


class ApplicationsView(Schema):
    """A list of applications."""

    items = fields.List(fields.Nested(ApplicationView))
    after = fields.String(allow_none=True)


class StepView(Schema):
    """One desk of the road: done, here, returned or to_come; `days` are working days it took or has taken so far."""

    desk = fields.String()
    state = fields.String()
    on = fields.Date(allow_none=True)
    days = fields.Integer(allow_none=True)


class LineView(Schema):
    """What applicant's pages show of an application: `missing` are reason codes, `answer_by` her last day."""

    application_id = fields.String()
    number = fields.String()
    state = fields.String()
    desk = fields.String(allow_none=True)
    started_on = fields.Date()
    amount_fen = fields.Integer(allow_none=True)
    round = fields.Integer()
    due_on = fields.Date(allow_none=True)
    answer_by = fields.Date(allow_none=True)
    missing = fields.List(fields.String())
    steps = fields.List(fields.Nested(StepView))
    loan = fields.Nested(LoanLineView, allow_none=True)


class LinesView(Schema):
    """All of one woman's."""

    items = fields.List(fields.Nested(LineView))


class PolicyQuery(Form):
    """Which policy is asked for; nothing means the nation, today."""

    place = text("县", most=6, least=6, required=False)
    on = fields.Date(format="iso", error_messages={"invalid": "not_a_day", "format": "not_a_day"})


class PolicyView(Schema):
    """The version in force, its document and its values as they stand in the file."""

    id = fields.String(attribute="version.id")
    document = fields.String(attribute="version.source.document")
    verified = fields.String(attribute="version.source.verified")
    division = fields.String(attribute="version.division")
    starts_on = fields.Date(attribute="version.starts_on")
    ends_on = fields.Date(attribute="version.ends_on", allow_none=True)
    values = fields.Raw(attribute="version.values")
