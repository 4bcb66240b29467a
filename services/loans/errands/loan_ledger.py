"""The bank's book of running loans: its columns, and what is asked of applicant before a row is booked."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.loans.usecases import UseCases
from services.loans.usecases.ledger.loans import GROUP
from shared.ledger.desk import LedgerSheet
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.ledger.women import Woman, Women, cells
from shared.running import Runs
from shared.web.schema import Form, amount, choice, day, text, whole
from shared.xlsx.columns import columns_of

TITLE = "在贷台账"
NEW_ONLY = "系统里没登记过的人要填"
MOST = 10_000_000_00
EARLIEST = date(2002, 12, 24)  # 银发〔2002〕394号: before it there was no such loan
HIGHEST_BP, LONGEST_MONTHS = 2_400, 120
PLANS = (("interest_monthly", "按月付息到期还本"), ("equal_principal", "等额本金"))
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "name": ("借款人", "借款人姓名", "贷款人", "客户名称", "客户姓名"),
    "number": ("借款合同号", "合同号", "贷款合同号", "借款合同编号"),
    "receipt": ("借据编号", "借据"),
    "amount_fen": ("发放金额", "借款金额", "放款金额", "合同金额"),
    "balance_fen": ("余额", "本金余额", "借款余额"),
    "rate": ("利率", "执行利率", "年利率(%)"),
    "disbursed_on": ("发放日期", "放款日", "起息日", "借款日期"),
    "matures_on": ("到期日", "还款日期"),
    "paid_until": ("结息日", "利息付到", "付息至"),
    "plan": ("还款方法",),
    "jobs": ("带动就业人数", "就业人数"),
}
_RATE = re.compile(r"\A([0-9]{1,2})(?:\.([0-9]{1,2})0*)?%?\Z")


class LoanRow(Form):
    """One loan that runs, as the bank writes it down."""

    no = text("序号", most=6, required=False)
    name = text("姓名", most=50)
    id_no = text("身份证号", most=30)
    phone = text("联系电话", most=20, required=False, help=NEW_ONLY)
    place = text("户籍地", most=60, required=False, help=NEW_ONLY)
    education = text("文化程度", most=20, required=False, help=NEW_ONLY)
    number = text("合同编号", most=40, least=4)
    receipt = text("借据号", most=40, least=4, required=False)
    amount_fen = amount("贷款金额", least=100, most=MOST)
    balance_fen = amount("贷款余额", least=1, most=MOST)
    rate = text("年利率", most=8, help="按百分数填，例如 3.95")
    disbursed_on = day("放款日期")
    matures_on = day("到期日期")
    paid_until = day("利息付到哪天", required=False, help="不填就当付到交台账那天；逾期的一定要填")
    plan = choice("还款方式", PLANS, required=False)
    jobs = whole("带动就业", least=0, most=500, required=False)


SHEET = LedgerSheet(TITLE, LoanRow(), columns_of(LoanRow(), OTHER_NAMES))


@dataclass(frozen=True, slots=True)
class LoanBook:
    """Every borrower is asked for at applicant; amounts and days must fit together."""

    women: Women
    runs: Runs[UseCases]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""
        today = self.runs.ask(lambda use: use.policy.terms.clock.today())
        known = self.women.check(lines, source)
        return [_judged(line, known[line.row], today) for line in lines]

    def fetch(self, row: Row, source: Source) -> Came:
        """Fetch who she is, registered now when she is new."""
        assert row.entry is not None, "only rows with an entry are booked"
        return self.women.find(row.row, row.entry.values, source)


def rate_bp(typed: str) -> int:
    """Return basis points of a rate in per cent: 3.95 is 395; -1 for what is no rate."""
    found = _RATE.match(unicodedata.normalize("NFKC", typed).replace(" ", ""))
    if found is None:
        return -1
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _judged(line: Typed, woman: Woman, today: date) -> Row:
    findings = [*line.findings, *woman.findings]
    values = dict(line.values) if line.values is not None else None
    if values is not None:
        values["rate_bp"] = rate_bp(values["rate"])
        findings += _wrong(values, today)
    wrong = values is None or any(one.level == "error" for one in findings)
    entry = None if wrong or values is None else _entry(line, values, woman)
    return Row(line.row, line.no, findings, entry)


def _wrong(values: Mapping[str, Any], today: date) -> list[Finding]:
    begun, ends, paid = values["disbursed_on"], values["matures_on"], values.get("paid_until")
    found = []
    if begun > today:
        found.append(Finding("disbursed_on", "day_to_come"))
    if begun < EARLIEST:
        found.append(Finding("disbursed_on", "ledger_day_too_early", {"first": EARLIEST}))
    if ends <= begun or _months(begun, ends) > LONGEST_MONTHS:
        found.append(Finding("matures_on", "ledger_days_crossed"))
    elif paid is not None and not begun <= paid <= min(today, ends):
        found.append(Finding("paid_until", "ledger_days_crossed"))
    if values["balance_fen"] > values["amount_fen"]:
        found.append(Finding("balance_fen", "ledger_balance_above", {"amount_fen": values["amount_fen"]}))
    if not 0 < values["rate_bp"] <= HIGHEST_BP:
        found.append(Finding("rate", "ledger_no_rate"))
    return found


def _months(begun: date, ends: date) -> int:
    whole = (ends.year - begun.year) * 12 + ends.month - begun.month
    return max(1, whole + (ends.day > begun.day))


def _entry(line: Typed, values: Mapping[str, Any], woman: Woman) -> Entry:
    facts = {
        "person_id": woman.person_id,
        "receipt": values.get("receipt") or values["number"],
        "amount_fen": values["amount_fen"],
        "balance_fen": values["balance_fen"],
        "rate_bp": values["rate_bp"],
        "term_months": _months(values["disbursed_on"], values["matures_on"]),
        "plan": values.get("plan") or PLANS[0][0],
        "jobs": values.get("jobs") or 0,
        "paid_until": values["paid_until"].isoformat() if values.get("paid_until") else None,
        **{name: values[name].isoformat() for name in ("disbursed_on", "matures_on")},
    }
    return Entry(values["number"], GROUP, woman.town, facts, values["balance_fen"], woman.person_id, cells(line.texts))
