"""Head-room is promised to an application when the agency guarantees it, and freed when it comes to nothing."""

from dataclasses import dataclass, replace

from services.loans.domain.application import Application
from services.loans.domain.fund import Cause, Kind, Reservation
from services.loans.usecases.fund.ports import Funds, LiveContracts, Reservations
from services.loans.usecases.fund.stop import StopRule
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.fund.year import FundYear
from services.loans.usecases.ports import Clock, Numbers
from shared.access import Actor
from shared.replica import Unit

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Reserve:
    """The fund's document is written first: of two reservations at once the second sees what the first left."""

    funds: Funds
    reservations: Reservations
    numbers: Numbers
    terms: FundTerms
    stop: StopRule
    year: FundYear
    clock: Clock

    def __call__(self, *, application: Application, by: Actor) -> str:
        """Return the guarantee number DB-…; raises Refused("no_headroom") with missing_fen, Refused("bank_stopped"),
        Refused("year_task_filled" | "bank_task_filled") with what is left.

        Asked again for the same application it keeps the number and reserves the amount as it stands now.
        """
        county = self.terms.county(application.place)
        offices = [step.office for step in application.case.route.steps]
        self.stop.guard(county, offices)
        fund = self.funds.hold(county.id, county.path, self.terms.multiple(county))
        cause, held = Cause(self.clock.today(), by.id, application_id=application.id), self._held(application)
        more = application.amount_fen - (held.amount_fen if held else 0)
        if more > 0:
            self.year.guard_guarantee(county, offices, more)
        if held is not None:
            fund.book(Kind.RELEASE, held.amount_fen, cause)
        fund.reserve(application.amount_fen, cause)
        number = held.number if held is not None else self._number(county)
        bank = next((one.id for one in self.terms.banks(county) if one.id in offices), "")
        self.reservations.put(Reservation(application.id, county.id, number, application.amount_fen, bank_id=bank))
        self.funds.save(fund)
        return number

    def _held(self, application: Application) -> Reservation | None:
        found = self.reservations.get(application.id)
        return found if found is not None and found.state == "held" else None

    def _number(self, county: Unit) -> str:
        year, division = self.clock.today().year, str(county.division)
        return f"DB-{division}-{year}-{self.numbers.next('DB', division, year):06d}"


@dataclass(frozen=True, slots=True)
class Release:
    """Called when an application is withdrawn, rejected or lapses: what was promised to it and its contract end."""

    funds: Funds
    reservations: Reservations
    contracts: LiveContracts
    clock: Clock

    def __call__(self, *, application_id: str) -> None:
        """Free what is promised to it, if anything is, and end a contract whose money has not gone out."""
        self._free(application_id)
        contract = self.contracts.live(application_id)
        if contract is not None:
            contract.lapse()
            self.contracts.save(contract)

    def _free(self, application_id: str) -> None:
        held = self.reservations.get(application_id)
        if held is None or held.state != "held":
            return
        known = self.funds.get(held.fund_id)
        if known is None:
            raise RuntimeError("a reservation without its fund")
        fund = self.funds.hold(held.fund_id, known.path, known.multiple)
        fund.book(Kind.RELEASE, held.amount_fen, Cause(self.clock.today(), SYSTEM, application_id=application_id))
        self.reservations.put(replace(held, state="released"))
        self.funds.save(fund)
