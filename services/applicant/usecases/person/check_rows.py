"""A roster's rows are looked at together before anything is written; no row is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.access import RULES
from services.applicant.domain.roster_row import RawRow, ReadRow, read_all
from services.applicant.usecases.ports import Persons
from services.applicant.usecases.unit.find import Find
from shared.access import Actor, can
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it was read, and whether she is registered already."""

    read: ReadRow
    known: bool


@dataclass(frozen=True, slots=True)
class CheckRows:
    """Three reads for a whole roster: the county's names, who is known, nothing else."""

    persons: Persons
    units: Find

    def __call__(self, county_id: str, rows: Sequence[RawRow], as_of: date, *, by: Actor) -> list[CheckedRow]:
        """Return every row with all its problems, in order; raises NotFound for a county outside the scope."""
        gazetteer = self.units.gazetteer(county_id)
        if not can(RULES, by, "roster.bring", path=gazetteer.county.path):
            raise NotFound("unit_not_found")
        found = read_all(rows, gazetteer, as_of)
        known = self.persons.known({one.id_no for one in found if one.id_no})
        return [CheckedRow(one, one.id_no in known) for one in found]
