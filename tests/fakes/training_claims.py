"""Claims, officials and checks in memory; tests/contract/training/test_claims.py tries them with the real ones."""

import copy
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from services.training.domain.official import Official
from services.training.domain.spot_check import SpotCheck
from services.training.domain.subsidy import Claim, State, Subsidised
from shared.access import Scope
from shared.errors import NotFound, Stale


@dataclass
class MemoryClaims:
    """Claims in a dict."""

    rows: dict[str, Claim] = field(default_factory=dict)

    def get(self, scope: Scope, claim_id: str) -> Claim:
        found = self.rows.get(claim_id)
        if found is None or not scope.holds((*found.path, found.office)):
            raise NotFound("claim_not_found")
        return copy.deepcopy(found)

    def of_classes(self, class_ids: Collection[str]) -> list[Claim]:
        return copy.deepcopy([one for one in self.rows.values() if one.class_id in class_ids])

    def with_numbers(self, scope: Scope, numbers: Collection[str]) -> list[Claim]:
        inside = [one for one in self.rows.values() if scope.holds((*one.path, one.office))]
        found = [one for one in inside if any(head.number in numbers for head in one.heads)]
        return copy.deepcopy(sorted(found, key=lambda one: one.id))

    def listed(self, scope: Scope, states: Collection[State], limit: int) -> list[Claim]:
        inside = [one for one in self.rows.values() if scope.holds((*one.path, one.office)) and one.state in states]
        return copy.deepcopy(sorted(inside, key=lambda one: one.id, reverse=True)[:limit])

    def add(self, one: Claim) -> None:
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: Claim) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryCounted:
    """Trainings that a claim counts, by woman, trade and year."""

    rows: dict[str, Subsidised] = field(default_factory=dict)

    def of_persons(self, person_ids: Collection[str]) -> list[Subsidised]:
        return sorted((one for one in self.rows.values() if one.person_id in person_ids), key=lambda one: one.on)

    def put(self, some: Collection[Subsidised]) -> None:
        for one in some:
            assert one.key not in self.rows, "the real one has an index"
            self.rows[one.key] = one

    def claimed(self, keys: Collection[str]) -> set[str]:
        return {one for one in keys if one in self.rows and self.rows[one].class_id}

    def sums(self, path: Sequence[str]) -> list[tuple[str, str, int]]:
        here = [one for one in self.rows.values() if path[-1] in one.path]
        counts = Counter((one.path[len(path)] if len(one.path) > len(path) else "", one.trade) for one in here)
        return sorted((*key, count) for key, count in counts.items())

    def release(self, class_id: str) -> None:
        self.rows = {key: one for key, one in self.rows.items() if one.class_id != class_id}


@dataclass
class MemoryOfficials:
    """Elections in a dict."""

    rows: dict[str, Official] = field(default_factory=dict)

    def inside(self, scope: Scope) -> list[Official]:
        found = [one for one in self.rows.values() if scope.holds(one.path)]
        return sorted(found, key=lambda one: (one.elected_on, one.id))

    def count(self, path: Sequence[str]) -> list[tuple[str, str, int]]:
        here = [one for one in self.rows.values() if path[-1] in one.path]
        counts = Counter((one.path[len(path)] if len(one.path) > len(path) else "", one.duty.value) for one in here)
        return sorted((*key, count) for key, count in counts.items())

    def put(self, one: Official) -> None:
        self.rows[one.id] = one


@dataclass
class MemorySpotChecks:
    """Checks in a dict."""

    rows: dict[str, SpotCheck] = field(default_factory=dict)

    def get(self, class_id: str) -> SpotCheck | None:
        return copy.deepcopy(self.rows.get(class_id))

    def of_classes(self, class_ids: Collection[str]) -> list[SpotCheck]:
        return copy.deepcopy([one for one in self.rows.values() if one.id in class_ids])

    def add(self, one: SpotCheck) -> None:
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: SpotCheck) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rows[one.id] = copy.deepcopy(one)
