"""The accounts of the demonstration city (conventions.md), opened by the use cases that every account goes through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases import UseCases
from services.applicant.usecases.account.posts import Term
from shared.access import Actor
from shared.access import Kind as Asker
from shared.roles import CITY, COUNTY, TOWNSHIP, VILLAGE
from shared.running import Runs
from shared.web.identity.passwords import Passwords

SYSTEM_ITSELF = Actor("svc:applicant", Asker.SERVICE)
COUNTIES = {
    "hecheng": "431202", "zhongfang": "431221", "yuanling": "431222", "chenxi": "431223", "xupu": "431224",
    "huitong": "431225", "mayang": "431226", "xinhuang": "431227", "zhijiang": "431228", "jingzhou": "431229",
    "tongdao": "431230", "hongjiangshi": "431281", "hongjiangqu": "431271",
}  # fmt: skip
TOWNS = {
    "tongdao.shuangjiang": "431230100", "tongdao.xianxi": "431230101",
    "jingzhou.quyang": "431229100", "jingzhou.gantang": "431229101",
}  # fmt: skip
VILLAGES = {
    "tongdao.shuangjiang.yutou": "431230100212", "tongdao.xianxi.gongcheng": "431230101221",
    "jingzhou.quyang.feishan": "431229100205", "jingzhou.gantang.diling": "431229101206",
}  # fmt: skip
WHOLE = ("tongdao", "jingzhou")  # counties with every role, two people each
ROOT = ("huaihua", "431200")
WATCH = ("account_admin", "auditor", "operator")
OFFICES: dict[Kind, tuple[str, ...]] = {
    Kind.HR: ("hr_officer", "hr_leader"),
    Kind.GUARANTEE: ("guarantee_officer", "guarantee_leader"),
    Kind.BANK: ("bank_officer", "bank_leader"),
    Kind.FINANCE: ("finance_officer",),
    Kind.LEADING_GROUP: ("panel_member",),
}
NAMES = {
    "village_officer": "村妇联主席", "township_officer": "乡镇妇联干部", "township_leader": "乡镇妇联主席",
    "county_officer": "县妇联干部", "county_leader": "县妇联主席",
    "city_officer": "市妇联干部", "city_leader": "市妇联主席",
    "coordinator": "培训专干", "teacher": "培训教师",
    "training_reviewer": "培训审核员", "hr_officer": "人社经办",
    "hr_leader": "人社负责人", "guarantee_officer": "担保经办", "guarantee_leader": "担保负责人",
    "bank_officer": "银行经办",
    "bank_leader": "银行负责人", "finance_officer": "财政经办", "panel_member": "领导小组成员", "inspector": "督查员",
    "account_admin": "账号管理员", "auditor": "审计员", "operator": "运维员",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """One account to be: its sign-in name, role, where the post is."""

    login: str
    role: str
    unit: Unit

    @property
    def name(self) -> str:
        """Return the display name: nobody real."""
        number = self.login.partition("@")[0].rpartition("_")[2]
        return f"{NAMES[self.role]}{number}"


@dataclass(frozen=True, slots=True)
class DemonstrationAccounts:
    """Local and test mode only; run again it opens what is missing. One transaction for each place."""

    runs: Runs[UseCases]
    passwords: Passwords

    def __call__(self, password: str) -> int:
        """Open the accounts with one password for all; returns how many are new."""
        stored = self.passwords.hash(password)
        groups = self.runs.ask(lambda use: list(_groups(use)))
        return sum(self.runs.run(lambda use, g=group: _open(use, g, stored)) for group in groups)  # type: ignore[misc]  # the loop's value, kept


def _open(use: UseCases, seats: Sequence[Seat], stored: str) -> int:
    missing = [seat for seat in seats if use.account.find.free(seat.login)]
    for seat in missing:
        handed = use.account.open(seat.login, seat.name, seat.unit.id, by=SYSTEM_ITSELF)
        use.account.activate(seat.login, handed.code, stored)
        term = Term(use.account.give_post.opening.clock.today())
        use.account.give_post(handed.account.id, seat.role, seat.unit.id, term, by=SYSTEM_ITSELF)
    return len(missing)


def _groups(use: UseCases) -> Iterator[list[Seat]]:
    city = use.unit.find.of_division(ROOT[1])
    yield list(_seats((*CITY, "inspector", *WATCH), ROOT[0], city, 2))
    for suffix, division in COUNTIES.items():
        county = use.unit.find.of_division(division)
        yield list(_county(use, suffix, county))
    for places, roles in ((TOWNS, TOWNSHIP), (VILLAGES, VILLAGE)):
        for suffix, division in places.items():
            yield list(_seats(roles, suffix, use.unit.find.of_division(division), 2))


def _county(use: UseCases, suffix: str, county: Unit) -> Iterator[Seat]:
    if suffix not in WHOLE:
        yield from _seats((*COUNTY, "coordinator"), suffix, county, 1)
        return
    # coordinators, teachers and reviewers belong to the county's federation: its women and classes are theirs to see
    yield from _seats((*COUNTY, "coordinator", "teacher", "training_reviewer", *WATCH), suffix, county, 2)
    for kind, roles in OFFICES.items():
        yield from _seats(roles, suffix, use.unit.find.office(county.id, kind), 2)


def _seats(roles: Sequence[str], suffix: str, unit: Unit, each: int) -> Iterator[Seat]:
    for role in roles:
        for number in range(1, each + 1):
            yield Seat(f"{role}_{number}@{suffix}", role, unit)
