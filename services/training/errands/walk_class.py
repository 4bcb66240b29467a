"""One class walks through plan, file, approve and open, by the same use cases as the pages."""

from dataclasses import dataclass, replace

from services.training.domain.choosing import Wish
from services.training.domain.placing import Way
from services.training.domain.training_class import TrainingClass
from services.training.errands.accounts import Accounts
from services.training.usecases import UseCases
from shared.errors import NotFound
from shared.regions import Level
from shared.running import Runs

REVIEWER = "training_reviewer_1"
SAME_DAY = "计划和开班申请同一天报，名单已经齐了"


@dataclass(frozen=True, slots=True)
class WalkClass:
    """Who plans and files is one person, who approves another: the reviewer of the same suffix."""

    accounts: Accounts
    runs: Runs[UseCases]

    def __call__(self, county: str, course: str, capacity: int, *, login: str) -> TrainingClass:
        """Return the open class; raises NotFound("county_not_found"), and whatever a step refuses."""
        wish = Wish(self.unit(county), course, capacity)
        coordinator = self.accounts.actor(login)
        reviewer = self.accounts.actor(f"{REVIEWER}@{login.partition('@')[2]}")
        one = self.runs.run(lambda use: use.training_class.plan(wish, by=coordinator)).id
        self.runs.run(lambda use: use.training_class.step.tell_plan(one, by=coordinator))
        self.runs.run(lambda use: use.training_class.step.file(one, by=coordinator, reason=SAME_DAY))
        self.runs.run(lambda use: use.training_class.step.approve(one, by=reviewer))
        return self.runs.run(lambda use: use.training_class.step.open(one, by=coordinator))

    def lay(self, county: str, wish: Wish, *, login: str) -> Way:
        """Return where a wish would be placed at a county, without planning it; raises what `Lay` raises."""
        coordinator, wanted = self.accounts.actor(login), replace(wish, unit=self.unit(county))
        return self.runs.ask(lambda use: use.training_class.plan.lay(wanted, by=coordinator))[1]

    def unit(self, county: str) -> str:
        """Return the unit of a county's federation by division code."""
        units = self.runs.ask(lambda use: use.replica.units.of_level(Level.COUNTY))
        found = next((unit.id for unit in units if unit.division == county), None)
        if found is None:
            raise NotFound("county_not_found", division=county)
        return found
