"""What she fills in before anything is handed in; every answer may wait (domain.md §2.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from services.loans.domain import numerals, sheets
from services.loans.domain.judge import EarlierLoan, Facts, Guarantor, OtherLoan, Person
from services.loans.domain.judge.facts import TOGETHER
from services.loans.domain.sheets import Business, Enterprise, Family, Forecast, Need, Partner, Sheet, Step, Who
from services.loans.domain.staff import Roster
from shared.errors import Invalid, NotFound, Refused
from shared.id_number import IdNumber

__all__ = [
    "Business",
    "Draft",
    "Enterprise",
    "Family",
    "Forecast",
    "Need",
    "Partner",
    "Step",
    "Terms",
    "Who",
    "too_much",
]
WHOLE = 1000  # per mille of a business


@dataclass(frozen=True, slots=True)
class Terms:
    """What of the policy in force that day a draft is held against, for its form.

    Up to `exempt_fen` nobody has to stand for such a loan; 0 = somebody always has to.
    """

    policy_id: str
    ceiling_fen: int
    longest_months: int
    exempt_fen: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheets, filled or not; `partners` borrow together with her, `roster` counts an enterprise's staff."""

    who: Who = field(default_factory=Who)
    business: Business = field(default_factory=Business)
    need: Need = field(default_factory=Need)
    forecast: Forecast = field(default_factory=Forecast)
    enterprise: Enterprise = field(default_factory=Enterprise)
    family: Family = field(default_factory=Family)
    partners: tuple[Partner, ...] = ()
    roster: Roster | None = None

    def sheet(self, step: Step) -> Sheet:
        """Return one sheet."""
        found: Sheet = getattr(self, step.value)
        return found

    def missing(self, step: Step) -> list[str]:
        """Return the names of answers that a sheet still lacks; who is no enterprise is not asked for one."""
        if step is Step.ENTERPRISE and self.business.form != "enterprise":
            return []
        return sheets.missing(self.sheet(step))

    @property
    def others(self) -> int:
        """Return how many borrow together with her, herself not among them."""
        return (self.business.heads or 1) - 1 if self.business.form in TOGETHER else 0

    def partner(self, number: int) -> Partner:
        """Return what is known of one, counted from 1; raises NotFound beyond those she named on her sheet."""
        if not 1 <= number <= self.others:
            raise NotFound("not_found")
        return self.partners[number - 1] if number <= len(self.partners) else Partner()

    def begun(self, step: Step) -> bool:
        """Tell whether anything stands on a sheet."""
        return sheets.begun(self.sheet(step))

    def unfinished(self) -> list[Step]:
        """Return the sheets that lack something, in order."""
        return [step for step in Step if self.missing(step)]

    def unfinished_partners(self) -> list[int]:
        """Return the numbers of partners of whom something is lacking."""
        return [number for number in range(1, self.others + 1) if sheets.missing(self.partner(number))]

    def with_answers(self, step: Step, answers: dict[str, Any], terms: Terms) -> "Draft":
        """Return the draft with one sheet written anew; raises Invalid with what the policy does not allow."""
        sheet = sheets.SHEETS[step](**answers)
        wrong = too_much(sheet, terms) if isinstance(sheet, Need) else {}
        if wrong:
            raise Invalid(wrong)
        changed: dict[str, Any] = {step.value: sheet}
        after = replace(self, **changed)
        return after.counted(self.roster) if step is Step.ENTERPRISE else after.with_those_left()

    def with_those_left(self) -> "Draft":
        """Return it without what her form of business no longer asks: partners beyond the number, staff of nobody."""
        roster = self.roster if self.business.form == "enterprise" else None
        return replace(self, partners=self.partners[: self.others], roster=roster)

    def counted(self, roster: Roster | None) -> "Draft":
        """Return it with the numbers of a staff roster, which count instead of typed ones; None takes it away."""
        if roster is None:
            return replace(self, roster=None)
        own = replace(self.enterprise, staff=roster.staff, hires_12m=roster.hires_12m)
        return replace(self, enterprise=own, roster=roster)

    def with_partner(self, number: int, answers: dict[str, Any]) -> "Draft":
        """Return the draft with one partner written anew.

        Raises NotFound beyond their number, Invalid for one named twice or shares beyond the whole.
        """
        self.partner(number)
        known = [*self.partners, *[Partner()] * (self.others - len(self.partners))]
        known[number - 1] = Partner(**answers)
        wrong = _cannot_be(known, number - 1)
        if wrong:
            raise Invalid(wrong)
        return replace(self, partners=tuple(known))

    def answers(self) -> dict[str, Any]:
        """Return every answer under sheet.name, such as need.amount_fen or partner.1.name."""
        found = {f"{step}": self.sheet(step) for step in Step}
        people = {f"partner.{number}": one for number, one in enumerate(self.partners, 1)}
        return {
            f"{place}.{one.name}": getattr(sheet, one.name)
            for place, sheet in (found | people).items()
            for one in fields(sheet)
        }

    def facts(self) -> Facts:
        """Return what a rule may take from her answers; who she is comes from applicant and is added there."""
        business, need = self.business, self.need
        return Facts(
            amount_fen=need.amount_fen,
            term_months=need.term_months,
            form=business.form,
            heads=business.heads,
            staff=self.enterprise.staff,
            hires_12m=self.enterprise.hires_12m,
            hires=self.roster.hires if self.roster else None,
            months_trading=business.months_trading,
            loans_before=_before(self.who),
            other_loans=_others(self.forecast),
            guarantors=_guarantors(self.family, self.partners),
            barred=_barred(self.who),
            partners=tuple(_person(self.partner(n)) for n in range(1, self.others + 1)) if self.others else None,
        )


