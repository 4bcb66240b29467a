"""What the guarantee agency writes down of its fund: as of which day, how much, by which paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.loans.usecases import UseCases
from services.loans.usecases.ledger.funds import GROUP
from shared.ledger.desk import LedgerSheet
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.running import Runs
from shared.web.schema import Form, amount, day, text
from shared.xlsx.columns import columns_of

TITLE = "担保基金余额"
MOST = 100_000_000_00
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "as_of": ("日期", "截止日期", "基准日"),
    "balance_fen": ("余额", "账户余额", "基金账户余额"),
    "document": ("凭证", "文号", "凭证号", "对账单号"),
}


class FundRow(Form):
    """One balance."""

    no = text("序号", most=6, required=False)
    as_of = day("截至日期")
    balance_fen = amount("基金余额", least=1, most=MOST)
    document = text("对账单或文号", most=80, required=False)


SHEET = LedgerSheet(TITLE, FundRow(), columns_of(FundRow(), OTHER_NAMES))


@dataclass(frozen=True, slots=True)
class FundBook:
    """Nobody has to be asked."""

    runs: Runs[UseCases]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""
        today = self.runs.ask(lambda use: use.policy.terms.clock.today())
        rows = []
        for line in lines:
            values, findings = line.values, list(line.findings)
            if values is not None and values["as_of"] > today:
                findings.append(Finding("as_of", "day_to_come"))
            entry = None if values is None or findings else _entry(values, source)
            rows.append(Row(line.row, line.no, findings, entry))
        return rows

    def fetch(self, row: Row, source: Source) -> Came:  # noqa: ARG002  # no woman in it
        """Return nothing: there is nobody to be found."""
        return Came()


def _entry(values: Mapping[str, object], source: Source) -> Entry:
    as_of, balance = str(values["as_of"]), values["balance_fen"]
    assert isinstance(balance, int), "checked by its schema"
    facts = {"as_of": as_of, "balance_fen": balance, "document": str(values.get("document") or "")}
    return Entry(f"{source.division}:{as_of}", GROUP, "", facts, balance)
