"""Accounts, signing in and messages, bound to one transaction."""

from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.applicant.storage.accounts import MongoAccounts
from services.applicant.storage.blocked_numbers import MongoBlockedNumbers
from services.applicant.storage.challenges import MongoChallenges
from services.applicant.storage.consents import MongoLedger
from services.applicant.storage.devices import MongoDevices
from services.applicant.storage.persons import MongoPersons
from services.applicant.storage.sessions import MongoSessions
from services.applicant.storage.tallies import MongoTallies
from services.applicant.storage.units import MongoUnits
from services.applicant.usecases.account import AccountUseCases
from services.applicant.usecases.account.activate import Activate
from services.applicant.usecases.account.ask_code import AskCode
from services.applicant.usecases.account.begin_staff import BeginStaff
from services.applicant.usecases.account.close_account import CloseAccount
from services.applicant.usecases.account.enter_staff import EnterStaff
from services.applicant.usecases.account.enter_woman import EnterWoman
from services.applicant.usecases.account.find_accounts import FindAccounts
from services.applicant.usecases.account.forget import Forget
from services.applicant.usecases.account.identify import Identify
from services.applicant.usecases.account.mark import MarkAccount
from services.applicant.usecases.account.open_account import OpenAccount
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.posts import EndPost, GivePost
from services.applicant.usecases.account.prove_code import ProveCode
from services.applicant.usecases.account.reset_factor import ResetFactor
from services.applicant.usecases.account.second_factor import SecondFactor
from services.applicant.usecases.account.sessions_of import SessionsOf
from services.applicant.usecases.message import MessageUseCases
from services.applicant.usecases.message.block import Block
from services.applicant.usecases.message.kin import TellKin
from services.applicant.usecases.message.lesson import Lesson
from services.applicant.usecases.message.preview import Preview
from services.applicant.usecases.message.send import Send
from services.applicant.wiring.stores import (
    Base,
    due_of,
    ledger_of,
    limits_of,
    messages_of,
    persons_of,
    tell_of,
    units_of,
)
from shared.ids import new_id
from shared.web.identity.otp import Otp


def account(base: Base, session: ClientSession | None) -> AccountUseCases:
    s, clock, limits = _stores(base, session), base.frame.clock, limits_of(base)
    opening = Opening(s.sessions, base.codes, limits, clock, new_id)
    enter = EnterStaff(s.accounts, s.challenges, s.tallies, s.devices, s.ledger, opening, base.frame.settings.totp)
    prove = ProveCode(s.challenges, s.people, s.devices, base.codes, limits, clock)
    return AccountUseCases(
        identify=Identify(s.sessions, base.codes, limits, clock),
        ask_code=AskCode(s.challenges, messages_of(base, session), s.people, s.tallies, limits, clock, new_id),
        prove_code=prove,
        enter_woman=EnterWoman(prove, s.challenges, s.sessions, s.people, s.devices, s.ledger, opening),
        begin_staff=BeginStaff(s.accounts, s.tallies, s.devices, s.ledger, limits, clock),
        enter_staff=enter,
        second_factor=SecondFactor(s.accounts, s.challenges, Otp(), enter),
        activate=Activate(s.accounts, base.codes, s.ledger, opening, clock),
        sessions=SessionsOf(opening, s.ledger),
        find=FindAccounts(s.accounts, clock),
        open=OpenAccount(s.accounts, s.units, s.ledger, base.codes, limits, clock, new_id),
        give_post=GivePost(s.accounts, s.units, s.ledger, opening, new_id),
        end_post=EndPost(s.accounts, s.ledger, opening, clock),
        mark=MarkAccount(s.accounts, s.ledger, base.mark, opening, clock),
        reset_factor=ResetFactor(s.accounts, s.ledger, opening),
        close=CloseAccount(s.accounts, s.ledger, opening),
        forget=Forget(s.challenges, due_of(base, session)),
    )


def message(base: Base, session: ClientSession | None) -> MessageUseCases:
    frame, messages = base.frame, messages_of(base, session)
    tallies = MongoTallies(frame.db, session, base.blind)
    clock, due = frame.clock, due_of(base, session)
    blocked = MongoBlockedNumbers(frame.db, session, base.blind)
    send = Send(messages, blocked, messages.catalogue, tallies, base.codes, limits_of(base), clock, due)
    return MessageUseCases(
        preview=Preview(messages.catalogue),
        block=Block(blocked, ledger_of(base, session)),
        send=send,
        tell=tell_of(base, session),
        lesson=Lesson(tell_of(base, session), due, clock),
        kin=TellKin(
            messages,
            persons_of(base, session),
            tallies,
            limits_of(base),
            ledger_of(base, session),
            clock,
            frame.settings.public_url,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Stores:
    """What signing in and accounts keep, bound to one transaction."""

    accounts: MongoAccounts
    challenges: MongoChallenges
    sessions: MongoSessions
    tallies: MongoTallies
    devices: MongoDevices
    people: MongoPersons
    units: MongoUnits
    ledger: MongoLedger


def _stores(base: Base, session: ClientSession | None) -> _Stores:
    frame = base.frame
    return _Stores(
        accounts=MongoAccounts(frame.db, session, frame.vault),
        challenges=MongoChallenges(frame.db, session, frame.vault, due_of(base, session)),
        sessions=MongoSessions(frame.db, session),
        tallies=MongoTallies(frame.db, session, base.blind),
        devices=MongoDevices(frame.db, session),
        people=persons_of(base, session),
        units=units_of(base, session),
        ledger=ledger_of(base, session),
    )
