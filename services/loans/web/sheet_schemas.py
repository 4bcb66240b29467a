"""The sheets of an application as forms: labels, hints, choices and bounds, said once for page, JSON and check."""

from collections.abc import Mapping
from dataclasses import fields as columns
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.loans.domain.sheets import GROUPS, Partner, Step
from services.loans.domain.sheets import SHEETS as ANSWERS
from shared.errors import Refused
from shared.id_number import checked
from shared.web.schema import Form, Text, Ui, amount, choice, day, several, signs, text, whole

STANDINGS = (
    ("none", "种地、在家、打零工、自己做生意"),
    ("SALARIED", "在单位领工资、交社保"),
    ("PUBLIC_SERVANT", "公职人员"),
    ("STUDENT", "在校学生"),
    ("WELFARE_POST", "公益性岗位"),
)
FORMS = (("individual", "自己做"), ("partner", "几个人合伙"), ("enterprise", "小企业"))
TRADES = (
    ("craft", "侗锦、刺绣、手工"),
    ("farm", "种植、养殖"),
    ("shop", "开店、网上卖货"),
    ("lodging", "民宿、餐饮"),
    ("other", "别的"),
)
USES = (("equipment", "买织机、买设备"), ("stock", "进货、买线"), ("premises", "租房、装修"), ("other", "别的"))
YES_NO = (("yes", "有"), ("no", "没有"))
IS_NOT = (("yes", "是"), ("no", "不是"))
KNOWN = (("yes", "有"), ("no", "没有"), ("unknown", "不清楚"))
TERMS = (("12", "1 年"), ("24", "2 年"), ("36", "3 年"))
GUARANTEES = (
    ("person", "有人给我担保"),
    ("joint", "几户联保"),
    ("property", "房子抵押"),
    ("pledge", "存款质押"),
    ("credit_village", "信用村、信用户"),
    ("none", "还没有"),
)
RELATIONS = (("spouse", "丈夫"), ("relative", "亲戚"), ("partner", "合伙人"), ("other", "朋友、别的人"))
GROUP_CHOICES = (*((code, f"group.{code}") for code in GROUPS), ("none", "都不是"))
YUAN = 100
ACCOUNT = r"\A[0-9]{9,30}\Z"
PHONE = r"\A1[0-9]{10}\Z"
MOST = 10_000_000 * YUAN
MOST_HEADS = 30
MOST_STAFF = 5_000


def _phone(label: str) -> fields.String:
    help_ = "写了就给他发短信，他在自己手机上同意；不写就拍签字的同意书"
    return signs(label, PHONE, "not_a_phone", required=False, help=help_, widget="tel", inputmode="tel")


def _id_no(label: str, *, required: bool = False, hint: str = "18 位，最后一位是 X 就填 X") -> fields.String:
    return IdNo(
        required=required,
        error_messages={"required": "required", "invalid": "not_text", "null": "required"},
        allow_none=not required,
        metadata={"ui": Ui(label, help=hint)},
    )


class IdNo(Text):
    """An ID number as it is kept: without spaces, in capitals, its check character right."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        try:
            return checked(typed).text
        except Refused as problem:
            raise ValidationError([problem]) from problem


class Sheet(Form):
    """One sheet of a draft; `version` is the draft's when the form was made."""

    version = fields.Integer(
        strict=True, validate=validate.Range(min=0, max=2**31), error_messages={"invalid": "not_a_whole_number"}
    )


class WhoSheet(Sheet):
    """What she is, and what she has borrowed before."""

    standing = choice("您现在是", STANDINGS)
    loans_before = whole(
        "以前借过几次这种担保贷款", least=0, most=20, help="小额担保贷款、创业担保贷款都算，没有就填 0"
    )
    before_settled = choice("以前的都还清了吗", IS_NOT, required=False, help="借过的才填")
    settled_on = day("最后一次哪天还清的", required=False, help="记不准就写大概的日子")
    before_overdue = choice("以前有没有晚还过", YES_NO, required=False, help="借过的才填")


class BusinessSheet(Sheet):
    """What she does."""

    form = choice("怎么做", FORMS)
    trade = choice("做哪一行", TRADES)
    licence = choice("有营业执照吗", YES_NO, help="没有也能申请，村里可以开经营证明")
    uscc = text("统一社会信用代码", most=18, least=18, required=False, help="在执照右上角或正中，18 位；小企业要填")
    months_trading = whole("做了几个月", least=0, most=600, help="还没开始就填 0")
    hands = whole("有几个人跟您一起做", least=0, most=500, required=False)
    heads = whole(
        "一共几个合伙人", least=2, most=MOST_HEADS, required=False, help="合伙的才填，企业是合伙办的也填；您也算一个"
    )


class NeedSheet(Sheet):
    """How much money."""

    amount_fen = amount("想借多少钱", least=1_000 * YUAN, most=MOST, help="写 15万 或 150000 都行")
    amount_capital = text("大写金额", most=40, required=False, help="企业的表要写，如 壹拾伍万元整")
    term_months = choice("借多久", TERMS)
    own_money_fen = amount("自己出了多少钱", least=0, most=MOST, help="房租、机器、货，都算；没有就填 0")
    uses = several("借来的钱做什么", USES, help="可以选几样")


