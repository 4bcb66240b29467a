"""The tree of units as ledgers ask for it, over the replica that training and loans keep."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.replica import Replica, Unit


@dataclass(frozen=True, slots=True)
class ReplicaPlaces:
    """Counties and titles of units."""

    replica: Replica

    def county_of(self, path: Sequence[str]) -> Unit | None:
        """Return the county federation a path leads through."""
        return self.replica.county_of(path)

    def names(self, unit_ids: Iterable[str]) -> Mapping[str, str]:
        """Return the titles of units that are known."""
        return {unit.id: unit.title for unit in self.replica.units.some(unit_ids)}
