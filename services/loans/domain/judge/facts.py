"""What is known of a woman and her loan on the day she applies; None is "not known", never "no"."""

from dataclasses import dataclass, fields, replace
from datetime import date

FORMS = ("individual", "partner", "enterprise")
TOGETHER = ("partner", "enterprise")  # those to whom an enterprise belongs stand for its loan as partners do


@dataclass(frozen=True, slots=True)
class EarlierLoan:
    """A guaranteed loan she had before: the day it was settled, was it ever overdue, does it still run.

    In JSON `settled_on: null` says that it runs; without the key nobody said whether it does.
    """

    settled_on: date | None = None
    overdue: bool | None = None
    running: bool | None = None

    @property
    def runs(self) -> bool | None:
        """Tell whether it still runs: not what was settled on a day."""
        return self.running if self.settled_on is None else False


@dataclass(frozen=True, slots=True)
class OtherLoan:
    """What is owed besides: kind student poverty first_housing housing car consumer other.

    `holder` is self, spouse or another of the household; `settled_on` matters where a notice looks years back: what has
    none is still owed.
    """

    kind: str | None = None
    amount_fen: int | None = None
    holder: str | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Who stands for her: relation (spouse, partner, relative, other), and what a notice may ask of them.

    `busy`: one of the two spouses stands for another such loan; `tainted`: stood for one that fell overdue;
    `spouse_…` says it of the spouse alone, where it was told apart.
    """

    relation: str | None = None
    busy: bool | None = None
    tainted: bool | None = None
    spouse_busy: bool | None = None
    spouse_tainted: bool | None = None
    insured_months: int | None = None
    income_fen: int | None = None
    to_retirement_months: int | None = None
    age: int | None = None
    homes: int | None = None


@dataclass(frozen=True, slots=True)
class Hire:
    """One person hired: the day, her or his group, the months of the contract."""

    on: date
    group: str | None = None
    contract_months: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One who borrows together with her: what each of them is asked by itself."""

    birth_month: str | None = None
    sex: str | None = None
    groups: tuple[str, ...] | None = None
    loans_before: tuple[EarlierLoan, ...] | None = None
    other_loans: tuple[OtherLoan, ...] | None = None
    barred: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One case. `birth_month` is 1985-06; money in fen; `staff` and `hires_12m` count people of an enterprise.

    `hires` says the same person by person; `exempt` are reasons for which no guarantor is asked, none where nobody
    claims one. `heads` counts all who borrow together; `partners` are the others, one by one.
    """

    birth_month: str | None = None
    sex: str | None = None
    groups: tuple[str, ...] | None = None
    amount_fen: int | None = None
    term_months: int | None = None
    form: str | None = None
    heads: int | None = None
    staff: int | None = None
    hires_12m: int | None = None
    hires: tuple[Hire, ...] | None = None
    months_trading: int | None = None
    loans_before: tuple[EarlierLoan, ...] | None = None
    other_loans: tuple[OtherLoan, ...] | None = None
    guarantors: tuple[Guarantor, ...] | None = None
    barred: tuple[str, ...] | None = None
    resident: bool | None = None
    exempt: tuple[str, ...] | None = None
    partners: tuple[Person, ...] | None = None

    @property
    def together(self) -> int | None:
        """Return how many borrow together, herself among them; None while nobody said."""
        if self.heads is not None or self.partners is None:
            return self.heads
        return 1 + len(self.partners)

    def among(self, partner: Person) -> "Facts":
        """Return the same case with a partner in her place, for the rules that ask a person."""
        return replace(self, **{one.name: getattr(partner, one.name) for one in fields(Person)})
