"""When what is due: interest each month on the settlement day, principal in equal parts or at the end (§2.7)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Plan(StrEnum):
    """How the principal comes back; which ones a county allows is data."""

    INTEREST_MONTHLY = "interest_monthly"
    EQUAL_PRINCIPAL = "equal_principal"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One due date: the principal of that day, and the days whose balances bear its interest, both included."""

    n: int
    due_on: date
    principal_fen: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Replan:
    """On a day the end was moved: later by an extension, earlier by a call, which also ends what is `subsidised`.

    `paid_on`: the treasury pays for the time an extension adds, too.
    """

    on: date
    before: date
    ends_on: date
    subsidised: bool = True
    paid_on: bool = False


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it is shorter."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_between(starts_on: date, ends_on: date) -> int:
    """Return the term in months, a part of a month counted as a whole one."""
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    return months + (months_later(starts_on, months) < ends_on)


def due_days(starts_on: date, ends_on: date, settles_on: int) -> list[date]:
    """Return the settlement days after the first day and before the last, and the last."""
    return [*_between(starts_on, ends_on, settles_on), ends_on]


def _between(starts_on: date, ends_on: date, settles_on: int) -> Iterator[date]:
    day = starts_on.replace(day=settles_on)
    while day < ends_on:
        if day > starts_on:
            yield day
        day = months_later(day, 1)


def schedule(
    plan: Plan, amount_fen: int, starts_on: date, ends_on: date, settles_on: int = 20
) -> tuple[Instalment, ...]:
    """Return every due date of a loan from its disbursement to its maturity.

    A period includes its settlement day; the day of maturity bears no interest: money paid that day is gone at its end.
    """
    days = due_days(starts_on, ends_on, settles_on)
    parts = _parts(plan, amount_fen, len(days))
    firsts = [starts_on, *(day + timedelta(days=1) for day in days[:-1])]
    lasts = [*days[:-1], ends_on - timedelta(days=1)]
    rows = zip(days, parts, firsts, lasts, strict=True)
    return tuple(Instalment(n, due, part, first, last) for n, (due, part, first, last) in enumerate(rows, 1))


def replanned(lines: tuple[Instalment, ...], change: Replan, plan: Plan, settles_on: int) -> tuple[Instalment, ...]:
    """Return the due dates after the end was moved: what lay before that day stays, the rest comes by the new end."""
    kept = tuple(one for one in lines if one.due_on <= change.on and one.due_on < change.before)
    rest = sum(one.principal_fen for one in lines[len(kept) :])
    first = kept[-1].last_day + timedelta(days=1) if kept else lines[0].first_day
    tail = schedule(plan, rest, first, change.ends_on, settles_on)
    return (*kept, *(replace(one, n=one.n + len(kept)) for one in tail))


def _parts(plan: Plan, amount_fen: int, count: int) -> list[int]:
    if plan is Plan.INTEREST_MONTHLY:
        return [0] * (count - 1) + [amount_fen]
    each = amount_fen // count
    return [each] * (count - 1) + [amount_fen - each * (count - 1)]
