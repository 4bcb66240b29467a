"""Funds, contracts and loans, bound to one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pymongo.client_session import ClientSession

from services.loans.storage.acts import MongoActs
from services.loans.storage.bank_stops import MongoBankStops
from services.loans.storage.batches import MongoBatches
from services.loans.storage.contracts import MongoContracts
from services.loans.storage.counters import MongoNumbers
from services.loans.storage.due_rates import MongoDueRates
from services.loans.storage.funds import MongoFunds, MongoReservations, MongoTopUps
from services.loans.storage.loans import MongoLoans
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.fund import FundUseCases
from services.loans.usecases.fund.check import CheckFunds
from services.loans.usecases.fund.find import FindFund, HeadRoom
from services.loans.usecases.fund.reserve import Release, Reserve
from services.loans.usecases.fund.stop import StopRule
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.fund.top_up import TopUpFund
from services.loans.usecases.fund.year import FundYear
from services.loans.usecases.loan import LoanUseCases
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.call_in import CallIn
from services.loans.usecases.loan.carry import Carry
from services.loans.usecases.loan.disburse import Disburse
from services.loans.usecases.loan.extend import Extend
from services.loans.usecases.loan.files import Files
from services.loans.usecases.loan.find import FindLoan
from services.loans.usecases.loan.lists import BankLists
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.repay import Repay
from services.loans.usecases.loan.sign import SignContract
from services.loans.usecases.loan.subrogate import Subrogate
from services.loans.usecases.loan.visit import VisitLoan
from services.loans.usecases.loan.write_off import WriteOff
from services.loans.usecases.ports import Applications
from services.loans.usecases.subsidy import SubsidyUseCases
from services.loans.usecases.subsidy.batches import FindBatch, HandleBatch
from services.loans.usecases.subsidy.prepare import Prepare
from shared.errors import Conflict, Problem
from shared.frame import Frame
from shared.jobs.job import Jobs
from shared.policy import Policy
from shared.replica import Replica
from shared.storage.due import MongoDue

DUPLICATES: Mapping[str, Callable[[], Problem]] = {
    "one_contract_each": lambda: Conflict("contract_there"),
    "receipt_once": lambda: Conflict("receipt_there"),
    "one_loan_each": lambda: Conflict("loan_there"),
    "one_batch_each": lambda: Conflict("batch_there"),
}


@dataclass(frozen=True, slots=True)
class Money:
    """The stores of funds and loans, bound to one transaction."""

    frame: Frame
    funds: MongoFunds
    reservations: MongoReservations
    top_ups: MongoTopUps
    stops: MongoBankStops
    contracts: MongoContracts
    loans: MongoLoans
    batches: MongoBatches
    numbers: MongoNumbers
    acts: MongoActs
    due: MongoDue
    terms: FundTerms
    bounds: LoanBounds

    @classmethod
    def bound(cls, frame: Frame, policy: Policy, known: Replica, session: ClientSession | None) -> "Money":
        """Bind them."""
        db = frame.db
        return cls(
            frame=frame,
            funds=MongoFunds(db, session, frame.outbox),
            reservations=MongoReservations(db, session),
            top_ups=MongoTopUps(db, session),
            stops=MongoBankStops(db, session),
            contracts=MongoContracts(db, session),
            loans=MongoLoans(db, session, frame.vault, frame.outbox),
            batches=MongoBatches(db, session),
            numbers=MongoNumbers(db, session),
            acts=MongoActs(frame.audit, session),
            due=MongoDue(Jobs(db), session),
            terms=FundTerms(policy, known, MongoDueRates(db, session), frame.clock),
            bounds=LoanBounds(policy, known),
        )

    def fund(self) -> FundUseCases:
        """Return what can be done with funds."""
        clock, funds, check = self.frame.clock, self.funds, self._check()
        return FundUseCases(
            stop=self._stop(),
            reserve=Reserve(funds, self.reservations, self.numbers, self.terms, self._stop(), self._year(), clock),
            release=Release(funds, self.reservations, self.contracts, clock),
            head_room=HeadRoom(funds, self.terms),
            find=FindFund(funds, self.top_ups, self.terms),
            top_up=TopUpFund(funds, self.top_ups, self.terms, self.acts, check, clock),
            check=check,
            year=self._year(),
        )

    def loan(self, applications: Applications) -> LoanUseCases:
        """Return what can be done with contracts and loans."""
        clock, loans, acts = self.frame.clock, self.loans, self.acts
        books = Books(self.funds, self.reservations, self.terms, self._year(), clock)
        mornings = Mornings(loans, self.bounds, self.due, clock)
        files = Files(loans, acts)
        return LoanUseCases(
            sign=SignContract(applications, self.contracts, self.bounds, Promises(self.due), acts, clock),
            disburse=Disburse(
                applications=applications,
                contracts=self.contracts,
                loans=loans,
                books=books,
                bounds=self.bounds,
                funds=self.terms,
                mornings=mornings,
                quarters=self._prepare(),
                acts=acts,
                clock=clock,
            ),
            repay=Repay(files, books, clock),
            mornings=mornings,
            visit=VisitLoan(files, self.bounds, clock),
            extend=Extend(files, self.bounds, mornings, clock),
            call_in=CallIn(files, mornings, clock),
            subrogate=Subrogate(files, books, self.bounds, clock),
            write_off=WriteOff(files, self.bounds, self.terms.replica, clock),
            carry=Carry(loans, books, mornings, self._prepare(), clock),
            find=FindLoan(loans, self.contracts, clock),
            lists=BankLists(loans, self.contracts, clock),
            bounds=self.bounds,
        )

    def subsidy(self) -> SubsidyUseCases:
        """Return what can be done with the subsidies of interest."""
        batches, terms, acts, clock = self.batches, self.terms, self.acts, self.frame.clock
        return SubsidyUseCases(
            prepare=self._prepare(),
            handle=HandleBatch(batches, self.loans, terms, acts, clock),
            find=FindBatch(batches, terms, clock),
        )

    def _prepare(self) -> Prepare:
        return Prepare(self.batches, self.loans, self.bounds, self.terms, self.acts, self.due, self.frame.clock)

    def _stop(self) -> StopRule:
        return StopRule(self.stops, self.loans, self.terms, self.acts, self.frame.clock)

    def _year(self) -> FundYear:
        return FundYear(self.funds, self.reservations, self.loans, self.terms, self.frame.clock)

    def _check(self) -> CheckFunds:
        return CheckFunds(self.funds, self.reservations, self.loans, self._stop(), self.due, self.frame.clock)
