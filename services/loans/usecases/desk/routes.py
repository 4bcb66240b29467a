"""Which desks an application from a place goes through, and the reasons they may give: dated data of the county."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.loans.domain.reasons import Reasons
from services.loans.domain.route import Limits, Route, Step
from services.loans.usecases.place import division_of
from services.loans.usecases.ports import Clock
from shared.policy import Policy, Version
from shared.regions import Level
from shared.replica import FEDERATION, Replica, Unit, at_level

LEVELS = {"village": Level.VILLAGE, "township": Level.TOWNSHIP, "county": Level.COUNTY}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Routes:
    """Answers with the offices of the place filled in; copied into the case, so that later changes do not move it."""

    policy: Policy
    replica: Replica
    clock: Clock

    def __call__(self, path: Sequence[str]) -> Route:
        """Return the route for a woman's place (unit ids, root first); raises NotFound("no_policy").

        A federation her place does not have is left out; an office the county does not have stands in the county's.
        """
        units = self.replica.units.some(path)
        county = at_level(units, Level.COUNTY)
        version = self._version(county, "desks")
        steps = [self._step(row, units, county, version.values["stand_in"]) for row in version.values["steps"]]
        limits = version.values["limits"]
        bounds = Limits(limits["returned_days"], limits["approved_days"], limits["rounds"], limits["appeal_days"])
        return Route(version.id, tuple(step for step in steps if step), bounds)

    def reasons(self, path: Sequence[str]) -> Reasons:
        """Return why a desk there may send back or end; raises NotFound("no_policy")."""
        return Reasons.of(self._version(self.replica.county_of(path), "reasons").values)

    def fix_workdays(self, path: Sequence[str]) -> int:
        """Return the working days she is usually given to put things right."""
        days: int = self._version(self.replica.county_of(path), "desks").values["limits"]["fix_workdays"]
        return days

    def archive_days(self, path: Sequence[str]) -> int:
        """Return for how many days an archive package is kept for who asked for it."""
        days: int = self._version(self.replica.county_of(path), "desks").values["limits"]["archive_days"]
        return days

    def _version(self, county: Unit | None, topic: str) -> Version:
        return self.policy.on(self.clock.today(), division_of(county), topic)

    def _step(self, row: Row, units: list[Unit], county: Unit | None, stand_in: Row) -> Step | None:
        if row["kind"] == FEDERATION:
            unit = at_level(units, LEVELS[row["level"]])
            return _step(row, unit.id, row) if unit else None
        if county is None:
            return None
        office = self.replica.units.office(county.id, row["kind"])
        return _step(row, office.id, row) if office else _step(row, county.id, stand_in)


def _step(row: Row, office: str, roles: Row) -> Step:
    return Step(
        desk=row["desk"],
        act=row["act"],
        hands=row["hands"] if roles is row else 2,  # what is only written down here is read by a second one
        limit_workdays=row["limit_workdays"],
        office=office,
        officer=roles["officer"],
        leader=roles.get("leader", ""),
        goes_on=row.get("goes_on", False),
        also=roles.get("also", ""),
        beside=row.get("beside", False),
        from_fen=row.get("from_fen", 0),
        **(row.get("panel", {}) if roles is row else {}),
    )
