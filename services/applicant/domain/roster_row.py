"""One row of a roster as a county types it: every problem of the row at once, and what can be kept of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from services.applicant.domain import categories, id_number, names, phones
from services.applicant.domain.findings import Finding, Level, Read, error, errors, warn
from services.applicant.domain.person import Details
from services.applicant.domain.places import Gazetteer, Place
from shared.id_number import IdNumber

MALE = frozenset({"男", "男性", "M", "1"})


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row as text, numbers too; `row` is the line in the sheet."""

    row: int
    name: str = ""
    sex: str = ""
    education: str = ""
    age: str = ""
    id_no: str = ""
    phone: str = ""
    place: str = ""
    hukou: str = ""
    groups: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row gave: `details` is None while any field of it is wrong."""

    row: int
    id_no: str | None
    details: Details | None
    place: Place | None
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """Return accept, warn or error."""
        if not self.findings:
            return "accept"
        return "error" if errors(self.findings) else "warn"


@dataclass(frozen=True, slots=True)
class Columns:
    """Who reads the columns in which many rows say the same."""

    place: Callable[[str], Read[Place]]
    education: Callable[[str], Read[str]] = categories.education
    hukou: Callable[[str], Read[str]] = categories.hukou
    groups: Callable[[str], Read[tuple[str, ...]]] = categories.groups

    def once(self) -> "Columns":
        """Return readers that read each distinct text once, for as long as they live."""
        return Columns(cache(self.place), cache(self.education), cache(self.hukou), cache(self.groups))


def read(raw: RawRow, gazetteer: Gazetteer, today: date) -> ReadRow:
    """Read one row; the number decides about age and sex, the columns only ask for a look."""
    return _read(raw, Columns(gazetteer.find), today)


def _read(raw: RawRow, columns: Columns, today: date) -> ReadRow:
    name, number, phone = names.read(raw.name), id_number.read(raw.id_no, today), phones.read(raw.phone)
    place, education = columns.place(raw.place), columns.education(raw.education)
    hukou, groups = columns.hukou(raw.hukou), columns.groups(raw.groups)
    readings = (name, number, phone, place, education, hukou, groups)
    findings = [finding for reading in readings for finding in reading.findings]
    findings += _beside(raw, number.value, today)
    details = None
    if name.value and number.value and phone.value and education.value and hukou.value and groups.value is not None:
        details = Details(name.value, number.value.text, phone.value, education.value, hukou.value, groups=groups.value)
    id_no = number.value.text if number.value else None
    return ReadRow(raw.row, id_no, details, place.value, tuple(findings))


def read_all(rows: Iterable[RawRow], gazetteer: Gazetteer, today: date) -> list[ReadRow]:
    """Read rows together: the second of two with one number is an error that names the first; a phone may be shared."""
    columns = Columns(gazetteer.find).once()
    first: dict[str, int] = {}
    found = []
    for raw in rows:
        one = _read(raw, columns, today)
        if one.id_no in first:
            twice = error(id_number.FIELD, "id_twice", row=first[one.id_no])
            one = ReadRow(one.row, one.id_no, None, one.place, (*one.findings, twice))
        elif one.id_no:
            first[one.id_no] = one.row
        found.append(one)
    return found


def looks(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the slugs of the warnings somebody should look at later."""
    return tuple(dict.fromkeys(one.slug for one in findings if one.level is Level.WARN))


def _beside(raw: RawRow, number: IdNumber | None, today: date) -> list[Finding]:
    found = [warn("sex", "sex_says_male")] if categories.plain(raw.sex).upper() in MALE else []
    differs = id_number.compare_age(raw.age, number, today) if number else None
    return [*found, differs] if differs else found
