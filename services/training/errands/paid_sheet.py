"""The 补贴名单 of dossiers comes back from HR: every row is held against its claim, then what was paid is noted.

A claim is paid as a whole: by one day and one voucher that stand at each of its women.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.training.domain.certificate import Certificate
from services.training.domain.certificate import State as PaperState
from services.training.domain.roster import Finding
from services.training.domain.subsidy import Action, Claim, Head, Payment, State
from services.training.errands.certified_sheet import not_hers, written
from services.training.errands.class_form import ACCOUNT, PAID, PaidForm
from services.training.errands.class_sheets import Answer, Judged, Sent, found_in, to_write
from services.training.usecases import UseCases
from services.training.usecases.subsidy.step import Paid
from shared import money
from shared.access import Actor
from shared.ledger.reading import Typed, read
from shared.running import Once, Runs
from shared.xlsx.columns import Column
from shared.xlsx.reading import table_in
from shared.xlsx.table import Line

SCHEMA = PaidForm()
COLUMNS = (*PAID, Column("account", ACCOUNT, required=False))
PAID_WORDS = ("已付", "已发", "已拨", "已支付", "到账")
BACK_WORDS = ("退回", "不予", "未通过", "不符合")
CLEAR = 8  # so many digits of an account may be typed by mistake; more is somebody's account


@dataclass(frozen=True, slots=True)
class PaidSheets:
    """Nothing of a file is kept; the same file again changes nothing."""

    runs: Runs[UseCases]

    def bring(self, sent: Sent, once: Once, *, by: Actor) -> Answer:
        """Note the payments of every claim whose rows are whole; raises Refused with what is wrong with the file."""
        # another file under a key that was used is refused though nothing of it is new
        repeated = self.runs.seen(once) is not None
        table = table_in(sent.content, COLUMNS)
        numbers = {written(line.values.get("number", "")) for line in table.lines}
        found = self.runs.ask(lambda use: use.subsidy.find.brought(numbers, by=by))
        today = self.runs.ask(lambda use: use.subsidy.find.clock.today())
        listed = Listed.of([OfClaim(claim, papers) for claim, papers in found], by, today)
        rows = [listed.judged(line) for line in table.lines]
        paid = [one for of in listed.claims if (one := of.whole()) is not None]
        if not paid or repeated or not to_write(sent.mode, rows):
            return Answer(rows, table, repeated=repeated)
        self.runs.once(once, lambda use: use.subsidy.step.pay_each(paid, by=by).id)
        done = {one.claim_id for one in paid}
        for of in listed.claims:
            of.mark(of.claim.id in done)
        return Answer(rows, table, len(paid))


@dataclass(slots=True)
class OfClaim:
    """One claim with the certificates of its class, and what the sheet says of its women by certificate number."""

    claim: Claim
    papers: Mapping[str, Certificate]
    rows: dict[str, Judged] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)

    def whole(self) -> Paid | None:
        """Return the payment of the claim, None where its rows are not whole; what lacks is noted on them."""
        if not self.payments:
            return None
        first = next(iter(self.payments.values()))
        for number, payment in self.payments.items():
            if payment != first:
                facts = {"on": first.on, "voucher": first.voucher}
                self.rows[number].findings.append(Finding("voucher", "payments_differ", facts))
        self._note_missing()
        if not any(row.findings for row in self.rows.values()):
            return Paid(self.claim.id, first, self.claim.version)
        for row in self.rows.values():
            if not row.findings:
                row.notes.append(Finding("", "claim_waits", level="warn"))
        return None

    def mark(self, done: bool) -> None:
        """Say at the rows of a claim that was paid now that they are written."""
        for number in self.payments if done else ():
            self.rows[number].outcome = "written"

    def _note_missing(self) -> None:
        without = [number for number, row in self.rows.items() if number not in self.payments and not row.findings]
        for number in without:
            self.rows[number].findings.append(Finding("paid_on", "payment_missing"))
        absent = sum(head.number not in self.rows for head in self.claim.counted)
        if absent:
            first = next(iter(self.rows.values()))
            first.findings.append(Finding("number", "claim_rows_missing", {"count": absent}))


@dataclass(frozen=True, slots=True)
class Listed:
    """The claims a sheet names, and by certificate number who counts on which; `by` notes the payments, `today`."""

    claims: Sequence[OfClaim]
    heads: Mapping[str, tuple[OfClaim, Head]]
    by: Actor
    today: date

    @classmethod
    def of(cls, claims: Sequence[OfClaim], by: Actor, today: date) -> "Listed":
        """Return these claims."""
        return cls(claims, {head.number: (of, head) for of in claims for head in of.claim.counted}, by, today)

    def judged(self, line: Line) -> Judged:
        """Return what is to be said of a row; a good one is kept with its claim."""
        typed = read(SCHEMA, line)
        row = Judged(line.row, line.values.get("name", "").strip(), found_in(typed), hidden=line.hidden)
        if sum(map(str.isdecimal, line.values.get("account", ""))) > CLEAR:
            row.notes.append(Finding("account", "account_in_clear", level="warn"))
        number = written(typed.texts["number"])
        found = self.heads.get(number)
        if found is None:
            row.findings += [Finding("number", "claim_row_not_found")] if number else []
            return row
        of, head = found
        if number in of.rows:
            row.findings.append(Finding("number", "row_twice", {"row": of.rows[number].row}))
            return row
        of.rows[number] = row
        row.findings += not_hers(of.papers[number], typed) if number in of.papers else []
        row.findings += _amount(typed, head)
        payment = self._payment(row, typed, of)
        if payment is not None:
            of.payments[number] = payment
        return row

    def _payment(self, row: Judged, typed: Typed, of: OfClaim) -> Payment | None:
        """Return the payment a row tells of, None where it tells of none or of nothing new."""
        said = _said(row, typed, of.claim)
        if said is None or row.findings:
            return None
        if of.claim.paid is not None:
            if said == of.claim.paid:
                row.outcome = "already"
            else:
                facts = {"on": of.claim.paid.on, "voucher": of.claim.paid.voucher}
                row.findings.append(Finding("paid_on", "claim_paid_otherwise", facts))
            return None
        row.findings += self._not_payable(said, of, written(typed.texts["number"]))
        return None if row.findings else said

    def _not_payable(self, said: Payment, of: OfClaim, number: str) -> list[Finding]:
        claim = of.claim
        if claim.state is not State.AGREED:
            return [Finding("number", "claim_not_agreed")]
        if not claim.may(Action.PAY, self.by.id):
            return [Finding("number", "same_person")]
        paper = of.papers.get(number)
        if paper is None or paper.state is not PaperState.VALID:
            return [Finding("number", "certificate_gone")]
        problem = claim.not_paid_so(said, self.today)
        return [Finding("paid_on", problem.slug, dict(problem.facts))] if problem else []


def _amount(typed: Typed, head: Head) -> list[Finding]:
    said = (typed.values or {}).get("fen", head.fen)
    return [] if said == head.fen else [Finding("fen", "amount_differs", suggestion=money.yuan(head.fen))]


def _said(row: Judged, typed: Typed, claim: Claim) -> Payment | None:
    """Return day and voucher of a row, None where nothing was paid; half of it is noted as wrong."""
    values, state = typed.values or {}, typed.texts["state"]
    on, voucher = values.get("paid_on"), values.get("voucher")
    if on and voucher:
        return Payment(on, voucher)
    if on or voucher or state.startswith(PAID_WORDS):
        row.findings += [Finding(name, "required") for name in ("paid_on", "voucher") if not values.get(name)]
    elif claim.state is not State.RETURNED and any(word in state for word in BACK_WORDS):
        row.findings.append(Finding("state", "claim_to_hand_back"))
    return None
