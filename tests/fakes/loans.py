"""In-memory stores of loans; tests/contract/test_loans_stores.py holds them against the real ones."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.loans.domain.application import Application, State
from services.loans.domain.consent import Consent
from services.loans.domain.hand_in import TRY, HandIn, Told
from services.loans.domain.news import News
from services.loans.domain.papers import Paper
from services.loans.domain.review import Hand
from services.loans.domain.staff import Employee
from services.loans.events.outbound import to_message
from services.loans.usecases.ports import Deed
from shared.access import Actor, Scope
from shared.errors import NotFound, Stale
from shared.running import Asker
from tests.fakes import promised


@dataclass
class MemoryApplications:
    """Applications in a dict, copied in and out as a database would; `told` is the news of all writes."""

    rows: dict[str, Application] = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    def get(self, scope: Scope, application_id: str) -> Application:
        found = self.rows.get(application_id)
        if found is None or not scope.holds(found.scope):
            raise NotFound("application_not_found")
        return copy.deepcopy(found)

    def some(self, scope: Scope, ids: Sequence[str]) -> list[Application]:
        found = (self.rows[one] for one in sorted(set(ids) & set(self.rows)))
        return [copy.deepcopy(one) for one in found if scope.holds(one.scope)]

    def of_person(self, person_id: str) -> list[Application]:
        return self._newest(one for one in self.rows.values() if one.person_id == person_id)

    def drafts(self, scope: Scope, after: str | None, limit: int) -> list[Application]:
        inside = (one for one in self.rows.values() if one.state is State.DRAFT and scope.holds(one.place))
        return self._newest(one for one in inside if after is None or one.id < after)[:limit]

    def add(self, application: Application) -> None:
        self._store(application)

    def save(
        self,
        application: Application,
        *,
        seconded_by: Hand | None = None,
        decided_by: Hand | None = None,
        voted_by: Hand | None = None,
    ) -> None:
        stored = self.rows[application.id].review
        slot = application.review.slot if application.review else 0
        prepared = stored.stops[slot].proposal if stored else None
        votes = stored.stops[slot].votes if stored else ()
        if voted_by is not None and any(one.by.same(voted_by) for one in votes):
            raise Stale("changed_meanwhile")
        if seconded_by is not None and (prepared is None or prepared.by.same(seconded_by)):
            raise Stale("changed_meanwhile")
        acts = decided_by or voted_by
        if acts is not None and self.rows[application.id].near.holds(acts.id, acts.mark):
            raise Stale("changed_meanwhile")
        if self.rows[application.id].version != application.version:
            raise Stale("changed_meanwhile")
        application.version += 1
        self._store(application)

    def open_in(self, unit_id: str) -> list[Application]:
        return [copy.deepcopy(one) for one in self.rows.values() if one.open and unit_id in one.place]

    def _store(self, application: Application) -> None:
        promised.hold(map(to_message, application.news))
        self.told += application.news
        application.news.clear()
        kept = copy.deepcopy(application)
        if kept.review is not None:
            kept.review.here = kept.review.slot = 0
            kept.review.settle(kept.version)
        self.rows[application.id] = kept

    @staticmethod
    def _newest(found: object) -> list[Application]:
        return sorted((copy.deepcopy(one) for one in found), key=lambda one: one.id, reverse=True)  # type: ignore[attr-defined]


@dataclass
class MemoryNumbers:
    """Counters in a dict."""

    last: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def next(self, kind: str, division: str, year: int) -> int:
        key = (kind, division, year)
        self.last[key] = self.last.get(key, 0) + 1
        return self.last[key]


@dataclass
class NotedGuards:
    """Remembers what was touched."""

    touched: list[str] = field(default_factory=list)

    def touch(self, name: str) -> None:
        self.touched.append(name)


@dataclass
class MemoryLedger:
    """Remembers deeds."""

    deeds: list[tuple[str, Deed]] = field(default_factory=list)

    def note(self, by: Actor, deed: Deed) -> None:
        self.deeds.append((by.id, deed))

    def note_each(self, deeds: Sequence[tuple[Asker, Deed]]) -> None:
        self.deeds += [(one.by.id, deed) for one, deed in deeds]


@dataclass
class MemoryPapers:
    """Photos in a dict."""

    rows: dict[str, tuple[Paper, bytes]] = field(default_factory=dict)

    def of(self, application_id: str) -> list[Paper]:
        return [paper for paper, _ in self.rows.values() if paper.application_id == application_id]

    def get(self, application_id: str, paper_id: str) -> Paper:
        found = self.rows.get(paper_id)
        if found is None or found[0].application_id != application_id:
            raise NotFound("paper_not_found")
        return found[0]

    def content(self, paper: Paper) -> bytes | None:
        return self.rows[paper.id][1]

    def add(self, paper: Paper, content: bytes) -> None:
        self.rows[paper.id] = (paper, content)

    def remove(self, paper: Paper) -> None:
        del self.rows[paper.id]


@dataclass
class MemoryStaffRosters:
    """Staff and sheets in dicts."""

    staff: dict[str, list[Employee]] = field(default_factory=dict)
    sheets: dict[str, bytes] = field(default_factory=dict)

    def put(self, application: Application, people: Sequence[Employee] | None, sheet: bytes) -> None:
        self.sheets[application.id] = sheet
        if people is not None:
            self.staff[application.id] = list(people)

    def people(self, application: Application) -> list[Employee]:
        return self.staff.get(application.id, [])

    def sheet(self, application: Application) -> bytes | None:
        return self.sheets.get(application.id)


@dataclass
class MemoryHandIns:
    """Her hand-ins in a list."""

    rows: list[HandIn] = field(default_factory=list)

    def of(self, application_id: str) -> list[HandIn]:
        return [one for one in self.rows if one.application_id == application_id and one.round > TRY]

    def told(self, ids: Sequence[str]) -> dict[str, Told]:
        return {one.application_id: one.told for one in self.rows if one.application_id in ids and one.told}

    def tried_on(self, application_id: str) -> date | None:
        return next((one.on for one in self.rows if (one.application_id, one.round) == (application_id, TRY)), None)

    def add(self, hand_in: HandIn) -> None:
        forgotten = (hand_in.application_id, TRY)
        self.rows = [one for one in self.rows if (one.application_id, one.round) != forgotten] + [hand_in]

    def first_between(self, first: date, last: date) -> dict[str, date]:
        wanted = [one for one in self.rows if one.round in (TRY, 1) and first <= one.on <= last]
        return {one.application_id: one.on for one in sorted(wanted, key=lambda one: one.application_id)}


@dataclass
class MemoryConsents:
    """What husbands and guarantors said, in a list."""

    rows: list[Consent] = field(default_factory=list)

    def of(self, application_id: str) -> dict[str, Consent]:
        return {one.who: copy.copy(one) for one in self.rows if one.application_id == application_id}

    def forget(self, application_id: str, who: str) -> None:
        self.rows = [one for one in self.rows if (one.application_id, one.who) != (application_id, who)]

    def with_mark(self, mark: bytes) -> Consent | None:
        return next((copy.copy(one) for one in self.rows if one.mark == mark), None)

    def add(self, consent: Consent) -> None:
        self.rows.append(copy.copy(consent))

    def save(self, consent: Consent) -> None:
        [at] = [n for n, one in enumerate(self.rows) if one.id == consent.id]
        if self.rows[at].version != consent.version:
            raise Stale("changed_meanwhile")
        consent.version += 1
        self.rows[at] = copy.copy(consent)
