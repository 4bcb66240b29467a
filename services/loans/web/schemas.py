"""The forms of loans, and what its JSON answers look like."""

from collections.abc import Mapping

from marshmallow import Schema, fields, validate

from services.loans.domain.draft import Step
from shared.web.schema import Form, amount, choice, several, text, tick, whole

TRADES = (
    ("craft", "侗锦、刺绣、手工"),
    ("farm", "种植、养殖"),
    ("shop", "开店、网上卖货"),
    ("lodging", "民宿、餐饮"),
    ("other", "别的"),
)
USES = (("equipment", "买织机、买设备"), ("stock", "进货、买线"), ("premises", "租房、装修"), ("other", "别的"))
YES_NO = (("yes", "有"), ("no", "没有"))
TERMS = (("12", "1 年"), ("24", "2 年"), ("36", "3 年"))
YUAN = 100
MOST = 10_000_000 * YUAN


class Sheet(Form):
    """One sheet of a draft; `version` is the draft's when the form was made."""

    version = fields.Integer(
        strict=True, validate=validate.Range(min=0, max=2**31), error_messages={"invalid": "not_a_whole_number"}
    )


class NeedSheet(Sheet):
    """How much money."""

    amount_fen = amount("想借多少钱", least=1_000 * YUAN, most=MOST, help="写 15万 或 150000 都行")
    term_months = choice("借多久", TERMS)
    own_money_fen = amount("自己出了多少钱", least=0, most=MOST, help="房租、机器、货，都算；没有就填 0")
    uses = several("借来的钱做什么", USES, help="可以选几样")


class BusinessSheet(Sheet):
    """What she does."""

    trade = choice("做哪一行", TRADES)
    licence = choice("有营业执照吗", YES_NO, help="没有也能申请，村里可以开经营证明")
    months_trading = whole("做了几个月", least=0, most=600, help="还没开始就填 0")
    hands = whole("有几个人跟您一起做", least=0, most=500, required=False)


class ForecastSheet(Sheet):
    """A usual month, other loans, her plan."""

    monthly_income_fen = amount(
        "一个月大约卖多少钱", least=0, most=MOST, help="按最近 3 个月的平均数填，没开始就写打算"
    )
    monthly_cost_fen = amount("一个月大约花多少钱", least=0, most=MOST, help="进货、房租、水电、运费，都算")
    other_loans_fen = amount("别的贷款还欠多少", least=0, most=MOST, help="房贷也算；没有就填 0")
    plan = text("打算怎么做", most=500, required=False, rows=5, help="用自己的话说，想到什么写什么")


SHEETS: Mapping[Step, Sheet] = {
    Step.NEED: NeedSheet(),
    Step.BUSINESS: BusinessSheet(),
    Step.FORECAST: ForecastSheet(),
}


class ForHer(Form):
    """A village officer begins for a woman."""

    agreed = tick("她本人在场，同意由我代她开始申请", must=True)


class Nothing(Form):
    """A command without words."""


class StartRequest(Form):
    """Who it is for; left out, for the woman who asks."""

    person_id = text("她的编号", most=32, least=32, required=False)


class NeedView(Schema):
    """The first sheet."""

    amount_fen = fields.Integer(allow_none=True)
    term_months = fields.Integer(allow_none=True)
    own_money_fen = fields.Integer(allow_none=True)
    uses = fields.List(fields.String())


class BusinessView(Schema):
    """The second sheet."""

    trade = fields.String(allow_none=True)
    licence = fields.String(allow_none=True)
    months_trading = fields.Integer(allow_none=True)
    hands = fields.Integer(allow_none=True)


class ForecastView(Schema):
    """The third sheet."""

    monthly_income_fen = fields.Integer(allow_none=True)
    monthly_cost_fen = fields.Integer(allow_none=True)
    other_loans_fen = fields.Integer(allow_none=True)
    plan = fields.String(allow_none=True)


class DraftView(Schema):
    """The three sheets."""

    need = fields.Nested(NeedView)
    business = fields.Nested(BusinessView)
    forecast = fields.Nested(ForecastView)


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


class LineView(Schema):
    """What applicant's pages show of an application."""

    application_id = fields.String()
    number = fields.String()
    state = fields.String()
    started_on = fields.Date()
    amount_fen = fields.Integer(allow_none=True)


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
