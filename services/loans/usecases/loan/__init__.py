"""What can be done with contracts and loans."""

from dataclasses import dataclass

from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.call_in import CallIn
from services.loans.usecases.loan.carry import Carry
from services.loans.usecases.loan.disburse import Disburse
from services.loans.usecases.loan.extend import Extend
from services.loans.usecases.loan.find import FindLoan
from services.loans.usecases.loan.lists import BankLists
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.repay import Repay
from services.loans.usecases.loan.sign import SignContract
from services.loans.usecases.loan.subrogate import Subrogate
from services.loans.usecases.loan.visit import VisitLoan
from services.loans.usecases.loan.write_off import WriteOff


@dataclass(frozen=True, slots=True)
class LoanUseCases:
    """One verb each; `sign` holds prepare, confirm, drop, `subrogate` demand, decline, prepare, pay, recover."""

    sign: SignContract
    disburse: Disburse
    repay: Repay
    visit: VisitLoan
    mornings: Mornings
    extend: Extend
    call_in: CallIn
    subrogate: Subrogate
    write_off: WriteOff
    carry: Carry
    find: FindLoan
    lists: BankLists
    bounds: LoanBounds
