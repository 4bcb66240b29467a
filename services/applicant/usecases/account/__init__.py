"""Accounts, sessions and every way in."""

from dataclasses import dataclass

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
from services.applicant.usecases.account.posts import EndPost, GivePost
from services.applicant.usecases.account.prove_code import ProveCode
from services.applicant.usecases.account.reset_factor import ResetFactor
from services.applicant.usecases.account.second_factor import SecondFactor
from services.applicant.usecases.account.sessions_of import SessionsOf


@dataclass(frozen=True, slots=True)
class AccountUseCases:
    """One verb each."""

    identify: Identify
    ask_code: AskCode
    prove_code: ProveCode
    enter_woman: EnterWoman
    begin_staff: BeginStaff
    enter_staff: EnterStaff
    second_factor: SecondFactor
    activate: Activate
    sessions: SessionsOf
    find: FindAccounts
    open: OpenAccount
    give_post: GivePost
    end_post: EndPost
    mark: MarkAccount
    reset_factor: ResetFactor
    close: CloseAccount
    forget: Forget
