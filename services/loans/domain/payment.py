"""What cannot have been paid: a day to come, more than is owed, the last principal without its interest."""

from services.loans.domain.account import Account, Repayment
from shared.errors import Invalid, Refused


def check(account: Account, payment: Repayment) -> None:
    """Raise Invalid naming the field that cannot be."""
    wrong: dict[str, list[Refused]] = {}
    if (day := _day_refused(account, payment)) is not None:
        wrong["on"] = [day]
    elif payment.principal_fen > account.balance_fen:
        wrong["principal_fen"] = [Refused("above_balance", most_fen=account.balance_fen)]
    elif payment.principal_fen + payment.interest_fen <= 0:
        wrong["principal_fen"] = [Refused("nothing_paid")]
    elif (interest := _interest_refused(account, payment)) is not None:
        wrong["interest_fen"] = [interest]
    if wrong:
        raise Invalid(wrong)


def _day_refused(account: Account, payment: Repayment) -> Refused | None:
    if payment.on > payment.booked_on:
        return Refused("day_to_come")
    last = account.repayments[-1].on if account.repayments else account.terms.starts_on
    return Refused("before_last_booking", last_on=last) if payment.on < last else None


def _interest_refused(account: Account, payment: Repayment) -> Refused | None:
    until = min(payment.on, account.terms.matures_on)
    most = account.with_payment(payment).interest_owed(until) + payment.interest_fen
    if payment.interest_fen > most:
        return Refused("above_interest", most_fen=most)
    left = payment.principal_fen == account.balance_fen and payment.interest_fen < most
    return Refused("interest_left", missing_fen=most - payment.interest_fen) if left else None
