"""What she fills in before anything is handed in; every answer may wait (domain.md §2.5)."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from services.loans.domain import numerals, sheets
from services.loans.domain.judge import EarlierLoan, Facts, Guarantor, OtherLoan
from services.loans.domain.sheets import Business, Family, Forecast, Need, Sheet, Step, Who
from shared.errors import Invalid, Refused

__all__ = ["Business", "Draft", "Family", "Forecast", "Need", "Step", "Terms", "Who", "too_much"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What of the policy in force that day a draft is held against, for its form."""

    policy_id: str
    ceiling_fen: int
    longest_months: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheets, filled or not."""

    who: Who = field(default_factory=Who)
    business: Business = field(default_factory=Business)
    need: Need = field(default_factory=Need)
    forecast: Forecast = field(default_factory=Forecast)
    family: Family = field(default_factory=Family)

    def sheet(self, step: Step) -> Sheet:
        """Return one sheet."""
        found: Sheet = getattr(self, step.value)
        return found

    def missing(self, step: Step) -> list[str]:
        """Return the names of answers that a sheet still lacks."""
        return sheets.missing(self.sheet(step))

    def begun(self, step: Step) -> bool:
        """Tell whether anything stands on a sheet."""
        return sheets.begun(self.sheet(step))

    def unfinished(self) -> list[Step]:
        """Return the sheets that lack something, in order."""
        return [step for step in Step if self.missing(step)]

    def with_answers(self, step: Step, answers: dict[str, Any], terms: Terms) -> "Draft":
        """Return the draft with one sheet written anew; raises Invalid with what the policy does not allow."""
        sheet = sheets.SHEETS[step](**answers)
        wrong = too_much(sheet, terms) if isinstance(sheet, Need) else {}
        if wrong:
            raise Invalid(wrong)
        changed: dict[str, Any] = {step.value: sheet}
        return replace(self, **changed)

    def answers(self) -> dict[str, Any]:
        """Return every answer under sheet.name, such as need.amount_fen."""
        return {
            f"{step}.{one.name}": getattr(self.sheet(step), one.name)
            for step in Step
            for one in fields(self.sheet(step))
        }

    def facts(self) -> Facts:
        """Return what a rule may take from her answers; who she is comes from applicant and is added there."""
        business, need = self.business, self.need
        return Facts(
            amount_fen=need.amount_fen,
            term_months=need.term_months,
            form=business.form,
            heads=business.heads,
            staff=business.staff,
            hires_12m=business.hires_12m,
            months_trading=business.months_trading,
            loans_before=_before(self.who),
            other_loans=_others(self.forecast),
            guarantors=_guarantors(self.family),
            barred=_barred(self.who),
        )


def _before(who: Who) -> tuple[EarlierLoan, ...] | None:
    if who.loans_before is None:
        return None
    settled_on: date | None = who.settled_on if who.before_settled == "yes" else None
    overdue = None if who.before_overdue is None else who.before_overdue == "yes"
    return (EarlierLoan(settled_on, overdue),) * who.loans_before


def _others(forecast: Forecast) -> tuple[OtherLoan, ...] | None:
    owed = {"consumer": forecast.consumer_loans_fen, "other": forecast.other_loans_fen}
    if None in owed.values():
        return None
    return tuple(OtherLoan(kind, amount) for kind, amount in owed.items() if amount)


def _guarantors(family: Family) -> tuple[Guarantor, ...] | None:
    """Return the guarantor; None for property, pledge or nobody: those are weighed by the guarantee desk."""
    if family.guarantee != "person":
        return None
    flags = {"yes": True, "no": False}
    busy, overdue = family.guarantor_busy or "", family.guarantor_overdue or ""
    return (Guarantor(family.guarantor_relation, flags.get(busy), flags.get(overdue)),)


def _barred(who: Who) -> tuple[str, ...] | None:
    if who.standing is None:
        return None
    return () if who.standing == "none" else (who.standing,)


def too_much(need: Need, terms: Terms) -> dict[str, list[Refused]]:
    """Return by field what the policy of the day does not allow."""
    wrong: dict[str, list[Refused]] = {}
    if need.amount_fen is not None and need.amount_fen > terms.ceiling_fen:
        facts = {"most_fen": terms.ceiling_fen, "given_fen": need.amount_fen, "policy_id": terms.policy_id}
        one_zero_less = 0 < need.amount_fen // 10 <= terms.ceiling_fen
        slug = "above_ceiling_one_zero" if one_zero_less else "above_ceiling"
        wrong["amount_fen"] = [Refused(slug, **facts)]
    if need.term_months is not None and need.term_months > terms.longest_months:
        wrong["term_months"] = [Refused("term_too_long", most=terms.longest_months)]
    if need.amount_capital and not numerals.same(need.amount_capital, need.amount_fen or 0):
        wrong["amount_capital"] = [Refused("capital_differs", right=numerals.capital(need.amount_fen or 0))]
    return wrong
