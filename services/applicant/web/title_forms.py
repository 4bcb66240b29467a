"""The forms about enterprises and titles."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.applicant.domain.criteria import Line
from services.applicant.domain.enterprise import Details, Enterprise, Figures, Kind
from services.applicant.domain.nomination import REASONS, Action, Terms
from shared.web.schema import Choices, Form, amount, choice, day, text, tick, whole

NAME, CODE, NOTE = 60, 30, 300
MANY, SALES = 100_000, 10**14
TRADES = ("craft", "farm", "shop", "lodging", "other")
SAW = "saw_"
YES, NO, UNSEEN = "yes", "no", "unseen"
NONE = "none"


class EnterpriseForm(Form):
    """What it is; hers, or an officer's with her beside him."""

    version = whole("", least=0, most=2**31 - 1, widget="hidden", required=False)
    name = text("叫什么名字", least=2, most=NAME, help="和营业执照上一样；没有执照就写平时叫的名字")
    uscc = text(
        "统一社会信用代码", most=CODE, required=False, autocomplete="off", help="执照上 18 位的那一串，没有就空着"
    )
    kind = choice("是哪一种", [(kind.value, f"enterprise_kind.{kind.value}") for kind in Kind])
    trade = choice("做哪一行", [(trade, f"trade.{trade}") for trade in TRADES])
    founded_on = day("哪天成立的", help="执照上的成立日期，记不清写那个月 1 日")
    women_share = whole("女的一共占多少股（%）", least=0, most=100, required=False, help="不知道就空着")


def details(values: dict[str, Any]) -> Details:
    """Return what was typed as it is kept."""
    share = values.get("women_share")
    return Details(
        values["name"],
        "".join(values.get("uscc", "").split()).upper(),
        Kind(values["kind"]),
        values["trade"],
        values["founded_on"],
        women_share=None if share is None else share * 10,
    )


def as_typed(one: Enterprise) -> dict[str, Any]:
    """Return what is kept as a form shows it."""
    kept = one.details
    return {
        "version": one.version,
        "name": kept.name,
        "uscc": kept.uscc,
        "kind": kept.kind.value,
        "trade": kept.trade,
        "founded_on": kept.founded_on,
        "women_share": "" if kept.women_share is None else kept.women_share // 10,
    }


def report_form(today: date) -> Form:
    """Return the sheet of one year: this one or the last."""
    years = [(str(year), str(year)) for year in (today.year - 1, today.year)]
    made: dict[str, Any] = {
        "year": choice("哪一年", years),
        "running": choice("还在做吗", [(YES, "还在做"), (NO, "停了")]),
        "staff": whole("一共有几个人在做", least=0, most=MANY, help="连您自己；在家做计件的也算"),
        "women": whole("里面女的几个人", least=0, most=MANY),
        "households": whole("带动几户人家", least=0, most=MANY, help="跟着做、卖东西给您的人家；没有就填 0"),
        "sales_fen": amount("一年大约卖了多少钱", least=0, most=SALES, help="这一年还没过完，就填到现在为止"),
    }
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


def figures(values: dict[str, Any]) -> Figures:
    """Return the figures of a sheet."""
    names = ("staff", "women", "households", "sales_fen")
    return Figures(values["running"] == YES, **{name: values[name] for name in names})


def nomination_form(offered: Sequence[Terms], enterprises: Sequence[Enterprise]) -> Form:
    """Return what the county fills in to put somebody forward."""
    theirs = [(NONE, "enterprise_none"), *((one.id, one.details.name) for one in enterprises)]
    made: dict[str, Any] = {
        "title": choice("评哪一项", [(one.code, one.name) for one in offered]),
        "enterprise": choice("哪一家", theirs, help="带头人、经纪人可以不选；企业和合作社一定要选"),
        "agreed": tick(
            "她本人同意参评，也同意公示", must=True, help="当面或打电话问过她；公示写企业名称和打了星号的姓名"
        ),
        "note": text("为什么提她", most=NOTE, required=False, rows=3),
    }
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


def check_form(lines: Sequence[Line]) -> Form:
    """Return one question for each condition that nothing here knows, and room for words."""
    answers: Choices = [(YES, "属实"), (NO, "不属实"), (UNSEEN, "没看到")]
    asked = {f"{SAW}{one.slug}": choice(f"criterion.{one.slug}", answers) for one in lines if one.met is None}
    made: dict[str, Any] = {**asked, "note": text("看到的情况", most=NOTE, rows=4)}
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


def seen(values: dict[str, Any]) -> dict[str, bool]:
    """Return what somebody saw, by condition."""
    found = {name.removeprefix(SAW): value for name, value in values.items() if name.startswith(SAW)}
    return {slug: value == YES for slug, value in found.items() if value != UNSEEN}


def proposal_form(may: Sequence[Action]) -> Form:
    """Return what an officer may propose now; what needs a reason asks for one."""
    reasons = dict.fromkeys(reason for action in may for reason in REASONS.get(action, ()))
    made: dict[str, Any] = {
        "what": choice("您的意见", [(action.value, f"title_act.{action.value}") for action in may]),
        "reason": choice("原因", _reasons(reasons), required=False, widget="select", help="公示和整改通过不用选"),
        "note": text("说明", most=NOTE, required=False, rows=3, help="内部看的，她看不到"),
    }
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


class DecisionForm(Form):
    """The second person's word."""

    decision = choice("您的决定", [("confirm", "同意这样办"), ("back", "退给经办人再看")])
    note = text("说明", most=NOTE, required=False, rows=3, help="退回一定要写；她看不到")


def reason_form(action: Action) -> Form:
    """Return the sheet of an officer who puts a title on watch, or takes a notice down."""
    made: dict[str, Any] = {
        "reason": choice("原因", _reasons(REASONS[action]), widget="select"),
        "note": text("说明", most=NOTE, least=4, rows=3, help="内部看的，她看不到"),
    }
    return Form.from_dict(made)()  # type: ignore[return-value]  # a subclass of Form


def _reasons(codes: Any) -> Choices:
    return [(code, f"title_reason.{code}") for code in codes]