def _before(who: Who) -> tuple[EarlierLoan, ...] | None:
    if who.loans_before is None:
        return None
    running = None if who.before_settled is None else who.before_settled == "no"
    overdue = None if who.before_overdue is None else who.before_overdue == "yes"
    return (EarlierLoan(who.settled_on if running is False else None, overdue, running),) * who.loans_before


def _others(one: Forecast | Partner) -> tuple[OtherLoan, ...] | None:
    owed = {"consumer": one.consumer_loans_fen, "other": one.other_loans_fen}
    if None in owed.values():
        return None
    return tuple(OtherLoan(kind, amount, "self") for kind, amount in owed.items() if amount)


def _guarantors(family: Family, partners: Sequence[Partner]) -> tuple[Guarantor, ...] | None:
    """Return the guarantor; None for property, pledge or nobody: those are weighed by the guarantee desk.

    Whose ID number is that of her husband or of a partner is one, whatever was ticked.
    """
    if family.guarantee != "person":
        return None
    flags = {"yes": True, "no": False}
    busy, overdue = family.guarantor_busy or "", family.guarantor_overdue or ""
    relation, number = family.guarantor_relation, family.guarantor_id_no
    if number:
        relation = "partner" if number in [one.id_no for one in partners] else relation
        relation = "spouse" if number == family.spouse_id_no else relation
    return (Guarantor(relation, flags.get(busy), flags.get(overdue)),)


def _person(one: Partner) -> Person:
    number = IdNumber(one.id_no) if one.id_no else None
    return Person(
        birth_month=f"{number.born_on:%Y-%m}" if number else None,
        sex=None if number is None else "female" if number.says_female else "male",
        groups=None if one.group is None else () if one.group == "none" else (one.group,),
        loans_before=_before(one),
        other_loans=_others(one),
        barred=_barred(one),
    )


def _cannot_be(partners: Sequence[Partner], at: int) -> dict[str, list[Refused]]:
    """Return by field what the partner at a place cannot be: one who stands there already, more than the whole."""
    wrong: dict[str, list[Refused]] = {}
    own = partners[at]
    if own.id_no and any(one.id_no == own.id_no for n, one in enumerate(partners) if n != at):
        wrong["id_no"] = [Refused("partner_twice")]
    rest = WHOLE - sum(one.share_permille or 0 for n, one in enumerate(partners) if n != at)
    if (own.share_permille or 0) >= rest:
        wrong["share_percent"] = [Refused("shares_above_whole", most=max(0, (rest - 1) // 10))]
    return wrong


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
