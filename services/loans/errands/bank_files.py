"""The three files of a bank, one schema each: repayments, disbursements, the list of who is late.

They go out with what is known here, and come back with what the bank did.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.loans.usecases import UseCases
from services.loans.usecases.ledger import bank
from shared.access import Actor
from shared.ledger.desk import LedgerSheet
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.money import yuan
from shared.running import Runs
from shared.web.schema import Form, amount, day, text
from shared.xlsx.columns import columns_of

MOST = 10_000_000_00
FOUR = re.compile(r"\A(?:[0-9]{4}|[0-9]{10,30})\Z")  # the last four digits, or a whole number of which four are kept
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "on": ("还款日期", "到账日期", "收款日", "放款日", "发放日期"),
    "principal_fen": ("归还本金", "还本金额", "本金"),
    "interest_fen": ("归还利息", "还息金额", "利息"),
    "serial": ("交易流水号", "流水"),
    "amount_fen": ("发放金额", "放款金额"),
    "account": ("收款账号", "账号"),
    "owed_fen": ("逾期金额", "拖欠金额", "欠款"),
}

RECEIPT = {"number": ("借据编号", "借据")}
CONTRACT = {"number": ("借款合同号", "合同号", "贷款合同号"), "receipt": RECEIPT["number"]}


class RepaymentRow(Form):
    """Money that came for one loan on one day."""

    no = text("序号", most=6, required=False)
    number = text("借据号", least=2, most=40)
    on = day("收款日期")
    principal_fen = amount("收回本金", least=0, most=MOST)
    interest_fen = amount("收回利息", least=0, most=MOST)
    serial = text("流水号", most=60, required=False, help="同一天收了两笔一样的，要填流水号")


class DisbursementRow(Form):
    """Money that went out for one contract."""

    no = text("序号", most=6, required=False)
    number = text("合同编号", least=2, most=40)
    receipt = text("借据号", least=2, most=40)
    amount_fen = amount("贷款金额", least=100, most=MOST)
    on = day("放款日期")
    account = text("收款账号后 4 位", least=4, most=30, help="只留后 4 位，加密存放")


class OverdueRow(Form):
    """One loan that the bank says is late."""

    no = text("序号", most=6, required=False)
    number = text("借据号", least=2, most=40)
    owed_fen = amount("逾期本息", least=1, most=MOST)


def _repayment(values: Mapping[str, Any]) -> Entry:
    facts = {"receipt": values["number"]} | {name: values[name] for name in ("principal_fen", "interest_fen")}
    facts["on"] = values["on"].isoformat()
    key = "/".join([facts["receipt"], facts["on"], values.get("serial") or f"{facts['principal_fen']}"])
    return Entry(key, bank.REPAYMENT, "", facts, facts["principal_fen"] + facts["interest_fen"])


def _disbursement(values: Mapping[str, Any]) -> Entry:
    facts = {name: values[name] for name in ("number", "receipt", "amount_fen")}
    facts["on"] = values["on"].isoformat()
    kept = {"account": values["account"][-4:]}
    return Entry(values["number"], bank.DISBURSEMENT, "", facts, values["amount_fen"], None, kept)


def _overdue(values: Mapping[str, Any]) -> Entry:
    facts = {"receipt": values["number"], "owed_fen": values["owed_fen"]}
    return Entry(values["number"], bank.OVERDUE, "", facts, values["owed_fen"])


@dataclass(frozen=True, slots=True)
class BankBook:
    """Nobody has to be asked: the loan that a row names says whose it is."""

    runs: Runs[UseCases]
    entry: Callable[[Mapping[str, Any]], Entry]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:  # noqa: ARG002  # looked up with the others
        """Return a row for every line, in order, with everything that is wrong with it."""
        today = self.runs.ask(lambda use: use.policy.terms.clock.today())
        rows = []
        for line in lines:
            values, findings = line.values, list(line.findings)
            if values is not None and "on" in values and values["on"] > today:
                findings.append(Finding("on", "day_to_come"))
            if values is not None and FOUR.match(values.get("account", "0000")) is None:
                findings.append(Finding("account", "four_digits"))
            entry = None if values is None or findings else self.entry(values)
            rows.append(Row(line.row, line.no, findings, entry))
        return rows

    def fetch(self, row: Row, source: Source) -> Came:  # noqa: ARG002  # no woman is asked for
        """Return nothing."""
        return Came()


def _sheet(title: str, form: Form, names: Mapping[str, Sequence[str]]) -> LedgerSheet:
    return LedgerSheet(title, form, columns_of(form, {**OTHER_NAMES, **names}))


SHEETS = {
    bank.REPAYMENT: _sheet("还款明细", RepaymentRow(), RECEIPT),
    bank.DISBURSEMENT: _sheet("放款明细", DisbursementRow(), CONTRACT),
    bank.OVERDUE: _sheet("逾期清单", OverdueRow(), RECEIPT),
}
ENTRIES = {bank.REPAYMENT: _repayment, bank.DISBURSEMENT: _disbursement, bank.OVERDUE: _overdue}


def _to_pay_out(use: UseCases, by: Actor) -> list[dict[str, str]]:
    agreed = [one.agreed for one in use.loan.lists.unpaid(by=by)]
    return [{"number": one.number, "amount_fen": yuan(one.amount_fen)} for one in agreed]


def _to_come(use: UseCases, by: Actor) -> list[dict[str, str]]:
    return [
        {"number": number, "principal_fen": yuan(principal), "interest_fen": yuan(interest)}
        for number, principal, interest in use.loan.lists.this_month(by=by)
    ]


def _late(use: UseCases, by: Actor) -> list[dict[str, str]]:
    return [{"number": number, "owed_fen": yuan(owed)} for number, owed in use.loan.lists.late(by=by)]


KNOWN = {bank.REPAYMENT: _to_come, bank.DISBURSEMENT: _to_pay_out, bank.OVERDUE: _late}
