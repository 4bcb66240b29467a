"""The sheets of an application: what is asked on each, what may stay empty, and what is asked only of some (§2.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """The sheets of the form, in order."""

    WHO = "who"
    BUSINESS = "business"
    NEED = "need"
    FORECAST = "forecast"
    ENTERPRISE = "enterprise"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Who:
    """What she did not say at registering: `standing` none or what may bar her, guaranteed loans before this one."""

    standing: str | None = None
    loans_before: int | None = None
    before_settled: str | None = None
    settled_on: date | None = None
    before_overdue: str | None = None


@dataclass(frozen=True, slots=True)
class Business:
    """What she does or means to do; `form` is individual, partner or enterprise, `hands` people who work with her.

    `heads` counts all who borrow together or to whom an enterprise belongs, herself among them.
    """

    form: str | None = None
    trade: str | None = None
    licence: str | None = None
    uscc: str | None = None
    months_trading: int | None = None
    hands: int | None = None
    heads: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """How much money, for how long, what for; money in fen, and in capitals on an enterprise's form."""

    amount_fen: int | None = None
    amount_capital: str | None = None
    term_months: int | None = None
    own_money_fen: int | None = None
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """A usual month when it runs, what she and her husband owe, and her plan in her own words (kept sealed)."""

    monthly_income_fen: int | None = None
    monthly_cost_fen: int | None = None
    consumer_loans_fen: int | None = None
    other_loans_fen: int | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """What only an enterprise is asked; `staff` all its people, `hires_12m` those of the listed groups among them."""

    company: str | None = None
    staff: int | None = None
    hires_12m: int | None = None
    account_bank: str | None = None
    account_no: str | None = None


@dataclass(frozen=True, slots=True)
class Partner(Who):
    """One who borrows together with her and is held against the same rules; `share_permille` of the business."""

    name: str | None = None
    id_no: str | None = None
    phone: str | None = None
    share_permille: int | None = None
    group: str | None = None
    consumer_loans_fen: int | None = None
    other_loans_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Her husband and who stands for her; names, phones and ID numbers are kept sealed."""

    married: str | None = None
    spouse_name: str | None = None
    spouse_phone: str | None = None
    spouse_id_no: str | None = None
    guarantee: str | None = None
    guarantor_name: str | None = None
    guarantor_phone: str | None = None
    guarantor_id_no: str | None = None
    guarantor_relation: str | None = None
    guarantor_busy: str | None = None
    guarantor_overdue: str | None = None
    guarantor_spouse_id_no: str | None = None


Sheet = Who | Business | Need | Forecast | Enterprise | Family
SHEETS: Mapping[Step, type[Sheet]] = {
    Step.WHO: Who,
    Step.BUSINESS: Business,
    Step.NEED: Need,
    Step.FORECAST: Forecast,
    Step.ENTERPRISE: Enterprise,
    Step.FAMILY: Family,
}
GROUPS = ("UNEMP", "HARD", "VET", "RELEASED", "GRAD", "OVERCAP", "RETURNEE", "ESHOP", "POVERTY_OUT", "RURAL_SELF")
NEAR = ("spouse", "guarantor")
IN_LAW = "guarantor_spouse_id_no"  # a guarantor may have nobody
PARTNERS_SEALED = frozenset({"name", "id_no", "phone"})
SEALED = frozenset(
    {
        "plan",
        "company",
        "account_no",
        "uscc",
        IN_LAW,
        *(f"{who}_{what}" for who in NEAR for what in ("name", "phone", "id_no")),
    }
)
OPTIONAL = frozenset(
    {"amount_capital", "hands", "plan", IN_LAW, *(f"{who}_{what}" for who in NEAR for what in ("phone", "id_no"))}
)
_ONLY_IF: Mapping[str, Callable[[Sheet], bool]] = {
    "before_settled": lambda sheet: bool(getattr(sheet, "loans_before", 0)),
    "settled_on": lambda sheet: getattr(sheet, "before_settled", "") == "yes",
    "before_overdue": lambda sheet: bool(getattr(sheet, "loans_before", 0)),
    "heads": lambda sheet: getattr(sheet, "form", "") == "partner",
    "uscc": lambda sheet: getattr(sheet, "form", "") == "enterprise",
    "spouse_name": lambda sheet: getattr(sheet, "married", "") == "yes",
    "guarantor_name": lambda sheet: getattr(sheet, "guarantee", "") == "person",
    "guarantor_relation": lambda sheet: getattr(sheet, "guarantee", "") == "person",
    "guarantor_busy": lambda sheet: getattr(sheet, "guarantee", "") == "person",
    "guarantor_overdue": lambda sheet: getattr(sheet, "guarantee", "") == "person",
}


def missing(sheet: Sheet) -> list[str]:
    """Return the names of answers that a sheet still lacks, those asked only of some left out where they do not fit."""
    return [
        one.name
        for one in fields(sheet)
        if one.name not in OPTIONAL and getattr(sheet, one.name) in (None, ()) and _asked(one.name, sheet)
    ]


def _asked(name: str, sheet: Sheet) -> bool:
    condition = _ONLY_IF.get(name)
    return condition is None or condition(sheet)


def begun(sheet: Sheet) -> bool:
    """Tell whether anything stands on a sheet."""
    return any(getattr(sheet, one.name) not in (None, ()) for one in fields(sheet))
