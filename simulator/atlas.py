"""Where people live and who sits at which desk: the units of the federation, and an officer for each role there."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases import UseCases
from shared.access import Actor, Post
from shared.access import Kind as Asker
from shared.errors import NotFound
from simulator.goals import COUNTIES, WHOLE
from simulator.people import Woman
from simulator.stage import Stage

TOWNS, VILLAGES = 4, 2
TITLES = {"village_officer": "村妇联主席", "training_reviewer": "培训审核员", "coordinator": "培训专干"}
DEMO_VILLAGES = {
    "431230": ("431230100212", "431230101221"),
    "431229": ("431229100205", "431229101206"),
}
SUFFIXES = {
    "431202": "hecheng", "431221": "zhongfang", "431222": "yuanling", "431223": "chenxi", "431224": "xupu",
    "431225": "huitong", "431226": "mayang", "431227": "xinhuang", "431228": "zhijiang", "431229": "jingzhou",
    "431230": "tongdao", "431281": "hongjiangshi", "431271": "hongjiangqu",
    "431230100": "tongdao.shuangjiang", "431230101": "tongdao.xianxi",
    "431229100": "jingzhou.quyang", "431229101": "jingzhou.gantang",
    "431230100212": "tongdao.shuangjiang.yutou", "431230101221": "tongdao.xianxi.gongcheng",
    "431229100205": "jingzhou.quyang.feishan", "431229101206": "jingzhou.gantang.diling",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """A village with its township and county; `words` is how she writes the place."""

    county: Unit
    town: Unit
    village: Unit

    @property
    def words(self) -> str:
        """Return township and village as a form takes them."""
        return f"{self.town.title}{self.village.title}"


@dataclass(slots=True)
class Atlas:
    """Read once; who sits at a desk is the demonstration account where there is one, else a stand-in of the unit."""

    root: Unit
    homes: Mapping[str, Sequence[Home]]
    offices: Mapping[tuple[str, str], Unit]
    accounts: Mapping[str, Actor]
    units: dict[str, Unit] = field(default_factory=dict)
    stand_ins: dict[tuple[str, str, int], Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        homes = [home for there in self.homes.values() for home in there]
        known = [self.root, *self.offices.values()]
        known += [unit for home in homes for unit in (home.county, home.town, home.village)]
        self.units = {unit.id: unit for unit in known}

    def home(self, woman: Woman) -> Home:
        """Return where she lives."""
        there = self.homes[woman.county]
        return there[woman.home % len(there)]

    def county(self, division: str) -> Unit:
        """Return a county's federation."""
        return self.homes[division][0].county

    def officer(self, role: str, unit: Unit, number: int = 1) -> Actor:
        """Return who holds a role at a unit: the account, or somebody invented who holds that post."""
        suffix = SUFFIXES.get(self._division(unit), "")
        account = self.accounts.get(f"{role}_{number}@{suffix}")
        if account is not None:
            return account
        key = (role, unit.id, number)
        if key not in self.stand_ins:
            self.stand_ins[key] = _stand_in(role, unit, number)
        return self.stand_ins[key]

    def at_office(self, unit_id: str, role: str) -> Actor:
        """Return who holds a role at the unit of this id; raises KeyError for a unit nobody lives or works in."""
        return self.officer(role, self.units[unit_id])

    def office(self, county: str, kind: str) -> Unit:
        """Return a county's office of a kind."""
        return self.offices[county, kind]

    def _division(self, unit: Unit) -> str:
        if unit.kind is Kind.FEDERATION:
            return unit.division or ""
        return next((county for (county, _), office in self.offices.items() if office.id == unit.id), "")


def read(stage: Stage) -> Atlas:
    """Return the atlas; raises NotFound when the federation has not been set up."""
    return stage.applicant.ask(_read)  # type: ignore[no-any-return]


def _read(use: UseCases) -> Atlas:
    counties = {division: use.unit.find.of_division(division) for division in COUNTIES}
    offices = {
        (division, kind.value): use.unit.find.office(county.id, kind)
        for division, county in counties.items()
        for kind in (Kind.HR, Kind.GUARANTEE, Kind.BANK, Kind.FINANCE, Kind.LEADING_GROUP)
    }
    homes = {division: _homes(use, county) for division, county in counties.items()}
    return Atlas(use.unit.find.of_division("431200"), homes, offices, _accounts(use))


def _homes(use: UseCases, county: Unit) -> list[Home]:
    book = use.unit.find.gazetteer(county.id)
    towns = sorted(book.towns.values(), key=lambda one: one.division or "")
    found = []
    for town in towns[:TOWNS]:
        villages = sorted(book.villages[town.id].values(), key=lambda one: one.division or "")
        found += [Home(county, town, village) for village in villages[:VILLAGES]]
    shown = DEMO_VILLAGES.get(county.division or "", ())
    by_code = {v.division: (t, v) for t in towns for v in book.villages[t.id].values()}
    demo = [Home(county, *by_code[code]) for code in shown if code in by_code]
    return demo * 8 + found[: 6 if county.division in WHOLE else len(found)]


def _accounts(use: UseCases) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for suffix in (*SUFFIXES.values(), "huaihua"):
        for role in _ROLES:
            for number in (1, 2):
                login = f"{role}_{number}@{suffix}"
                try:
                    found[login] = use.account.find.actor(login)
                except NotFound:
                    break
    return found


_ROLES = (
    "village_officer", "township_officer", "township_leader", "county_officer", "county_leader", "city_officer",
    "city_leader", "coordinator", "teacher", "training_reviewer", "hr_officer", "hr_leader", "guarantee_officer",
    "guarantee_leader", "bank_officer", "bank_leader", "finance_officer", "panel_member",
)  # fmt: skip


def _stand_in(role: str, unit: Unit, number: int) -> Actor:
    post = Post(role, unit.id, unit.path, unit.kind.value, unit.title)
    ident = uuid.uuid5(uuid.NAMESPACE_URL, f"jinguo:{unit.id}/{role}/{number}").hex
    return Actor(ident, Asker.STAFF, (post,), name=f"{unit.title}{TITLES.get(role, '干部')}", strong=True)
