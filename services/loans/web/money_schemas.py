"""The forms of funds, contracts and loans; a rate is typed in percent and kept in basis points."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from services.loans.domain.contract import percent
from services.loans.errands.loan_words import CALLS, LOSSES, REFUSALS, USES
from shared.errors import Refused
from shared.money import fen
from shared.web.schema import Between, Form, Text, Ui, amount, choice, day, signs, text, whole

YUAN = 100
MOST = 10_000_000 * YUAN
FUND_MOST = 10_000_000_000 * YUAN
BASES = (("LPR1Y", "1 年期 LPR"), ("LPR5Y", "5 年期以上 LPR"))
PLANS = (("interest_monthly", "每月还利息，到期还本金"), ("equal_principal", "每月还一份本金和利息"))
_PERCENT = re.compile(r"\A([0-9]{1,2})(?:\.([0-9]{1,2}))?%?\Z")
MOST_BP = 2400
MOST_LINES, SHOWN = 2000, 5


class Rate(fields.Field[int]):
    """A yearly rate: 3.95 in a form, 395 basis points in the rules."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:  # noqa: ARG002  # marshmallow's signature
        found = _PERCENT.match(unicodedata.normalize("NFKC", value).strip()) if isinstance(value, str) else None
        if found is None:
            raise ValidationError([Refused("not_a_rate")])
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def rate(label: str, **look: Any) -> fields.Field[int]:
    """A yearly rate in percent, two decimals at most."""
    messages: dict[str, Any] = {"required": "required", "null": "required"}
    ui = Ui(label, inputmode="decimal", **look)
    return Rate(required=True, validate=Between(1, MOST_BP, percent), error_messages=messages, metadata={"ui": ui})


class Nothing(Form):
    """A command without words."""


class TopUpForm(Form):
    """Money that came into the fund."""

    amount_fen = amount("到账多少钱", least=1, most=FUND_MOST)
    document = text("拨款文号", least=2, most=60, help="通财〔2026〕7 号这样写")
    on = day("哪天到账")


class ContractForm(Form):
    """What stands on the signed paper."""

    number = text("合同编号", least=2, most=40)
    amount_fen = amount("合同金额", least=1_000 * YUAN, most=MOST)
    term_months = whole("期限，几个月", least=1, most=60)
    base = choice("按哪个 LPR", BASES)
    rate_bp = rate("年利率，百分之几", help="写 3.95 就是 3.95 %")
    plan = choice("怎么还", PLANS)
    signed_on = day("哪天签的")
    other_loans = choice(
        "签的那天，她和丈夫有没有不该有的别的贷款",
        (("no", "没有，两个人的征信都又查了"), ("yes", "有")),
        help="申请以后结了婚的，也查丈夫的",
    )
    refinanced = choice(
        "这笔钱是不是拿来还旧贷款的",
        (("no", "不是"), ("yes", "是，借新还旧")),
        required=False,
        help="借新还旧的，财政不贴息；无还本续贷不算",
    )


class ReceiptForm(Form):
    """The bank's receipt."""

    number = text("借据编号", least=2, most=40)
    on = day("哪天放款")
    account_last4 = signs(
        "收款账号后 4 位", r"\A[0-9]{4}\Z", "four_digits", inputmode="numeric", help="只留后 4 位，加密存放"
    )


class RepayForm(Form):
    """Money that came."""

    on = day("哪天到账")
    principal_fen = amount("收到本金", least=0, most=MOST, help="没有就填 0")
    interest_fen = amount("收到利息", least=0, most=MOST, help="没有就填 0")


class RecoverForm(Form):
    """Money that came back to the fund."""

    amount_fen = amount("追回多少钱", least=1, most=MOST)


class QuarterForm(Form):
    """Which quarter's subsidies are to be listed."""

    ends_on = day("季度最后一天", help="3、6、9、12 月 20 日")


class Figures(Text):
    """Lines of a receipt and an amount in 元, as two columns come out of Excel: pairs of number and fen."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        lines = [(n, line.split()) for n, line in enumerate(typed.splitlines(), 1) if line.strip()]
        found, wrong = [], []
        for n, parts in lines:
            try:
                number, figure = parts
                found.append((number, fen(figure)))
            except (ValueError, Refused):
                wrong.append(Refused("line_unreadable", line=n))
        if wrong or len(lines) > MOST_LINES:
            raise ValidationError(wrong[:SHOWN] or [Refused("too_many_lines", most=MOST_LINES)])
        return found


class BankFigureForm(Form):
    """What the bank counted, loan by loan."""

    figures = Figures(
        required=True,
        error_messages={"required": "required", "null": "required", "invalid": "not_text"},
        metadata={
            "ui": Ui("借据编号和银行算的贴息", help="一行一笔，从 Excel 复制两列粘贴在这里", widget="textarea", rows=6)
        },
    )


class PaymentForm(Form):
    """The treasury's payment of a quarter."""

    document = text("拨款文号", least=2, most=60, help="通财〔2026〕31 号这样写")
    on = day("哪天拨付")
    advanced = choice("中央的钱到了没有", (("no", "到了"), ("yes", "没到，县里先垫")))


class CentralMoneyForm(Form):
    """The central money came which the county had advanced."""

    on = day("哪天到账")


class ExtensionForm(Form):
    """How much later she can pay it back."""

    months = whole("想晚几个月还清", least=1, most=60, help="最多能晚几个月，看县里的规定")


class ConsentForm(Form):
    """The guarantor goes on guaranteeing."""

    consent_on = day("担保人哪天签的同意书")
    document = text("同意书编号", least=2, most=40)


class RefusalForm(Form):
    """Why an extension is not agreed to."""

    reason = choice("为什么不同意", REFUSALS)


class CallForm(Form):
    """Why a loan is called in, and by when all of it is due."""

    reason = choice("为什么提前收回", CALLS)
    due_on = day("要她哪天前还清")


class NoticeForm(Form):
    """Why nothing more will come back."""

    reason = choice("为什么追不回来", LOSSES)


class CommentForm(Form):
    """What somebody said to a notice."""

    document = text("登记编号", least=2, most=40, help="来信来电登记在哪一号")
    against = choice("什么意见", (("yes", "不同意核销"), ("no", "没有不同意")))


class VisitForm(Form):
    """What was seen on the spot."""

    on = day("哪天去看的")
    use = choice("钱用到哪里了", USES)
    trading = choice("生意还在做吗", (("yes", "在做"), ("no", "没做了")))
