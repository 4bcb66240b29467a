"""`python -m services.loans interest`: what a loan costs in each settlement period, and who pays it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from services.loans.domain.contract import percent
from services.loans.domain.interest import DAY, Movement
from services.loans.domain.schedule import months_between
from services.loans.domain.settlement import Period, Tally
from services.loans.usecases.loan.bounds import LOAN, PAYMENT, subsidy_of
from services.loans.usecases.loan.rates import LPR, Quote, Rates
from services.loans.web.policy_rows import subsidy_words
from shared.commands.tables import say, show
from shared.errors import NotFound, Refused
from shared.money import yuan
from shared.policy import NATION, Policy, Version
from shared.regions import in_a_province, is_division
from shared.web import i18n

FORMS = ("individual", "partner", "enterprise")
MOST_BP = 10_000
_AMOUNT = re.compile(r"\A([0-9]{1,12})(?:\.([0-9]{1,2}))?\Z")
_DAY = re.compile(r"\A(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")


class Unusable(click.ClickException):
    """What was typed cannot be counted with: one sentence and status 2."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer: by which rule, against which reference rate, one period after the other."""

    version: Version
    tally: Tally
    quote: Quote | None
    periods: tuple[Period, ...]


def command(folder: Path) -> click.Command:
    """Return the verb over the policy files of a folder."""

    @click.command("interest")
    @click.option("--principal", required=True, help="in yuan, two decimals at most: 200000.00")
    @click.option("--rate-bp", required=True, help="her yearly rate in basis points: 535 is 5.35 %")
    @click.option("--disbursed", required=True, help="the day the money went out, 2021-03-01")
    @click.option("--due", required=True, help="the day of maturity; no interest is counted for it")
    @click.option("--repay", multiple=True, metavar="DAY=YUAN", help="principal that came back; may be given often")
    @click.option("--contract", help="the day of signing, which fixes the reference rate; else the day of disbursement")
    @click.option("--base", default=LPR[0], show_default=True, help=f"the contract's choice: {' or '.join(LPR)}")
    @click.option("--place", default=NATION, show_default=True, help="division code of 6, 9 or 12 digits")
    @click.option("--policy", help="a version by its id, N2021; else the one in force on the day of disbursement")
    @click.option("--form", default=FORMS[0], show_default=True, help=f"{', '.join(FORMS)}")
    @click.option("--json", "plain", is_flag=True, help="in fen, for another program")
    def counted(plain: bool, **typed: Any) -> None:
        """Count interest, subsidy and what she pays, by end-of-day balances / 360, in quarters that end on the 20th."""
        found = count(Policy.load(folder), typed)
        if plain:
            say(json.dumps(shown(found), ensure_ascii=False, indent=2))
        else:
            _print(found)

    return counted


def count(policy: Policy, typed: Mapping[str, Any]) -> Counted:
    """Return the answer to what was typed; raises Unusable with one sentence that says what to mend."""
    disbursed, due = _day("--disbursed", typed["disbursed"]), _day("--due", typed["due"])
    signed = _day("--contract", typed["contract"]) if typed["contract"] else disbursed
    if due <= disbursed:
        raise Unusable(f"--due {due} must be later than --disbursed {disbursed}.")
    if signed > disbursed:
        raise Unusable(f"--contract {signed} must not be later than --disbursed {disbursed}.")
    rate = _rate(typed["rate_bp"])
    moved = _movements(_amount("--principal", typed["principal"]), disbursed, due, typed["repay"])
    version = _version(policy, typed["policy"], _place(typed["place"]), disbursed)
    poor = policy.on(max(disbursed, version.starts_on), typed["place"], PAYMENT).values["poor"]
    subsidy = subsidy_of(version.values, _choice("--form", typed["form"], FORMS), poor=poor)
    base, quote = _choice("--base", typed["base"], LPR), None
    if subsidy.needs_base:
        quote = _quote(Rates(policy), subsidy.base, base, (months_between(disbursed, due), signed))
    tally = Tally(moved, rate, quote.bp if quote else 0, subsidy, disbursed, due)
    return Counted(version, tally, quote, tuple(tally.quarters(max(one.on for one in moved) - DAY)))


def shown(found: Counted) -> dict[str, Any]:
    """Return the answer as JSON values, money in fen; both days of a period count."""
    quote, subsidy = found.quote, found.tally.subsidy
    return {
        "policy_id": found.version.id,
        "document": found.version.document("subsidy"),
        "method": subsidy.method.value,
        "rate_bp": found.tally.rate_bp,
        "base": quote
        and {"series": quote.series, "bp": quote.bp, "since": f"{quote.since}", "verified": quote.verified},
        "subsidised_most_fen": subsidy.cap_fen,
        "periods": [_span(one) | _sums([one]) for one in found.periods],
        "balances": [_span(one) | {"balance_fen": one.fen} for period in found.periods for one in period.balances],
        "total": _sums(found.periods),
    }