class ForecastSheet(Sheet):
    """A usual month, other loans, her plan."""

    monthly_income_fen = amount(
        "一个月大约卖多少钱", least=0, most=MOST, help="按最近 3 个月的平均数填，没开始就写打算"
    )
    monthly_cost_fen = amount("一个月大约花多少钱", least=0, most=MOST, help="进货、房租、水电、运费，都算")
    consumer_loans_fen = amount("信用卡、消费贷还欠多少", least=0, most=MOST, help="两口子加起来，没有就填 0")
    other_loans_fen = amount(
        "别的贷款还欠多少", least=0, most=MOST, help="房贷、车贷、助学、扶贫贷款不算；两口子加起来，没有就填 0"
    )
    plan = text("打算怎么做", most=500, required=False, rows=5, help="用自己的话说，想到什么写什么")


class EnterpriseSheet(Sheet):
    """What only an enterprise is asked; with a staff roster its two numbers are counted."""

    company = text("企业名称", most=60, least=2, help="和执照上一样")
    staff = whole("企业一共多少人", least=1, most=MOST_STAFF, help="交了职工名册就按名册数")
    hires_12m = whole(
        "最近 12 个月新招了几个", least=0, most=MOST_STAFF, help="只算政策里的人群；交了职工名册就按名册数"
    )
    account_bank = text("基本户开在哪家银行", most=60, least=2)
    account_no = signs("基本户账号", ACCOUNT, "not_an_account", inputmode="numeric")


class PartnerSheet(Sheet):
    """One who borrows together with her; the same rules ask him or her."""

    name = text("叫什么", most=20, least=2, help="和身份证上一样")
    id_no = _id_no("身份证号", required=True)
    phone = signs("手机号", PHONE, "not_a_phone", widget="tel", inputmode="tel")
    share_percent = whole("占几成（%）", least=1, most=98, help="出的钱或分红占多少，填 1 到 98 的整数；剩下的是您的")
    group = choice("属于哪类人", GROUP_CHOICES, widget="select")
    standing = choice("现在是", STANDINGS)
    loans_before = whole("以前借过几次这种担保贷款", least=0, most=20, help="没有就填 0")
    before_settled = choice("以前的都还清了吗", IS_NOT, required=False, help="借过的才填")
    settled_on = day("最后一次哪天还清的", required=False, help="记不准就写大概的日子")
    before_overdue = choice("以前有没有晚还过", YES_NO, required=False, help="借过的才填")
    consumer_loans_fen = amount("信用卡、消费贷还欠多少", least=0, most=MOST, help="两口子加起来，没有就填 0")
    other_loans_fen = amount("别的贷款还欠多少", least=0, most=MOST, help="房贷、车贷、助学、扶贫贷款不算；没有就填 0")


class FamilySheet(Sheet):
    """Her husband, and who stands for her."""

    married = choice("有丈夫吗", YES_NO)
    spouse_name = text("丈夫叫什么", most=20, least=2, required=False, help="有丈夫的才填，他也要签字同意")
    spouse_phone = _phone("丈夫的手机号")
    spouse_id_no = _id_no("丈夫的身份证号")
    guarantee = choice("拿什么担保", GUARANTEES)
    guarantor_name = text("担保人叫什么", most=20, least=2, required=False, help="有人担保的才填")
    guarantor_phone = _phone("担保人的手机号")
    guarantor_id_no = _id_no("担保人的身份证号")
    guarantor_relation = choice("他是您的", RELATIONS, required=False, help="丈夫不能给您担保")
    guarantor_busy = choice("他或他爱人现在有没有给别人担保", KNOWN, required=False)
    guarantor_overdue = choice("他或他爱人担保过的有没有晚还的", KNOWN, required=False)
    guarantor_spouse_id_no = _id_no("担保人爱人的身份证号", hint="两口子只能给一笔贷款担保；没有爱人就空着")


SHEETS: Mapping[Step, Sheet] = {
    Step.WHO: WhoSheet(),
    Step.BUSINESS: BusinessSheet(),
    Step.NEED: NeedSheet(),
    Step.FORECAST: ForecastSheet(),
    Step.ENTERPRISE: EnterpriseSheet(),
    Step.FAMILY: FamilySheet(),
}


def answered(step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    """Return form values as the rules take them."""
    if step is Step.NEED:
        months = answers.get("term_months")
        return answers | {
            "uses": tuple(answers.get("uses", ())),
            "term_months": int(months) if months is not None else None,
        }
    return answers


def of_partner(answers: dict[str, Any]) -> dict[str, Any]:
    """Return a partner's form values as the rules take them: the share in per mille."""
    share = answers.pop("share_percent", None)
    return answers | {"share_permille": None if share is None else share * 10}


def partner_shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a partner's stored values as the form has them."""
    share = values["share_permille"]
    rest = {name: value for name, value in values.items() if name != "share_permille"}
    return rest | {"share_percent": None if share is None else share // 10}


def names(step: Step) -> list[str]:
    """Return the names of a sheet's answers."""
    return [one.name for one in columns(ANSWERS[step])]


def view_of(step: Step) -> Schema:
    """Return how a sheet is written in JSON, each answer null while it is open."""
    shown: dict[str, Any] = {name: _shown(name) for name in names(step)}
    return Schema.from_dict(shown, name=f"{step.value.capitalize()}View")()


def view_of_partner() -> Schema:
    """Return how one who borrows together with her is written in JSON."""
    return Schema.from_dict({one.name: _shown(one.name) for one in columns(Partner)}, name="PartnerView")()


def _shown(name: str) -> Any:
    if name == "uses":
        return fields.List(fields.String())
    if name.endswith("_on"):
        return fields.Date(allow_none=True)
    counted = name.endswith(("_fen", "_months", "_permille")) or name in COUNTED
    return fields.Integer(allow_none=True) if counted else fields.String(allow_none=True)


COUNTED = frozenset({"loans_before", "months_trading", "hands", "heads", "staff", "hires_12m"})
