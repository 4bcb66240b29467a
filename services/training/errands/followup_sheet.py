"""收入回访 as a workbook: who is to be asked goes out with names, answers come back by row; no file is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.training.domain.certificate import plain
from services.training.domain.followup import MOST_FEN, FollowUp
from services.training.domain.roster import Finding
from services.training.errands.class_form import page
from services.training.errands.class_sheets import Answer, Judged, Sent, found_in, to_write
from services.training.usecases import UseCases
from services.training.usecases.followup import Said
from shared.access import Actor
from shared.errands.labels import MOST, Label, Labels
from shared.errors import Unavailable
from shared.ledger.reading import Typed, read
from shared.running import Once, Runs
from shared.web.schema import Form, amount, choice, text, whole
from shared.xlsx import writing
from shared.xlsx.columns import columns_of
from shared.xlsx.reading import table_in

DOING = (("sell", "做东西卖"), ("work", "打工上班"), ("farm", "种地养殖"), ("none", "没有收入"))
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "no": ("证书号", "编号", "证号"),
    "before": ("以前月收入", "培训前月收入", "原来月收入", "培训前收入"),
    "now": ("月收入", "目前月收入", "现月收入", "现在收入"),
    "doing": ("靠什么", "从事什么", "就业情况", "主要收入来源"),
}


class FollowUpRow(Form):
    """One woman: the number of her certificate, her name, and what she says; empty cells say nothing."""

    no = text("证书编号", most=40)
    name = text("姓名", most=50)
    phone = text("联系电话", most=20, required=False)
    place = text("户籍地", most=60, required=False)
    month = whole("问第几个月", least=1, most=120, required=False)
    before = amount("培训以前月收入", least=0, most=MOST_FEN, required=False)
    now = amount("现在月收入", least=0, most=MOST_FEN, required=False)
    doing = choice("现在靠什么", DOING, required=False)


FIELDS = {"income_before_missing": "before", "not_asked_now": "month"}  # which cell is wrong, else what she earns
COLUMNS = columns_of(FollowUpRow(), OTHER_NAMES)
SCHEMA = FollowUpRow()


@dataclass(frozen=True, slots=True)
class FollowUpSheets:
    """`out` for a telephone round, `bring` what was written on it; the same file again changes nothing."""

    labels: Labels
    runs: Runs[UseCases]

    def out(self, *, by: Actor) -> bytes:
        """Return the workbook of who is to be asked now in the officer's units; the audit keeps who took it."""
        due, months = self.runs.run(lambda use: _due(use, by))
        labels = self.labels([one.person_id for one in due], by=by)
        rows = [_row(one, months[one.id], labels.get(one.person_id, {})) for one in due]
        return writing.forms([page("收入回访", ["培训以后收入回访表", "现在靠什么：" + _choices()], COLUMNS, rows)])

    def bring(self, sent: Sent, once: Once, *, by: Actor) -> Answer:
        """Keep the answers of a sheet; raises Refused with what is wrong with the file."""
        # another file under a key that was used is refused though nothing of it is new
        repeated = self.runs.seen(once) is not None
        table = table_in(sent.content, COLUMNS)
        numbers = [line.values.get("no", "").strip() for line in table.lines]
        known = self.runs.ask(lambda use: {one.number: one for one in use.followup.numbered(numbers, by=by)})
        labels = self._names([one.person_id for one in known.values()], by)
        rows, answers = [], dict[str, tuple[Judged, Said]]()
        for line in table.lines:
            typed = read(SCHEMA, line)
            row = Judged(line.row, line.values.get("name", "").strip(), found_in(typed), hidden=line.hidden)
            rows.append(row)
            one = _whose(row, known.get(typed.no), labels, answers)
            said = _said(row, typed) if one else None
            if one is not None and said is not None and self._good(row, one, said):
                answers[one.id] = (row, said)
        if not answers or repeated or not to_write(sent.mode, rows):
            return Answer(rows, table, repeated=repeated)
        booked = [(one, said) for one, (_, said) in answers.items()]
        self.runs.once(once, lambda use: use.followup.book(booked, by=by))
        for row, _ in answers.values():
            row.outcome = "written"
        return Answer(rows, table, len(answers))

    def _names(self, person_ids: Sequence[str], by: Actor) -> dict[str, Label]:
        """Return the names a sheet is held against; raises Unavailable when applicant does not answer."""
        found: dict[str, Label] = {}
        for at in range(0, len(person_ids), MOST):
            found |= self.labels(person_ids[at : at + MOST], by=by)
        if person_ids and not found:
            raise Unavailable("names_not_known_now")
        return found

    def _good(self, row: Judged, one: FollowUp, said: Said) -> bool:
        """Tell whether an answer is new and may be kept; what is wrong with it is noted on its row."""
        before = one.answers.get(said.month) if said.month else None
        if before is not None and (before.fen, before.doing) == (said.fen, said.doing):
            row.outcome = "already"
            return False
        problem = self.runs.ask(lambda use: use.followup.wrong(one, said))
        if problem is not None:
            row.findings.append(Finding(FIELDS.get(problem.slug, "now"), problem.slug))
        return problem is None


def _due(use: UseCases, by: Actor) -> tuple[list[FollowUp], dict[str, int]]:
    due, today = use.followup.take(by=by), use.followup.clock.today()
    rule = use.followup.rule(today)
    return due, {one.id: one.asked(rule, today) or 0 for one in due}


def _row(one: FollowUp, month: int, label: Label) -> dict[str, str]:
    known = {name: str(label.get(name, "")) for name in ("name", "phone", "place")}
    return {"no": one.number, **known, "month": str(month)}


def _choices() -> str:
    return "、".join(words for _, words in DOING)


def _whose(
    row: Judged, one: FollowUp | None, labels: Mapping[str, Label], seen: Mapping[str, tuple[Judged, Said]]
) -> FollowUp | None:
    """Return whom a row means, None where something is wrong with it, which is noted on it."""
    if row.findings:
        return None
    name = str(labels.get(one.person_id, {}).get("name", "")) if one else ""
    if one is None:
        row.findings.append(Finding("no", "followup_not_found"))
    elif one.id in seen:
        row.findings.append(Finding("no", "row_twice", {"row": seen[one.id][0].row}))
    elif name and plain(name) != plain(row.name):
        row.findings.append(Finding("name", "name_differs", suggestion=name))
    return None if row.findings else one


def _said(row: Judged, typed: Typed) -> Said | None:
    """Return what a row says, None where nothing was asked yet; half an answer is noted as wrong."""
    values = typed.values or {}
    missing = [name for name in ("now", "doing") if values.get(name) in (None, "")]
    if len(missing) == 1:
        row.findings.append(Finding(missing[0], "required"))
    return None if missing else Said(values["now"], values["doing"], values.get("before"), values.get("month"))
