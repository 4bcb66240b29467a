"""What she fills in before anything is handed in, in three steps; every answer may wait (domain.md §2.5)."""

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from shared.errors import Invalid, Refused


class Step(StrEnum):
    """The sheets of the form, in order."""

    NEED = "need"
    BUSINESS = "business"
    FORECAST = "forecast"

    @property
    def after(self) -> "Step | None":
        """Return the next sheet."""
        steps = list(Step)
        place = steps.index(self) + 1
        return steps[place] if place < len(steps) else None


@dataclass(frozen=True, slots=True)
class Need:
    """How much money, for how long, what for; money in fen."""

    amount_fen: int | None = None
    term_months: int | None = None
    own_money_fen: int | None = None
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """What she does or means to do; `hands` are people who work with her."""

    trade: str | None = None
    licence: str | None = None
    months_trading: int | None = None
    hands: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A usual month when it runs, other loans, and her plan in her own words (kept sealed)."""

    monthly_income_fen: int | None = None
    monthly_cost_fen: int | None = None
    other_loans_fen: int | None = None
    plan: str | None = None


Sheet = Need | Business | Forecast
OPTIONAL = frozenset({"hands", "plan"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What of the policy in force that day a draft is held against."""

    policy_id: str
    ceiling_fen: int
    longest_months: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The three sheets, filled or not."""

    need: Need = field(default_factory=Need)
    business: Business = field(default_factory=Business)
    forecast: Forecast = field(default_factory=Forecast)

    def sheet(self, step: Step) -> Sheet:
        """Return one sheet."""
        found: Sheet = getattr(self, step.value)
        return found

    def missing(self, step: Step) -> list[str]:
        """Return the names of answers that a sheet still lacks."""
        sheet = self.sheet(step)
        return [
            one.name for one in fields(sheet) if one.name not in OPTIONAL and getattr(sheet, one.name) in (None, ())
        ]

    def begun(self, step: Step) -> bool:
        """Tell whether anything stands on a sheet."""
        sheet = self.sheet(step)
        return any(getattr(sheet, one.name) not in (None, ()) for one in fields(sheet))

    def unfinished(self) -> list[Step]:
        """Return the sheets that lack something, in order."""
        return [step for step in Step if self.missing(step)]

    def with_answers(self, step: Step, answers: dict[str, Any], terms: Terms) -> "Draft":
        """Return the draft with one sheet written anew; raises Invalid with what the policy does not allow."""
        sheet = _SHEETS[step](**answers)
        if isinstance(sheet, Need):
            _check(sheet, terms)
        changed: dict[str, Any] = {step.value: sheet}
        return replace(self, **changed)


_SHEETS: dict[Step, type[Need] | type[Business] | type[Forecast]] = {
    Step.NEED: Need,
    Step.BUSINESS: Business,
    Step.FORECAST: Forecast,
}


def _check(need: Need, terms: Terms) -> None:
    wrong: dict[str, list[Refused]] = {}
    if need.amount_fen is not None and need.amount_fen > terms.ceiling_fen:
        facts = {"most_fen": terms.ceiling_fen, "given_fen": need.amount_fen, "policy_id": terms.policy_id}
        one_zero_less = 0 < need.amount_fen // 10 <= terms.ceiling_fen
        slug = "above_ceiling_one_zero" if one_zero_less else "above_ceiling"
        wrong["amount_fen"] = [Refused(slug, **facts)]
    if need.term_months is not None and need.term_months > terms.longest_months:
        wrong["term_months"] = [Refused("term_too_long", most=terms.longest_months)]
    if wrong:
        raise Invalid(wrong)
