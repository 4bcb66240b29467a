"""In-memory sheets, check-ins, certificates and rosters. tests/contract/training holds them."""

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.training.domain.attendance import Sheet
from services.training.domain.certificate import Certificate
from services.training.domain.certificate import State as CertificateState
from services.training.domain.check_in import CheckIn
from services.training.domain.news import News
from services.training.domain.roster import Roster, Row
from services.training.events.outbound import to_message
from shared.access import Scope
from shared.errors import NotFound, Stale
from tests.fakes import promised


@dataclass
class MemorySheets:
    """Attendance in a dict."""

    rows: dict[str, Sheet] = field(default_factory=dict)

    def get(self, session_id: str) -> Sheet | None:
        return copy.deepcopy(self.rows.get(session_id))

    def of_class(self, class_id: str) -> list[Sheet]:
        return self.of_classes([class_id])

    def of_classes(self, class_ids: Collection[str]) -> list[Sheet]:
        return copy.deepcopy([one for one in self.rows.values() if one.class_id in class_ids])

    def by_hands(self, accounts: Collection[str], first: datetime, last: datetime) -> list[Sheet]:
        about = timedelta(minutes=15)
        found = [one for one in self.rows.values() if one.by in accounts and first - about <= one.at <= last + about]
        return copy.deepcopy(found)

    def add(self, one: Sheet) -> None:
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: Sheet) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryCheckIns:
    """Scans in a dict."""

    rows: dict[tuple[str, str], CheckIn] = field(default_factory=dict)

    def add(self, one: CheckIn) -> None:
        self.rows.setdefault((one.session_id, one.enrolment_id), one)

    def of_session(self, session_id: str) -> list[CheckIn]:
        return sorted((one for one in self.rows.values() if one.session_id == session_id), key=lambda one: one.at)

    def of_class(self, class_id: str) -> list[CheckIn]:
        return sorted((one for one in self.rows.values() if one.class_id == class_id), key=lambda one: one.at)


@dataclass
class MemoryCertificates:
    """Certificates and their papers in dicts."""

    rows: dict[str, Certificate] = field(default_factory=dict)
    papers: dict[str, bytes] = field(default_factory=dict)
    told: list[News] = field(default_factory=list)

    def get(self, certificate_id: str) -> Certificate:
        return self._only([one for one in self.rows.values() if one.id == certificate_id])

    def by_code(self, code: str) -> Certificate:
        return self._only([one for one in self.rows.values() if one.code == code])

    def of_person(self, person_id: str) -> list[Certificate]:
        hers = [one for one in self.rows.values() if one.person_id == person_id]
        return copy.deepcopy(sorted(hers, key=lambda one: one.id, reverse=True))

    def of_class(self, class_id: str) -> list[Certificate]:
        found = [one for one in self.rows.values() if one.source.class_id == class_id]
        return copy.deepcopy(sorted(found, key=lambda one: one.number))

    def unprinted(self, class_id: str) -> list[Certificate]:
        return [one for one in self.of_class(class_id) if not one.printed]

    def proposed(self, scope: Scope) -> list[Certificate]:
        found = [one for one in self.rows.values() if scope.holds(one.source.path) and one.proposed]
        return copy.deepcopy(sorted(found, key=lambda one: one.id))

    def of_classes_since(self, day: date) -> list[str]:
        found = [one for one in self.rows.values() if one.source.origin == "system" and one.issued_on >= day]
        return sorted(one.id for one in found if one.state is CertificateState.VALID)

    def add(self, one: Certificate) -> None:
        self._store(one)

    def save(self, one: Certificate) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self._store(one)

    def keep_paper(self, one: Certificate, pdf: bytes) -> None:
        self.papers[one.id] = pdf

    def paper(self, one: Certificate) -> bytes | None:
        return self.papers.get(one.id)

    def _only(self, found: list[Certificate]) -> Certificate:
        if not found:
            raise NotFound("certificate_not_found")
        return copy.deepcopy(found[0])

    def _store(self, one: Certificate) -> None:
        promised.hold(map(to_message, one.news))
        self.told += one.news
        one.news.clear()
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryRosters:
    """Imports in dicts; what was forgotten is gone."""

    rosters: dict[str, Roster] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    lines: dict[str, dict[int, Row]] = field(default_factory=dict)

    def get(self, scope: Scope, roster_id: str) -> Roster:
        found = self.rosters.get(roster_id)
        if found is None or not scope.holds(found.source.path):
            raise NotFound("roster_not_found")
        return copy.deepcopy(found)

    def recent(self, scope: Scope, limit: int) -> list[Roster]:
        inside = [one for one in self.rosters.values() if scope.holds(one.source.path)]
        return copy.deepcopy(sorted(inside, key=lambda one: one.id, reverse=True)[:limit])

    def of_class(self, class_id: str) -> list[Roster]:
        found = [one for one in self.rosters.values() if one.source.class_id == class_id]
        return copy.deepcopy(sorted(found, key=lambda one: one.id, reverse=True))

    def add(self, one: Roster, file: bytes) -> None:
        self.rosters[one.id], self.files[one.id] = copy.deepcopy(one), file

    def save(self, one: Roster) -> None:
        if self.rosters[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.rosters[one.id] = copy.deepcopy(one)

    def file(self, roster_id: str) -> bytes | None:
        return self.files.get(roster_id)

    def rows(self, roster_id: str) -> list[Row]:
        found = self.lines.get(roster_id, {})
        return copy.deepcopy([found[line] for line in sorted(found)])

    def row(self, roster_id: str, line: int) -> Row:
        if line not in self.lines.get(roster_id, {}):
            raise NotFound("roster_not_found")
        return copy.deepcopy(self.lines[roster_id][line])

    def put_rows(self, roster_id: str, rows: Sequence[Row]) -> None:
        self.lines[roster_id] = {row.row: copy.deepcopy(row) for row in rows}

    def save_row(self, roster_id: str, row: Row, *, step: int) -> None:
        self.lines[roster_id][row.row] = copy.deepcopy(row)
        self.rosters[roster_id].done += step
        self.rosters[roster_id].version += 1

    def forget_file(self, roster_id: str) -> None:
        self.files.pop(roster_id, None)
        self.rosters[roster_id].file_kept = False
        self.rosters[roster_id].version += 1

    def forget(self, roster_id: str) -> None:
        self.forget_file(roster_id)
        for row in self.lines.get(roster_id, {}).values():
            row.findings = []
