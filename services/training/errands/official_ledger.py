"""The list of executive members and part-time chairs: its columns, and who each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.training.domain.official import Duty
from services.training.errands.registered import row_of
from services.training.usecases import UseCases
from shared.ledger.desk import LedgerSheet
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.ledger.women import Women, cells
from shared.running import Runs
from shared.web.schema import Form, choice, day, text
from shared.xlsx.columns import columns_of

TITLE = "执委和兼职主席名册"
DUTIES = ((Duty.MEMBER.value, "执委"), (Duty.PART_CHAIR.value, "兼职主席"), (Duty.PART_VICE.value, "兼职副主席"))
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "name": ("执委姓名",),
    "duty": ("职务", "妇联职务", "担任职务", "现任职务"),
    "elected_on": ("当选时间", "任职时间", "任职日期", "当选年月日", "选举日期"),
}


class OfficialRow(Form):
    """One woman and what she was elected to."""

    no = text("序号", most=6, required=False)
    name = text("姓名", most=50)
    id_no = text("身份证号", most=30)
    duty = choice("当选职务", DUTIES)
    elected_on = day("当选日期")


def sheet() -> LedgerSheet:
    """Return the columns."""
    row = OfficialRow()
    return LedgerSheet(TITLE, row, columns_of(row, OTHER_NAMES))


@dataclass(frozen=True, slots=True)
class OfficialBook:
    """Every woman is asked for at applicant; one who is not registered is registered there first."""

    women: Women
    runs: Runs[UseCases]

    def judge(self, lines: Sequence[Typed], source: Source) -> list[Row]:
        """Return a row for every line, in order, with everything that is wrong with it."""
        today = self.runs.ask(lambda use: use.roster.bring.clock.today())
        known = self.women.check(lines, source)

        def row(line: Typed) -> Row:
            woman, values = known[line.row], line.values
            early = values is not None and values["elected_on"] > today
            more = [Finding("elected_on", "day_to_come")] if early else []
            return row_of(line, woman, more, lambda person_id: _entry(line, person_id, woman.town))

        return [row(line) for line in lines]

    def fetch(self, row: Row, source: Source) -> Came:
        """Fetch her card of now."""
        assert row.entry is not None, "only rows with an entry are booked"
        return self.women.find(row.row, row.entry.values, source)


def _entry(line: Typed, person_id: str, town: str) -> Entry:
    values = line.values or {}
    elected_on = values["elected_on"].isoformat()
    facts = {"person_id": person_id, "duty": values["duty"], "elected_on": elected_on}
    return Entry(f"{person_id}-{elected_on}", values["duty"], town, facts, 0, person_id, cells(line.texts))
