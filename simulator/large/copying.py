"""Copies a played city as often as it takes, service by service: rows, events, positions and keys, inserted in bulk."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.write_concern import WriteConcern

from services.applicant.domain import journey
from services.applicant.domain.dispatch import facts
from shared.settings import SERVICES
from shared.storage.vault import BlindIndex
from simulator.large import books
from simulator.large.seals import Keys, Recorder
from simulator.large.stencil import Stencil
from simulator.large.twins import HEX, NUMBER, Original, Twin
from simulator.players import Players
from simulator.stage import Service, Stage

QUICK = WriteConcern(w=1, j=False)
PAGE = 2000
# what belongs to the place and not to its women, to sign-in, or to a command that is over
LEFT = frozenset({
    "accounts", "units", "policy", "health", "leases", "views", "once", "guards", "audit", "audit_head", "challenges",
    "devices", "tallies", "kept_forms", "drafts", "ledgers", "ledger_rows", "ledger_files", "ledger_claims", "messages",
    "simulations", "inbox_parked", "inbox_poison", "inbox_skipped", "blocked_numbers", "keys", "fund_entries", "funds",
    "numbers", "desk_counts", "journey_counters", "month_counters", "dispatch_months", "dispatch_targets",
    "dispatch_reports", "subsidy_batches", "subsidy_items", "bank_stops", "roster_rows", "roster_files", "rosters",
    "family_consents",
})  # fmt: skip
SIGN_IN = ("applicant", "sessions")
VIEW = re.compile(r"\A(journey|month)_[0-9]+\Z")
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copying:
    """Makes `copies` more of the city that `players` have just played; `recorders` have listened from the start."""

    players: Players
    recorders: dict[str, Recorder]
    blind: BlindIndex
    tell: Tell

    def __call__(self, copies: int) -> None:
        """Write them all, then what is counted over them."""
        stage = self.players.stage
        rows = {name: dict(_rows(getattr(stage, name))) for name in SERVICES}
        original = self._original(rows)
        stencils = {name: self._stencils(name, rows[name], original) for name in SERVICES}
        for k in range(1, copies + 1):
            twin = Twin(original, k)  # not kept: each holds the ids of a whole city
            for name in SERVICES:
                self._write(getattr(stage, name), stencils[name], twin)
            self.tell(k, copies)
        books.multiply(stage, original, copies)

    def _original(self, rows: dict[str, dict[str, list[Any]]]) -> Original:
        ids, series = set[str](), defaultdict[bytes, int](int)
        for collections in rows.values():
            for found in collections.values():
                for row in found:
                    text = str(row).encode()
                    ids |= {one.group().decode() for one in HEX.finditer(str(row["_id"]).encode())}
                    for one in NUMBER.finditer(text):
                        series[one.group(1)] = max(series[one.group(1)], int(one.group(2)))
        shared = self._shared()
        women = {person: self.players.plan.women[no] for no, person in self.players.memory.persons.items()}
        return Original(frozenset(ids - shared), women, dict(series), len(self.players.plan.women), self.blind)

    def _shared(self) -> set[str]:
        stage = self.players.stage
        units = {row["_id"] for row in stage.applicant.db.units.find({}, {"_id": 1})}
        return units | {row["_id"] for row in stage.applicant.db.accounts.find({}, {"_id": 1})}

    def _stencils(self, name: str, rows: dict[str, list[Any]], original: Original) -> dict[str, list[Stencil]]:
        seals, marks = self.recorders[name].known, set(Twin(original, 0).marks)
        made = {}
        for collection, found in rows.items():
            cut = (Stencil.of(collection, row, original, (seals, marks)) for row in found)
            made[collection] = [one for one in cut if one is not None]
        return {collection: found for collection, found in made.items() if found}

    def _write(self, service: Service, stencils: dict[str, list[Stencil]], twin: Twin) -> None:
        keys = Keys(service.wiring.frame.vault)
        for collection, found in stencils.items():
            rows: Iterable[Any] = (one.cut(twin, keys) for one in found)
            draw = _drawn(self.players.stage, collection)
            _insert(service, collection, map(draw, rows) if draw else rows)
        _insert(service, "keys", keys.rows())


def _rows(service: Service) -> Iterator[tuple[str, list[Any]]]:
    for name in service.db.list_collection_names():
        if name not in LEFT and (service.name, name) != SIGN_IN and not name.startswith("system."):
            yield name, list(service.db[name].find())


def _insert(service: Service, collection: str, rows: Iterable[Any]) -> None:
    target = service.db.get_collection(collection, write_concern=QUICK)
    page: list[Any] = []
    for row in rows:
        page.append(row)
        if len(page) == PAGE:
            target.insert_many(page, ordered=False)
            page = []
    if page:
        target.insert_many(page, ordered=False)


def _drawn(stage: Stage, collection: str) -> Callable[[RawBSONDocument], dict[str, Any]] | None:
    """Return how a row of a view is drawn anew from its facts: other ids may stand in another order; None for others.

    A rebuild from the events must give the same row.
    """
    view = VIEW.match(collection)
    if view is None:
        return None
    months = stage.applicant.ask(lambda use: use.journey.check.months.calendar)
    draw = journey.drawn if view.group(1) == "journey" else lambda found: facts.drawn(found, months)

    def fresh(row: RawBSONDocument) -> dict[str, Any]:
        found = {name: _sorted(one) for name, one in sorted(bson.decode(row.raw)["facts"].items())}
        return {"_id": row["_id"], **draw(found)}

    return fresh


def _sorted(value: Any) -> Any:
    return dict(sorted(value.items())) if isinstance(value, dict) else value
