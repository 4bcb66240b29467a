"""The only place where applicant's real things are built and joined."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pymongo.client_session import ClientSession

from services.applicant.errands import Errands
from services.applicant.errands.doors import Doors
from services.applicant.storage.accounts import MongoAccounts
from services.applicant.storage.blocked_numbers import MongoBlockedNumbers
from services.applicant.storage.challenges import MongoChallenges
from services.applicant.storage.consents import AuditReaders, MongoConsents, MongoLedger
from services.applicant.storage.counters import MongoCounters
from services.applicant.storage.devices import MongoDevices
from services.applicant.storage.drafts import MongoDrafts
from services.applicant.storage.due import Due
from services.applicant.storage.journeys import MongoJourneys
from services.applicant.storage.messages import MongoMessages
from services.applicant.storage.persons import MongoPersons, Seals
from services.applicant.storage.sessions import MongoSessions
from services.applicant.storage.tallies import MongoTallies
from services.applicant.storage.units import MongoUnits
from services.applicant.usecases import UseCases
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
from services.applicant.usecases.account.limits_in_force import LimitsInForce
from services.applicant.usecases.account.open_account import OpenAccount
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.account.posts import EndPost, GivePost
from services.applicant.usecases.account.prove_code import ProveCode
from services.applicant.usecases.account.reset_factor import ResetFactor
from services.applicant.usecases.account.second_factor import SecondFactor
from services.applicant.usecases.account.sessions_of import SessionsOf
from services.applicant.usecases.journey import JourneyUseCases
from services.applicant.usecases.journey.check import CheckCounters
from services.applicant.usecases.journey.find import FindHers, FindOne, ListBehind
from services.applicant.usecases.journey.funnel import ReadFunnel
from services.applicant.usecases.journey.note import Note
from services.applicant.usecases.message import MessageUseCases
from services.applicant.usecases.message.block import Block
from services.applicant.usecases.message.catalogue import CatalogueInForce
from services.applicant.usecases.message.preview import Preview
from services.applicant.usecases.message.send import Send
from services.applicant.usecases.person import PersonUseCases
from services.applicant.usecases.person import find as find_person
from services.applicant.usecases.person.amend import Amend
from services.applicant.usecases.person.check_rows import CheckRows
from services.applicant.usecases.person.consent import Consenting
from services.applicant.usecases.person.draft import Drafting
from services.applicant.usecases.person.label import Labels
from services.applicant.usecases.person.notices import NoticesInForce
from services.applicant.usecases.person.register import Admit, Register
from services.applicant.usecases.person.register_row import RegisterRow
from services.applicant.usecases.person.reveal import Reveal
from services.applicant.usecases.unit import UnitUseCases
from services.applicant.usecases.unit import find as find_unit
from services.applicant.usecases.unit.change import Close, Move, Rename
from services.applicant.usecases.unit.found import Found
from services.applicant.usecases.unit.open_below import OpenBelow
from shared.errors import Conflict, Problem
from shared.frame import Frame, Guards
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.policy import Policy
from shared.settings import Settings
from shared.storage.mongo import WEB_DEADLINE, WORK_DEADLINE
from shared.storage.runner import Runner
from shared.storage.vault import BlindIndex
from shared.web.identity.codes import Codes
from shared.web.identity.otp import Otp

POLICY = Path(__file__).with_name("policy")
DUPLICATES: Mapping[str, Callable[[], Problem]] = {
    "one_per_id_no": lambda: Conflict("registered_already"),
    "one_per_division": lambda: Conflict("division_taken"),
    "one_title_each": lambda: Conflict("unit_title_taken"),
    "login": lambda: Conflict("login_taken"),
}


@dataclass(frozen=True, slots=True)
class Base:
    """What every section binds to a transaction."""

    frame: Frame
    policy: Policy
    blind: BlindIndex
    codes: Codes

    @classmethod
    def open(cls, settings: Settings) -> "Base":
        """Read secrets and dated values; opens no connection yet."""
        blind = BlindIndex((settings.secrets_dir / "index_key").read_bytes())
        codes = Codes((settings.secrets_dir / "session_key").read_bytes())
        return cls(Frame.open(settings), Policy.load(POLICY), blind, codes)


@dataclass(frozen=True, slots=True)
class Wiring:
    """One process of applicant: `runner` for the web (3 s), `worker` for events and jobs (30 s)."""

    frame: Frame
    runner: Runner[UseCases]
    worker: Runner[UseCases]
    errands: Errands


def wire(settings: Settings) -> Wiring:
    """Join the parts for one process."""
    base = Base.open(settings)
    frame = base.frame

    def build(session: ClientSession | None) -> UseCases:
        return use(base, session)

    runner = frame.runner(build, DUPLICATES, WEB_DEADLINE)
    worker = frame.runner(build, DUPLICATES, WORK_DEADLINE)
    return Wiring(frame, runner, worker, Errands.over(frame, worker, Doors.of(frame, runner, worker, base.codes)))


def use(base: Base, session: ClientSession | None) -> UseCases:
    """Return the use cases bound to one transaction."""
    return UseCases(
        account=_account(base, session),
        unit=_unit(base, session),
        person=_person(base, session),
        message=_message(base, session),
        journey=_journey(base, session),
    )


# ---- units and persons ---------------------------------------------------------------------------------------------


def _unit(base: Base, session: ClientSession | None) -> UnitUseCases:
    clock, ledger, guards = base.frame.clock, _ledger(base, session), Guards(base.frame.db, session)
    units = _units(base, session)
    return UnitUseCases(
        find=find_unit.Find(units),
        found=Found(units, clock),
        open_below=OpenBelow(units, guards, ledger, clock),
        rename=Rename(units, ledger),
        move=Move(units, _persons(base, session), guards, ledger, clock),
        close=Close(units, guards, ledger, clock),
    )


def _person(base: Base, session: ClientSession | None) -> PersonUseCases:
    frame, clock, ledger = base.frame, base.frame.clock, _ledger(base, session)
    units, persons, guards = _units(base, session), _persons(base, session), Guards(frame.db, session)
    places, messages = find_unit.Find(units), _messages(base, session)
    consents, notices = MongoConsents(frame.db, session), NoticesInForce(base.policy)
    admit = Admit(persons, consents, notices, guards, clock)
    return PersonUseCases(
        register=Register(admit, places, ledger, messages),
        register_row=RegisterRow(admit, places, units, ledger, messages),
        check_rows=CheckRows(persons, places),
        find=find_person.Find(persons, units, consents, AuditReaders(frame.db, session), ledger),
        labels=Labels(persons, units),
        reveal=Reveal(persons, ledger),
        amend=Amend(persons, places, guards, ledger, clock),
        consent=Consenting(consents, notices, clock),
        draft=Drafting(MongoDrafts(frame.db, session, frame.vault)),
    )


def _units(base: Base, session: ClientSession | None) -> MongoUnits:
    return MongoUnits(base.frame.db, session, base.frame.outbox)


def _persons(base: Base, session: ClientSession | None) -> MongoPersons:
    frame = base.frame
    return MongoPersons(frame.db, session, frame.outbox, Seals(frame.vault, base.blind))


def _ledger(base: Base, session: ClientSession | None) -> MongoLedger:
    return MongoLedger(base.frame.audit, session)


def _messages(base: Base, session: ClientSession | None) -> MongoMessages:
    frame = base.frame
    catalogue = CatalogueInForce(base.policy, frame.clock)
    return MongoMessages(frame.db, session, frame.vault, catalogue, _due(base, session))


# ---- accounts and messages (sign-in) -------------------------------------------------------------------------------


def _account(base: Base, session: ClientSession | None) -> AccountUseCases:
    s, clock, limits = _stores(base, session), base.frame.clock, _limits(base)
    opening = Opening(s.sessions, base.codes, limits, clock, new_id)
    enter = EnterStaff(s.accounts, s.challenges, s.tallies, s.devices, s.ledger, opening, base.frame.settings.totp)
    prove = ProveCode(s.challenges, s.people, s.devices, base.codes, limits, clock)
    return AccountUseCases(
        identify=Identify(s.sessions, base.codes, limits, clock),
        ask_code=AskCode(s.challenges, _messages(base, session), s.people, s.tallies, limits, clock, new_id),
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
        reset_factor=ResetFactor(s.accounts, s.ledger, opening),
        close=CloseAccount(s.accounts, s.ledger, opening),
        forget=Forget(s.challenges, _due(base, session)),
    )


def _message(base: Base, session: ClientSession | None) -> MessageUseCases:
    frame, messages = base.frame, _messages(base, session)
    tallies = MongoTallies(frame.db, session, base.blind)
    clock, due = frame.clock, _due(base, session)
    blocked = MongoBlockedNumbers(frame.db, session, base.blind)
    send = Send(messages, blocked, messages.catalogue, tallies, base.codes, _limits(base), clock, due)
    return MessageUseCases(preview=Preview(messages.catalogue), block=Block(blocked, _ledger(base, session)), send=send)


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
        challenges=MongoChallenges(frame.db, session, frame.vault, _due(base, session)),
        sessions=MongoSessions(frame.db, session),
        tallies=MongoTallies(frame.db, session, base.blind),
        devices=MongoDevices(frame.db, session),
        people=_persons(base, session),
        units=_units(base, session),
        ledger=_ledger(base, session),
    )


def _limits(base: Base) -> LimitsInForce:
    return LimitsInForce(base.policy, base.frame.clock, base.frame.settings.demonstration)


def _due(base: Base, session: ClientSession | None) -> Due:
    return Due(Jobs(base.frame.db), session, base.frame.clock)


# ---- journey, home, front page -------------------------------------------------------------------------------------


def _journey(base: Base, session: ClientSession | None) -> JourneyUseCases:
    frame, clock, units = base.frame, base.frame.clock, _units(base, session)
    journeys = MongoJourneys(frame.db, session)
    counters = MongoCounters(frame.db, session)
    return JourneyUseCases(
        note=Note(journeys),
        one=FindOne(journeys, units, clock),
        hers=FindHers(journeys, _persons(base, session), units, clock),
        behind=ListBehind(journeys, units, clock),
        funnel=ReadFunnel(counters, units, clock),
        check=CheckCounters(journeys, counters, _due(base, session), clock),
    )
