"""Interest and subsidy to the fen, held against a loop over single days with fractions that shares no code with it."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.loans.domain.interest import Movement
from services.loans.domain.settlement import Tally, quarter_end
from services.loans.domain.subsidy import Method, Subsidy

WAN = 1_000_000
HALF = Subsidy(Method.SHARE_OF_ACTUAL, share_permille=500)
STEP_DOWN = Subsidy(Method.ABOVE_BASE, above_base_bp=-150)
THIRDS = Subsidy(Method.TIERED, tiers=((1, 1), (2, 3), (1, 3)))
HALF_OF_BASE = Subsidy(Method.SHARE_OF_BASE, share_permille=500)
RULES = (
    HALF,
    STEP_DOWN,
    THIRDS,
    HALF_OF_BASE,
    Subsidy(Method.FULL),
    Subsidy(Method.FULL, most_above_base_bp=150),
    Subsidy(Method.NONE),
    Subsidy(Method.SHARE_OF_ACTUAL, share_permille=500, cap_fen=30 * WAN),
    Subsidy(Method.TIERED, tiers=((1, 1), (2, 3), (1, 3)), cap_fen=7 * WAN + 1),
)


def tally(
    principal: int,
    rate_bp: int,
    rule: Subsidy,
    days: tuple[date, date],
    repaid: tuple[tuple[date, int], ...] = (),
    base_bp: int = 385,
) -> Tally:
    moved = (Movement(days[0], principal), *(Movement(on, -fen) for on, fen in repaid))
    return Tally(moved, rate_bp, base_bp, rule, *days)


def counted(one: Tally, last: date) -> list[tuple[str, str, int, int]]:
    return [
        (found.first.isoformat(), found.last.isoformat(), found.interest_fen, found.subsidy_fen)
        for found in one.quarters(last)
    ]


def by_days(one: Tally, last: date) -> list[tuple[str, str, int, int]]:
    """Count each day by itself: the plainest reading of the rule."""
    sums: dict[date, list[object]] = {}
    day = one.disbursed_on
    while day <= last:
        balance = sum(move.change_fen for move in one.movements if move.on <= day)
        if balance == 0:
            break
        ends = min(date(year, month, 20) for year in (day.year, day.year + 1) for month in (3, 6, 9, 12)
                   if date(year, month, 20) >= day)  # fmt: skip
        found = sums.setdefault(ends, [day, day, Fraction(0), Fraction(0)])
        found[1] = day
        found[2] += Fraction(balance * one.rate_bp, 360 * 10_000)  # type: ignore[operator]
        if day < one.due_on:
            found[3] += paid_on(one, day, balance)  # type: ignore[operator]
        day += timedelta(days=1)
    return [(f"{a}", f"{b}", rounded(c), rounded(d)) for a, b, c, d in sums.values()]  # type: ignore[arg-type]


def rounded(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def paid_on(one: Tally, day: date, balance: int) -> Fraction:
    rule, rate, base = one.subsidy, Fraction(one.rate_bp), Fraction(one.base_bp)
    part = balance if rule.cap_fen is None or balance < rule.cap_fen else rule.cap_fen
    if rule.method is Method.FULL:
        bp = rate if rule.most_above_base_bp is None else min(rate, base + rule.most_above_base_bp)
    elif rule.method is Method.SHARE_OF_ACTUAL:
        bp = rate / 2
    elif rule.method is Method.SHARE_OF_BASE:
        bp = min(rate, base / 2)
    elif rule.method is Method.ABOVE_BASE:
        hers = max(Fraction(0), base - 150)
        bp = rate - hers if hers < rate else Fraction(0)
    elif rule.method is Method.TIERED:
        year = sum(anniversary(one.disbursed_on, n) <= day for n in range(1, 12))
        bp = rate * [Fraction(1), Fraction(2, 3), Fraction(1, 3)][year] if year < 3 else Fraction(0)
    else:
        bp = Fraction(0)
    return part * bp / (360 * 10_000)


def anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)


@st.composite
def loans(draw: st.DrawFn) -> Tally:
    disbursed = draw(st.dates(date(2003, 1, 1), date(2027, 12, 31)))
    length = draw(st.integers(1, 1300))
    principal = draw(st.integers(1, 400 * WAN))
    left, repaid = principal, []
    for after in sorted(draw(st.lists(st.integers(0, length + 200), max_size=4))):
        part = draw(st.integers(0, left))
        left -= part
        repaid.append((disbursed + timedelta(days=after), part))
    days = (disbursed, disbursed + timedelta(days=length))
    rate, base = draw(st.integers(1, 1500)), draw(st.integers(1, 800))
    return tally(principal, rate, draw(st.sampled_from(RULES)), days, tuple(repaid), base)


@settings(max_examples=60)
@given(loans(), st.integers(-30, 200))
def test_every_period_is_what_a_loop_over_single_days_says(one: Tally, more: int):
    last = one.due_on + timedelta(days=more)
    assert counted(one, last) == by_days(one, last)


@settings(max_examples=40)
@given(loans())
def test_nobody_pays_less_than_nothing_and_both_parts_are_the_interest(one: Tally):
    for period in one.quarters(one.due_on - timedelta(days=1)):
        assert 0 <= period.subsidy_fen <= period.interest_fen
        assert period.borrower_fen + period.subsidy_fen == period.interest_fen


def test_2021_she_pays_lpr_less_150_and_the_treasury_the_rest():
    found = tally(20 * WAN, 535, STEP_DOWN, (date(2021, 3, 1), date(2022, 3, 1))).period(
        date(2021, 3, 21), date(2021, 6, 18)
    )
    assert (found.interest_fen, found.borrower_fen, found.subsidy_fen) == (267_500, 117_500, 150_000)


def test_2023_half_of_the_interest_with_the_odd_fen_for_the_treasury():
    found = tally(30 * WAN, 395, HALF, (date(2024, 3, 1), date(2025, 3, 1))).period(
        date(2024, 3, 21), date(2024, 6, 20)
    )
    assert (found.interest_fen, found.subsidy_fen, found.borrower_fen) == (302_833, 151_417, 151_416)


def test_2016_the_share_falls_at_each_anniversary_even_inside_a_quarter():
    one = tally(10 * WAN, 630, THIRDS, (date(2017, 5, 1), date(2020, 5, 1)))
    inside = next(found for found in one.quarters(date(2020, 4, 30)) if found.first == date(2018, 3, 21))
    full, thirds = 41, 51  # days up to 2018-04-30, and from 2018-05-01 on
    assert inside.subsidy_fen == rounded(10 * WAN * Fraction(630, 3_600_000) * (full + Fraction(2 * thirds, 3)))


@pytest.mark.parametrize(("year", "paid"), [(0, 630_000), (1, 420_000), (2, 210_000)])
def test_2016_three_years_of_360_days_cost_all_two_thirds_and_one_third(year: int, paid: int):
    assert THIRDS.of_period([10 * WAN * 360 if n == year else 0 for n in range(3)], 630, 431) == paid


def test_an_extension_over_the_end_of_a_quarter_is_not_subsidised():
    one = tally(10 * WAN, 395, HALF, (date(2025, 3, 1), date(2026, 3, 1)))
    found = counted(one, date(2026, 6, 30))
    assert found[-3:] == [
        ("2025-12-21", "2026-03-20", 98_750, 38_403),
        ("2026-03-21", "2026-06-20", 100_944, 0),
        ("2026-06-21", "2026-06-30", 10_972, 0),
    ]


def test_what_lies_above_the_subsidised_part_of_the_principal_is_hers_alone():
    sichuan = Subsidy(Method.SHARE_OF_ACTUAL, share_permille=500, cap_fen=30 * WAN)
    one = tally(
        50 * WAN, 360, sichuan, (date(2025, 4, 21), date(2026, 4, 21)), ((date(2025, 5, 21), 25 * WAN),), base_bp=310
    )
    found = next(one.quarters(date(2026, 4, 20)))
    assert (found.last, found.interest_fen) == (date(2025, 6, 20), (50 * 30 + 25 * 31) * 100)
    assert found.subsidy_fen == (30 * 30 + 25 * 31) * 100 // 2


def test_half_of_the_base_is_never_more_than_the_interest():
    assert HALF_OF_BASE.paid_bp(0, 600, 531) == Fraction(531, 2)
    assert HALF_OF_BASE.paid_bp(0, 200, 531) == 200


def test_she_never_pays_less_than_nothing_nor_more_than_her_rate():
    assert STEP_DOWN.paid_bp(0, 400, 100) == 400
    assert STEP_DOWN.paid_bp(0, 200, 385) == 0


def test_nothing_is_paid_above_the_most_the_rule_allows():
    assert Subsidy(Method.FULL, most_above_base_bp=150).paid_bp(0, 600, 385) == 535


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 20), date(2026, 3, 20)),
        (date(2026, 3, 21), date(2026, 6, 20)),
        (date(2026, 12, 21), date(2027, 3, 20)),
        (date(2026, 1, 31), date(2026, 3, 20)),
    ],
)
def test_a_quarter_ends_on_the_20th_that_day_included(day: date, end: date):
    assert quarter_end(day) == end


def test_a_rule_is_stored_with_a_loan_and_read_again():
    for rule in RULES:
        assert Subsidy.of(rule.plain()) == rule


def test_a_rule_with_a_word_nobody_reads_is_refused_by_the_first_of_them():
    with pytest.raises(ValueError, match="share_percent"):
        Subsidy.of({"method": "SHARE_OF_ACTUAL", "share_percent": 50})
    with pytest.raises(ValueError, match=r"above$"):
        Subsidy.of({"method": "FULL", "until": 1, "above": 2})


def test_what_a_rule_does_not_say_is_nothing():
    numbers = {"share_permille": 0, "above_base_bp": 0, "tiers": []}
    nothing = numbers | dict.fromkeys(("most_above_base_bp", "cap_fen", "nation"))
    for rule in (Subsidy(Method.FULL), Subsidy.of({"method": "FULL"})):
        assert rule.plain() == {"method": "FULL", "base": "LPR", **nothing}


@pytest.mark.parametrize(
    ("rule", "needs"),
    [(HALF, False), (THIRDS, False), (STEP_DOWN, True), (HALF_OF_BASE, True),
     (Subsidy(Method.FULL, most_above_base_bp=0), True), (Subsidy(Method.FULL), False)],
)  # fmt: skip
def test_a_rule_that_is_held_against_the_base_needs_it(rule: Subsidy, needs: bool):
    assert rule.needs_base is needs


def test_after_the_last_year_of_a_falling_share_nothing_is_paid():
    assert [THIRDS.paid_bp(year, 630, 431) for year in (0, 1, 2, 3)] == [630, 420, 210, 0]


def test_before_it_is_rounded_not_a_fen_of_a_day_is_added_or_lost():
    days = (date(2024, 3, 1), date(2027, 3, 1))
    half, thirds = tally(30 * WAN, 395, HALF, days), tally(30 * WAN, 395, THIRDS, days)
    assert half.exact(date(2024, 3, 21), date(2024, 6, 20)) == Fraction(30 * WAN * 92 * 395, 2 * 3_600_000)
    years = Fraction(20) + Fraction(2, 3) * 20  # twenty days up to 2025-02-28, twenty from 2025-03-01 on
    assert thirds.exact(date(2025, 2, 9), date(2025, 3, 20)) == Fraction(30 * WAN * 395, 3_600_000) * years
