"""What can be done with guarantee funds."""

from dataclasses import dataclass

from services.loans.usecases.fund.check import CheckFunds
from services.loans.usecases.fund.find import FindFund, HeadRoom
from services.loans.usecases.fund.reserve import Release, Reserve
from services.loans.usecases.fund.stop import StopRule
from services.loans.usecases.fund.top_up import TopUpFund
from services.loans.usecases.fund.year import FundYear


@dataclass(frozen=True, slots=True)
class FundUseCases:
    """One verb each; `top_up` holds enter, book, drop."""

    reserve: Reserve
    release: Release
    head_room: HeadRoom
    find: FindFund
    top_up: TopUpFund
    stop: StopRule
    check: CheckFunds
    year: FundYear