def _span(one: Any) -> dict[str, str]:
    return {"from": one.first.isoformat(), "to": one.last.isoformat()}


def _sums(periods: Any) -> dict[str, int]:
    return {
        "interest_fen": sum(one.interest_fen for one in periods),
        "subsidy_fen": sum(one.subsidy_fen for one in periods),
        "borrower_fen": sum(one.borrower_fen for one in periods),
    }


def _print(found: Counted) -> None:
    version, quote = found.version, found.quote
    with i18n.outside():
        rule = subsidy_words(found.tally.subsidy.plain())
    say(f"按 {version.document('subsidy')}（{version.id}）的办法贴息：{rule}")
    if quote:
        sure = "" if quote.verified != "no" else "，这个数还没有核实"
        say(f"基准 {quote.series} {percent(quote.bp)} %，{quote.since} 起（{quote.source}{sure}）")
    rows = [_row(one) for one in found.periods]
    whole = _sums(found.periods)
    rows.append(("合计", "", "", *(yuan(whole[name]) for name in ("interest_fen", "subsidy_fen", "borrower_fen"))))
    show("每季结息，单位元", ("从", "到", "日终余额", "利息", "财政贴息", "她自己付"), rows)


def _row(one: Period) -> tuple[str, ...]:
    kept = "；".join(f"{yuan(stood.fen)} × {stood.days} 天" for stood in one.balances)
    money = (one.interest_fen, one.subsidy_fen, one.borrower_fen)
    return one.first.isoformat(), one.last.isoformat(), kept, *(yuan(part) for part in money)


def _movements(principal: int, disbursed: date, due: date, repaid: tuple[str, ...]) -> tuple[Movement, ...]:
    # what is not said to be repaid is repaid at maturity; once something came later than that, all of it must be said
    came = sorted((_repayment(one) for one in repaid), key=lambda one: one.on)
    left = principal
    for one in came:
        left += one.change_fen
        if one.on < disbursed:
            raise Unusable(f"--repay {one.on} must not be earlier than --disbursed {disbursed}.")
        if left < 0:
            raise Unusable(f"--repay {one.on} is more than the balance: {yuan(-left)} yuan too much.")
    if left and came and came[-1].on > due:
        raise Unusable(f"--repay after --due {due} leaves {yuan(left)} yuan open; say when the rest came.")
    rest = (Movement(due, -left),) if left else ()
    return (Movement(disbursed, principal), *came, *rest)


def _repayment(typed: str) -> Movement:
    day, equals, amount = typed.partition("=")
    if not equals:
        raise Unusable(f"--repay {typed!r} must be DAY=YUAN, such as 2021-08-15=50000.00.")
    return Movement(_day("--repay", day), -_amount("--repay", amount))


def _amount(name: str, typed: str) -> int:
    found = _AMOUNT.match(typed)
    fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    if not fen:
        raise Unusable(f"{name} {typed!r} must be an amount in yuan above 0 with at most two decimals.")
    return fen


def _day(name: str, typed: str) -> date:
    try:
        if _DAY.match(typed):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise Unusable(f"{name} {typed!r} is no day from 1900 to 2199; write it as 2021-03-01.")


def _rate(typed: str) -> int:
    rate = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 5 else 0
    if not 1 <= rate <= MOST_BP:
        raise Unusable(f"--rate-bp {typed!r} must be a whole number from 1 to {MOST_BP}.")
    return rate


def _choice(name: str, typed: str, known: tuple[str, ...]) -> str:
    if typed not in known:
        raise Unusable(f"{name} {typed!r} is not known; it is one of {', '.join(known)}.")
    return typed


def _place(typed: str) -> str:
    if not is_division(typed) or not in_a_province(typed):
        raise Unusable(f"--place {typed!r} is no division code of 6, 9 or 12 digits in a province we know.")
    return typed


def _version(policy: Policy, named: str | None, place: str, on: date) -> Version:
    try:
        if named is None:
            return policy.on(on, place, LOAN)
    except NotFound:
        raise Unusable(f"No loan policy is in force on {on} at {place}.") from None
    known = {one.id: one for one in policy.versions if one.topic.partition(".")[0] == LOAN}
    one = known[_choice("--policy", named, tuple(known))]
    found = policy.named(one.id, on if one.in_force(on) else None)
    if "subsidy" not in found.values:
        raise Unusable(f"--policy {named} says nothing of a subsidy.")
    return found


def _quote(rates: Rates, kind: Any, series: str, when: tuple[int, date]) -> Quote:
    try:
        return rates.base(kind, series, *when)
    except Refused:
        months, on = when
        raise Unusable(
            f"No {kind.value} rate is known for {months} months on {on}, and this policy needs it."
        ) from None
