"""What the desks fill in: one form for each act, and the forms of sending back, ending and handing back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import fields, validate

from services.loans.domain.counter import NUMBERS, Choices
from services.loans.domain.sheets import GROUPS
from services.loans.web.money_schemas import rate
from services.loans.web.sheet_schemas import MOST, TERMS
from shared.web.schema import Form, Length, Text, Ui, amount, choice, day, several, signs, text, whole

RESIDENCE = (("lives_here", "长住在村里"), ("away", "常年在外，户在村里"), ("moved", "不在本村住"))
HOUSEHOLD = (("seen", "上门看过，情况属实"), ("known", "村里都熟，情况属实"))
PROJECT = (("micro", "微利项目"), ("other", "非微利项目"))
PLACES = (("workshop", "工坊、店里"), ("field", "田地、养殖场"), ("home", "她家里"), ("other", "别处（写在意见里）"))
NO_SPOT = (("no_signal", "山里没有信号"), ("no_device", "手机定不了位"), ("not_on", "定位没有打开"))
COUNTER = (
    ("person", "有人担保"),
    ("joint", "几户联保"),
    ("property", "房产抵押"),
    ("pledge", "存款质押"),
    ("enterprise", "企业担保"),
    ("land_right", "林权、土地经营权抵押"),
    ("credit_village", "信用村、信用社区担保"),
    ("exempt", "不用反担保"),
)
EXEMPT_REASONS = tuple(
    (code, f"exempt.{code}")
    for code in (
        "AMOUNT", "TRAINED_AND_PASSED", "CLEAN_IN_CREDIT_COMMUNITY", "JOINT_FIVE", "RURAL_FACILITY_FARMING",
        "CREDIT_COMMUNITY", "HONOUR", "INCUBATOR", "CREDIT_VILLAGE", "CREDIT_RATED", "SECOND_TIME_FOUNDER",
        "LABOUR_INTENSIVE",
    )
)  # fmt: skip
SLUGS = (
    "in_group",
    "age",
    "amount",
    "term",
    "times",
    "gap",
    "overdue_before",
    "other_loans",
    "barred",
    "trading_time",
    "hire_ratio",
    "guarantor",
    "residence",
)
SKIPS = (
    ("wait_for_paper", "在等别处的材料"),
    ("ask_somebody", "要先问别人"),
    ("too_hard", "我拿不准"),
    ("not_mine", "该别人办"),
    ("near", "她是我家里人、亲戚，我要回避"),
)
SPOT = r"\A-?[0-9]{1,2}\.[0-9]{4,6}, -?[0-9]{1,3}\.[0-9]{4,6} \([0-9]{1,5} m\)\Z"
CLOCK = r"\A([01]?[0-9]|2[0-3]):[0-5][0-9]\Z"


def _opinion(label: str = "意见", **more: Any) -> fields.String:
    return text(label, most=500, rows=4, **more)


def _her_name() -> fields.String:
    told = "请她自己在这台手机上打上名字；不便打字的，拍她签了字的纸"
    return text("她本人签名", most=20, required=False, help=told)


class DeskForm(Form):
    """`version` is the case's when the form was made; the opinion is read by offices, not by her."""

    version = fields.Integer(
        strict=True, validate=validate.Range(min=0, max=2**31), error_messages={"invalid": "not_a_whole_number"}
    )


class Verify(DeskForm):
    """Village: does she live here, is it so."""

    residence = choice("她住在哪里", RESIDENCE)
    household = choice("情况核实了吗", HOUSEHOLD)
    text = _opinion()


class FirstReview(DeskForm):
    """Township: what kind of project."""

    project = choice("项目是哪一种", PROJECT)
    text = _opinion()


class Schedule(DeskForm):
    """County: when two people go and look."""

    visit_on = day("哪天上门")
    visitor_1 = text("谁去", most=20)
    visitor_2 = text("还有谁去", most=20, help="上门要两个人，可以请人社局、银行的人一起")
    text = _opinion(required=False)


class Report(DeskForm):
    """What the two saw, where, and her own signature; photos come beside the form.

    `spot` is written by the phone (frontend/js/spot.js); without it the officer says the place, and why.
    """

    visited_on = day("哪天去的")
    arrived = signs("几点到的", CLOCK, "not_a_time", help="写 9:30 这样的数")
    spot = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(SPOT, error="not_a_spot"),
        error_messages={"invalid": "not_text"},
        metadata={"ui": Ui("定位", help="在她家用手机打开这一页，按“用手机定位”就填好")},
    )
    spot_said = text("没有定位：在什么地方", most=60, required=False, help="村、组、门牌或路边的标志")
    no_spot = choice("没有定位：为什么", NO_SPOT, required=False)
    place_kind = choice("在哪里看的", PLACES)
    own_money_fen = amount("看到她自己投了多少钱", least=0, most=MOST)
    amount_fen = amount("建议借多少钱", least=100_000, most=MOST)
    text = _opinion("看到了什么")
    her_name = _her_name()


