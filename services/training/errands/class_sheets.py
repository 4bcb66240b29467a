"""成绩单 and 出勤簿 come back as workbooks: every cell is looked at, then what is good is written in one command."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.training.domain.attendance import PARTLY, Sheet, Tick
from services.training.domain.class_list import ClassList, Person
from services.training.domain.enrolment import TO_EXAMINE, Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.roster import Finding, Mode, Verdict
from services.training.domain.session import Session
from services.training.domain.training_class import State
from services.training.errands.class_form import AWAY, SCORES, ScoreForm, attendance_columns, tick_of
from services.training.usecases import UseCases
from services.training.usecases.exam.papers import ClassFile
from shared.access import Actor
from shared.errands.labels import Labels
from shared.errors import Refused, Unavailable
from shared.ledger.reading import Typed, read
from shared.running import Once, Runs
from shared.xlsx.columns import Column
from shared.xlsx.reading import table_in
from shared.xlsx.table import Line, Table


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook for a class, what to do with it, and why where it changes what was written down before."""

    class_id: str
    content: bytes = field(repr=False)
    mode: Mode
    reason: str = ""


@dataclass(slots=True)
class Judged:
    """One row: whom it means, what is wrong, what is to be noted; `outcome` is written, already, or empty."""

    row: int
    name: str
    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    person: Person | None = None
    outcome: str = ""
    hidden: bool = False

    @property
    def verdict(self) -> Verdict:
        """Return whether it is good, or to be looked at, as where nobody sees it who opens the sheet."""
        if self.findings:
            return Verdict.ERROR
        return Verdict.WARN if self.hidden or self.notes else Verdict.ACCEPT

    @property
    def said(self) -> list[Finding]:
        """Return what is wrong, what is to be noted, and that it is hidden."""
        return [*self.findings, *self.notes, *([Finding("", "row_hidden", level="warn")] if self.hidden else [])]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a sheet: its rows, what was found on it, how many values were written.

    `repeated`: the same form was sent before and is written down already.
    """

    rows: Sequence[Judged]
    table: Table
    written: int = 0
    repeated: bool = False

    @property
    def bad(self) -> int:
        """Return how many rows are wrong."""
        return sum(bool(one.findings) for one in self.rows)


@dataclass(frozen=True, slots=True)
class BringSheets:
    """Nothing of a file is kept: it is read, answered and forgotten; the same file again changes nothing."""

    labels: Labels
    runs: Runs[UseCases]

    def scores(self, sent: Sent, once: Once, *, by: Actor) -> Answer:
        """Enter the points of a 成绩单; raises Refused with what is wrong with the file, NotFound, Conflict."""
        # another file under a key that was used is refused though nothing of it is new
        repeated = self.runs.seen(once) is not None
        file, people = self._class(sent, by)
        table = _table(sent, SCORES)
        tries = self.runs.ask(lambda use: use.attendance.find.standard(file.klass)).exam.tries
        women = {place.id: place for place in file.women}
        rows, points = _matched(table, people), {}
        for line, row in zip(table.lines, rows, strict=True):
            found = _points(line, row, women, tries)
            if found is not None and row.person is not None:
                points[row.person.enrolment_id] = found
        if points and not repeated and to_write(sent.mode, rows):
            self.runs.once(once, lambda use: use.exam.score(sent.class_id, points, by=by).id)
            _mark(rows, points)
            return Answer(rows, table, len(points))
        return Answer(rows, table, repeated=repeated)

    def attendance(self, sent: Sent, once: Once, *, by: Actor) -> Answer:
        """Take the sheets of an 出勤簿; a sheet that is there already is corrected, with the reason given.

        Raises what `scores` raises, and Refused("no_days_found") where no heading is a day of the class.
        """
        repeated = self.runs.seen(once) is not None  # as above
        file, people = self._class(sent, by)
        table = _table(sent, attendance_columns(file.sessions))
        if not any(one.id in table.places for one in file.sessions):
            raise Refused("no_days_found")
        rows = _matched(table, people)
        runs = file.klass.state is State.RUNNING
        there = {place.id for place in file.women if not runs or place.state is SeatState.ENROLLED}
        now = self.runs.ask(lambda use: use.attendance.find.clock.now())
        begun = {one.id: one for one in file.sessions if one.slot.starts_at <= now and one.id in table.places}
        ticks = _ticks(table, rows, file.sessions, begun)
        sheets = {sheet.id: sheet for sheet in file.sheets}
        whole = {one: given for one, given in ticks.items() if _complete(given, sheets.get(one), there)}
        _note_holes(rows, [one for one in ticks if one not in whole], ticks, there)
        fresh = {one: given for one, given in whole.items() if _differs(given, sheets.get(one))}
        same, other = _said_before(ticks, sheets)
        _mark(rows, same - other, "already")
        if fresh and not repeated and to_write(sent.mode, rows):
            self.runs.once(once, lambda use: use.attendance.take.book(fresh, by=by, reason=sent.reason))
            _mark(rows, other & {place for given in fresh.values() for place in given})
            return Answer(rows, table, len(fresh))
        return Answer(rows, table, repeated=repeated)

    def _class(self, sent: Sent, by: Actor) -> tuple[ClassFile, ClassList]:
        file = self.runs.ask(lambda use: use.exam.papers.brought(sent.class_id, by=by))
        return file, named(file, self.labels, by)


def named(file: ClassFile, labels: Labels, by: Actor) -> ClassList:
    """Return the women of a class whom a form may name; raises Unavailable when applicant does not know all of them."""
    known = labels([place.person_id for place in file.women], by=by)
    if len(known) < len(file.women):
        raise Unavailable("names_not_known_now")
    return ClassList([Person(it.id, file.number(it), str(known[it.person_id]["name"])) for it in file.women])


def _table(sent: Sent, columns: Sequence[Column]) -> Table:
    return table_in(sent.content, columns)


def _matched(table: Table, people: ClassList) -> list[Judged]:
    """Return each row with whom it means; a woman who stands twice is wrong the second time."""
    rows, seen = [], dict[str, int]()
    for line in table.lines:
        row = Judged(line.row, line.values.get("name", "").strip(), hidden=line.hidden)
        found = people.meant(line.values.get("no", ""), row.name)
        if isinstance(found, Finding):
            row.findings.append(found)
        elif found.enrolment_id in seen:
            row.findings.append(Finding("name", "row_twice", {"row": seen[found.enrolment_id]}))
        else:
            row.person, seen[found.enrolment_id] = found, line.row
        rows.append(row)
    return rows


def found_in(typed: Typed) -> list[Finding]:
    """Return what is wrong with the cells of a line."""
    return [Finding(one.field, one.slug, one.facts, one.suggestion) for one in typed.findings]


def _points(line: Line, row: Judged, women: Mapping[str, Enrolment], tries: int) -> tuple[int, int] | None:
    """Return the points a row enters, None where it enters none; what is wrong is noted on the row."""
    said = {name: "" if text.strip() in AWAY else text for name, text in line.values.items()}
    typed = read(ScoreForm(), replace(line, values=said))
    row.findings += found_in(typed)
    if row.findings or typed.values is None or row.person is None:
        return None
    theory, practice = typed.values.get("theory"), typed.values.get("practice")
    if theory is None and practice is None:
        return None
    if theory is None or practice is None:
        row.findings.append(Finding("theory" if theory is None else "practice", "score_half"))
        return None
    return _new_points(row, women[row.person.enrolment_id], (theory, practice), tries)


def _new_points(row: Judged, place: Enrolment, points: tuple[int, int], tries: int) -> tuple[int, int] | None:
    last = place.scores[-1] if place.scores else None
    if last is not None and (last.theory, last.practice) == points:
        row.outcome = "already"
        return None
    if place.state not in TO_EXAMINE:
        row.findings.append(Finding("name", "not_to_examine"))
        return None
    if len(place.scores) >= tries:
        row.findings.append(Finding("theory", "no_tries_left", {"most": tries}))
        return None
    return points


Ticks = dict[str, dict[str, Tick]]


def _ticks(table: Table, rows: Sequence[Judged], sessions: Sequence[Session], begun: Mapping[str, Session]) -> Ticks:
    """Return the marks by session and woman; empty cells say nothing, wrong ones are noted on their row."""
    found: Ticks = {}
    for line, row in zip(table.lines, rows, strict=True):
        for one in sessions:
            typed = line.values.get(one.id, "").strip()
            if not typed or row.person is None:
                continue
            tick = tick_of(typed)
            problem = _wrong(one, tick, begun)
            if problem is not None or tick is None:
                row.findings.append(problem or Finding(one.id, "mark_unknown"))
            else:
                found.setdefault(one.id, {})[row.person.enrolment_id] = tick
    return found


def _wrong(one: Session, tick: Tick | None, begun: Mapping[str, Session]) -> Finding | None:
    if tick is None:
        return Finding(one.id, "mark_unknown")
    if one.id not in begun:
        return Finding(one.id, "session_not_begun", {"on": one.slot.on})
    if (tick.mark in PARTLY) != (tick.missed > 0):
        return Finding(one.id, "minutes_missing")
    return Finding(one.id, "minutes_not_fitting") if tick.missed > one.slot.minutes else None


def _complete(given: Mapping[str, Tick], sheet: Sheet | None, there: set[str]) -> bool:
    return set(given) <= there and (sheet is not None or set(given) == there)


def _note_holes(rows: Sequence[Judged], holes: Iterable[str], ticks: Ticks, there: set[str]) -> None:
    """Say at each row that a session cannot be taken because it, or a woman without a row, has no mark."""
    for one in holes:
        for row in rows:
            if row.person is not None and row.person.enrolment_id in there - set(ticks[one]):
                row.findings.append(Finding(one, "mark_missing"))
        missing = there - {row.person.enrolment_id for row in rows if row.person}
        if missing and rows:
            rows[0].findings.append(Finding(one, "sheet_incomplete", {"count": len(missing)}))


def _differs(given: Mapping[str, Tick], sheet: Sheet | None) -> bool:
    return sheet is None or any(sheet.ticks.get(place) != tick for place, tick in given.items())


def _said_before(ticks: Ticks, sheets: Mapping[str, Sheet]) -> tuple[set[str], set[str]]:
    """Return the women of whom a book says what is written down, and those of whom it says something else."""
    same, other = set[str](), set[str]()
    for one, given in ticks.items():
        kept = sheets[one].ticks if one in sheets else {}
        for place, tick in given.items():
            (same if kept.get(place) == tick else other).add(place)
    return same, other


def to_write(mode: Mode, rows: Sequence[Judged]) -> bool:
    """Tell whether what is good of a sheet is written."""
    return mode is Mode.PARTIAL or (mode is Mode.ALL and not any(row.findings for row in rows))


def _mark(rows: Sequence[Judged], places: Iterable[str], outcome: str = "written") -> None:
    found = set(places)
    for row in rows:
        if row.person is not None and row.person.enrolment_id in found and not row.findings:
            row.outcome = outcome
