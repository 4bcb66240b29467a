"""Sign-in in memory: every use case of accounts on fakes, and the people of a test."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from services.applicant.domain.account import Account, HeldPost, State
from services.applicant.domain.limits import Limits, limits_of
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
from shared.access import Actor, Kind, Post
from shared.policy import NATION, Policy
from tests.builders.applicant import a_tree, unit_id
from tests.fakes.accounts import (
    FewPeople,
    FewUnits,
    HandClock,
    MemoryAccounts,
    MemoryChallenges,
    MemoryDevices,
    MemoryLedger,
    MemorySessions,
    MemoryTallies,
    PlainSecrets,
)
from tests.fakes.messages import WantedMessages

COUNTY, ROOT, VILLAGE = unit_id("431230"), unit_id("431200"), unit_id("431230100201")
POLICY = Policy.load(Path(__file__).parents[2] / "services" / "applicant" / "policy")
OFFICER = "wang_li@tongdao"


def limits() -> Limits:
    """Return the limits of the file, as production has them."""
    return limits_of(lambda topic: POLICY.on(HandClock().today(), NATION, topic).values)


def an_account(login: str = OFFICER, **changes: object) -> Account:
    """Return an account in use at the county, whose password's hash is `hash`."""
    values = {
        "id": f"id-{login}", "login": login, "name": "王丽", "unit": COUNTY, "scope": (ROOT, COUNTY),
        "state": State.ACTIVE, "password": "hash", **changes,
    }  # fmt: skip
    return Account(**values)  # type: ignore[arg-type]


def a_post(post_id: str = "p1", role: str = "county_officer", **changes: object) -> HeldPost:
    """Return a post at the county since last year."""
    day = HandClock().today()
    values = {
        "id": post_id, "role": role, "unit": COUNTY, "path": (ROOT, COUNTY), "unit_kind": "federation",
        "unit_title": "通道", "from_on": day.replace(year=day.year - 1), **changes,
    }  # fmt: skip
    return HeldPost(**values)  # type: ignore[arg-type]


def an_admin(name: str = "chen", unit: str = COUNTY, path: tuple[str, ...] = (ROOT, COUNTY)) -> Actor:
    """Return an administrator of the county's accounts."""
    return Actor(f"id-{name}", Kind.STAFF, (Post("account_admin", unit, path),), name=name)


class StepBox:
    """An authenticator whose code is the step itself, in six digits."""

    def step(self, secret: str, code: str, now: object) -> int | None:
        """Return the step a code names."""
        return int(code) if code.isdecimal() else None


class DueNow:
    """A job in hand."""

    def __init__(self) -> None:
        self.finished: list[object] = []

    def done(self, job: object) -> None:
        """Finish it."""
        self.finished.append(job)


@dataclass
class SignIn:
    """All stores, and the use cases on them."""

    second: bool = False
    clock: HandClock = field(default_factory=HandClock)
    secrets: PlainSecrets = field(default_factory=PlainSecrets)
    accounts: MemoryAccounts = field(default_factory=MemoryAccounts)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    challenges: MemoryChallenges = field(default_factory=MemoryChallenges)
    tallies: MemoryTallies = field(default_factory=MemoryTallies)
    devices: MemoryDevices = field(default_factory=MemoryDevices)
    people: FewPeople = field(default_factory=FewPeople)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    messages: WantedMessages = field(default_factory=WantedMessages)
    due: DueNow = field(default_factory=DueNow)

    def __post_init__(self) -> None:
        numbers = count(1)
        self.units = FewUnits(a_tree())
        self.ids = lambda: f"{next(numbers):032d}"

    @property
    def use(self) -> AccountUseCases:
        """Return the use cases."""
        opening = Opening(self.sessions, self.secrets, limits, self.clock, self.ids)
        enter = EnterStaff(
            self.accounts, self.challenges, self.tallies, self.devices, self.ledger, opening, self.second
        )
        prove = ProveCode(self.challenges, self.people, self.devices, self.secrets, limits, self.clock)
        return AccountUseCases(
            identify=Identify(self.sessions, self.secrets, limits, self.clock),
            ask_code=AskCode(self.challenges, self.messages, self.people, self.tallies, limits, self.clock, self.ids),
            prove_code=prove,
            enter_woman=EnterWoman(
                prove, self.challenges, self.sessions, self.people, self.devices, self.ledger, opening
            ),
            begin_staff=BeginStaff(self.accounts, self.tallies, self.devices, self.ledger, limits, self.clock),
            enter_staff=enter,
            second_factor=SecondFactor(self.accounts, self.challenges, StepBox(), enter),
            activate=Activate(self.accounts, self.secrets, self.ledger, opening, self.clock),
            sessions=SessionsOf(opening, self.ledger),
            find=FindAccounts(self.accounts, self.clock),
            open=OpenAccount(self.accounts, self.units, self.ledger, self.secrets, limits, self.clock, self.ids),
            give_post=GivePost(self.accounts, self.units, self.ledger, opening, self.ids),
            end_post=EndPost(self.accounts, self.ledger, opening, self.clock),
            mark=MarkAccount(self.accounts, self.ledger, lambda id_no: f"mark of {id_no}", opening, self.clock),
            reset_factor=ResetFactor(self.accounts, self.ledger, opening),
            close=CloseAccount(self.accounts, self.ledger, opening),
            forget=Forget(self.challenges, self.due),
        )
