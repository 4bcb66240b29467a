"""Names of women for a page, as the asker may see them: one question to applicant, kept a minute at most."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.access import Actor
from shared.errands.peer import Peer
from shared.errors import Problem

KEPT = 60.0
MOST = 200
Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Labels:
    """`{name, masked, phone, id_no, place}` by person; without applicant a page shows case numbers instead."""

    applicant: Peer
    known: dict[tuple[str, str], tuple[float, Label]] = field(default_factory=dict)

    def __call__(self, person_ids: Iterable[str], *, by: Actor) -> dict[str, Label]:
        """Return the labels that are known or can be asked for now; what applicant does not answer is absent."""
        wanted = list(dict.fromkeys(person_ids))[:MOST]
        fresh = {one: self._fresh(by, one) for one in wanted}
        missing = [one for one, label in fresh.items() if label is None]
        return {one: label for one, label in fresh.items() if label is not None} | self._ask(missing, by)

    def _fresh(self, by: Actor, person_id: str) -> Label | None:
        at, label = self.known.get((by.session or by.id, person_id), (0.0, {}))
        return label if time.monotonic() - at < KEPT and label else None

    def _ask(self, person_ids: list[str], by: Actor) -> dict[str, Label]:
        if not person_ids:
            return {}
        try:
            found: dict[str, Label] = self.applicant.post("/labels", {"ids": person_ids}, by=by, seconds=1.0)["labels"]
        except Problem:
            return {}
        now = time.monotonic()
        for stale in [key for key, (at, _) in self.known.items() if now - at >= KEPT]:
            self.known.pop(stale, None)
        self.known.update({(by.session or by.id, one): (now, label) for one, label in found.items()})
        return found
