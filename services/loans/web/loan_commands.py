"""What the offices do to a loan from its page: each command with its address, permission, form and use case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.loans.domain.extension import Consent
from services.loans.domain.loan import Loan
from services.loans.domain.loan_papers import CallReason, LossReason, Use
from services.loans.usecases import UseCases
from services.loans.usecases.loan.repay import Money
from services.loans.web import money_schemas as typed
from shared.access import Actor
from shared.web.schema import Form

Words = Mapping[str, Any]
Act = Callable[[UseCases, str, Words, Actor], Loan]


@dataclass(frozen=True, slots=True)
class Command:
    """The last part of its address, its action, what it does, the form it asks for."""

    noun: str
    action: str
    act: Act
    form: type[Form] = typed.Nothing


def _repay(use: UseCases, loan_id: str, words: Words, by: Actor) -> Loan:
    return use.loan.repay(loan_id, Money(words["principal_fen"], words["interest_fen"], words["on"]), by=by)


def _visit(use: UseCases, loan_id: str, words: Words, by: Actor) -> Loan:
    return use.loan.visit(loan_id, words["on"], Use(words["use"]), trading=words["trading"] == "yes", by=by)


def _agree(use: UseCases, loan_id: str, words: Words, by: Actor) -> Loan:
    return use.loan.extend.agree(loan_id, Consent(words["consent_on"], words["document"]), by=by)


def _prepare_call(use: UseCases, loan_id: str, words: Words, by: Actor) -> Loan:
    return use.loan.call_in.prepare(loan_id, CallReason(words["reason"]), words["due_on"], by=by)


def _comment(use: UseCases, loan_id: str, words: Words, by: Actor) -> Loan:
    return use.loan.write_off.comment(loan_id, words["document"], against=words["against"] == "yes", by=by)


COMMANDS = (
    Command("visits", "loan.visit", _visit, typed.VisitForm),
    Command("repayments", "loan.repay", _repay, typed.RepayForm),
    Command(
        "extension",
        "loan.ask_extension",
        lambda use, loan_id, words, by: use.loan.extend.ask(loan_id, words["months"], by=by),
        typed.ExtensionForm,
    ),
    Command("extension-consent", "loan.agree_extension", _agree, typed.ConsentForm),
    Command(
        "extension-refusal",
        "loan.refuse_extension",
        lambda use, loan_id, words, by: use.loan.extend.refuse(loan_id, words["reason"], by=by),
        typed.RefusalForm,
    ),
    Command(
        "extension-confirmation",
        "loan.extend",
        lambda use, loan_id, _, by: use.loan.extend.confirm(loan_id, by=by),
    ),
    Command("call-preparation", "loan.prepare_call", _prepare_call, typed.CallForm),
    Command("call-removal", "loan.drop_call", lambda use, loan_id, _, by: use.loan.call_in.drop(loan_id, by=by)),
    Command("call", "loan.call", lambda use, loan_id, _, by: use.loan.call_in.confirm(loan_id, by=by)),
    Command("demand", "loan.demand", lambda use, loan_id, _, by: use.loan.subrogate.demand(loan_id, by=by)),
    Command("demand-refusal", "loan.decline", lambda use, loan_id, _, by: use.loan.subrogate.decline(loan_id, by=by)),
    Command(
        "payment-preparation",
        "loan.prepare_payment",
        lambda use, loan_id, _, by: use.loan.subrogate.prepare(loan_id, by=by),
    ),
    Command("payment", "loan.pay", lambda use, loan_id, _, by: use.loan.subrogate.pay(loan_id, by=by)),
    Command(
        "recoveries",
        "loan.recover",
        lambda use, loan_id, words, by: use.loan.subrogate.recover(loan_id, words["amount_fen"], by=by),
        typed.RecoverForm,
    ),
    Command(
        "notice",
        "loan.post_notice",
        lambda use, loan_id, words, by: use.loan.write_off.post(loan_id, LossReason(words["reason"]), by=by),
        typed.NoticeForm,
    ),
    Command("notice-comments", "loan.comment_notice", _comment, typed.CommentForm),
    Command(
        "notice-removal",
        "loan.take_down_notice",
        lambda use, loan_id, _, by: use.loan.write_off.take_down(loan_id, by=by),
    ),
    Command("write-off", "loan.write_off", lambda use, loan_id, _, by: use.loan.write_off.approve(loan_id, by=by)),
)