class Recommend(DeskForm):
    """County: recommended, for how much; what was unknown is settled one by one."""

    amount_fen = amount("推荐多少钱", least=100_000, most=MOST, help="不能多过她要的")
    settled = several("这几条核实过了", tuple((slug, f"criterion.{slug}") for slug in SLUGS), required=False)
    text = _opinion()


class Certify(DeskForm):
    """HR: which group, by which paper, how often before."""

    group = choice("属于哪类人", tuple((code, f"group.{code}") for code in GROUPS), widget="select")
    evidence = text("证明编号", most=60)
    times_used = whole("以前贷过几次", least=0, most=9)
    text = _opinion()


class Guarantee(DeskForm):
    """Guarantee agency: with or without counter-guarantee."""

    counter = choice("反担保", COUNTER, widget="radio")
    exempt_reason = choice("为什么不用", EXEMPT_REASONS, required=False, widget="radio", help="不用反担保的才选")
    insured_months = whole("担保人社保连续交了几个月", least=0, most=600, required=False, help="有人担保的才填")
    income_fen = amount("担保人一年收入多少", least=0, most=MOST, required=False, help="有人担保的才填")
    to_retirement_months = whole("担保人离退休还有几个月", least=0, most=600, required=False, help="有人担保的才填")
    worth_fen = amount("抵押、质押的东西值多少", least=0, most=MOST, required=False, help="有东西抵押、质押的才填")
    text = _opinion("意见")


def guarantee_form(choices: Choices) -> DeskForm:
    """Return the guarantee desk's form with the choices of one case: what its policy does not ask is not there."""
    form = Guarantee(exclude=[name for name in NUMBERS if name not in choices.numbers])
    for name, codes in (("counter", choices.types), ("exempt_reason", choices.reasons)):
        field = form.fields[name]
        ui: Ui = field.metadata["ui"]
        offered = [one for one in ui.options() if one[0] in codes]
        field.metadata = {**field.metadata, "ui": replace(ui, choices=offered)}  # the class keeps its own
    return form


class Approve(DeskForm):
    """Bank: amount, rate, term, and the day of the credit report."""

    amount_fen = amount("批多少钱", least=100_000, most=MOST, help="不能多过她要的")
    rate_bp = rate("年利率（%）", help="写 3.45 这样的数")
    term_months = choice("借多久", TERMS)
    credit_report_on = day("征信报告是哪天的")
    text = _opinion()


class Panel(DeskForm):
    """Leading group: yes."""

    text = _opinion()


FORMS: Mapping[str, DeskForm] = {
    "verify": Verify(),
    "first_review": FirstReview(),
    "schedule": Schedule(),
    "report": Report(),
    "recommend": Recommend(),
    "certify": Certify(),
    "guarantee": Guarantee(),
    "approve": Approve(),
    "panel": Panel(),
}


def _codes(label: str) -> "fields.List[str]":
    """Codes that a county's data list; which are allowed is decided where the data are read."""
    ui = Ui(label, widget="checkboxes")
    one = Text(validate=Length(3, 3), error_messages={"invalid": "not_text"}, metadata={"ui": ui})
    return fields.List(
        one, load_default=[], validate=validate.Length(max=20, error="too_many_rows"), metadata={"ui": ui}
    )


class SendBackForm(DeskForm):
    """Back to her: why, until when, a word to her, a word for the office."""

    reasons = _codes("退回原因（一次说全）")
    due_on = day("让她在哪天前补齐", required=False, help="这段时间停表")
    note = text("还要跟她说的", most=100, required=False, help="她在自己的页面上看得到")
    text = _opinion("内部意见（她看不到）", required=False)


class RejectForm(DeskForm):
    """It ends: why."""

    reasons = _codes("原因")
    text = _opinion("意见（她看不到）")


class ConfirmForm(DeskForm):
    """The second hand agrees."""


class HandBackForm(DeskForm):
    """The second hand does not agree: why."""

    text = _opinion("为什么退给经办", help="经办的人看得到")


class SkipForm(Form):
    """Why an officer passes a case over."""

    reason = choice("为什么先不办", SKIPS)
