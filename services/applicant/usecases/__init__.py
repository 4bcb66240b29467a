"""Table of contents: everything applicant can do, by noun."""

from dataclasses import dataclass

from services.applicant.usecases.account import AccountUseCases
from services.applicant.usecases.dispatch import DispatchUseCases
from services.applicant.usecases.enterprise import EnterpriseUseCases
from services.applicant.usecases.journey import JourneyUseCases
from services.applicant.usecases.message import MessageUseCases
from services.applicant.usecases.person import PersonUseCases
from services.applicant.usecases.title import TitleUseCases
from services.applicant.usecases.unit import UnitUseCases
from shared.ledger.booking import LedgerUseCases


@dataclass(frozen=True, slots=True)
class UseCases:
    """One verb each, grouped by noun; bound by wiring to the session of one transaction."""

    account: AccountUseCases
    unit: UnitUseCases
    person: PersonUseCases
    message: MessageUseCases
    journey: JourneyUseCases
    enterprise: EnterpriseUseCases
    title: TitleUseCases
    dispatch: DispatchUseCases
    ledger: LedgerUseCases
