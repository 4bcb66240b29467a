"""The import of a roster, as a job: all rows are checked at once, then each woman is registered and enrolled.

Every step is written in its own transaction and asks first what is settled already, so that a job that was cut off
anywhere goes on where it was; registering is idempotent by ID number, enrolling by class and person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.training.domain.class_list import ClassList
from services.training.domain.roster import Finding, FoundPlace, Mode, Roster, Row, State, Verdict
from services.training.domain.rules import age_from, age_warnings
from services.training.domain.terms import Terms
from services.training.errands.bring_roster import read_roster
from services.training.errands.class_sheets import named
from services.training.usecases import UseCases
from services.training.usecases.roster.enter import Arrived, RowRefused
from shared.errands.labels import Labels
from shared.errands.peer import Peer
from shared.errors import Conflict, Problem, Refused
from shared.jobs.job import Job
from shared.running import Runs
from shared.xlsx.table import Line

FIELDS = ("name", "sex", "education", "age", "id_no", "phone", "place", "hukou", "groups", "remark")
PATIENCE = 30.0
COVER = "*"  # stands in the ID numbers that we give out
LONGEST = 200  # of a cell; one that is longer would have the whole question refused


@dataclass(frozen=True, slots=True)
class ImportRoster:
    """`runs` gives each transaction the time of a worker."""

    applicant: Peer
    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Run one import to its end; raises Unavailable when applicant does not answer, and is run again then."""
        roster = self.runs.run(lambda use: use.roster.progress.begin(job.key))
        if roster.state is not State.DONE:
            self._import(roster)
        self.runs.run(lambda use: use.roster.progress.finish(job.key, job))

    def _import(self, roster: Roster) -> None:
        content = self.runs.ask(lambda use: use.roster.find.file(roster.id))
        if content is None:
            return
        lines = {line.row: line for line in read_roster(content).lines}
        if not roster.judged:
            rows = self._judge(roster, list(lines.values()))
            self.runs.run(lambda use: use.roster.progress.judged(roster.id, rows))
        rows = self.runs.ask(lambda use: use.roster.find.rows(roster.id))
        match roster.mode:
            case Mode.PARTIAL:
                self._enter_each(roster, rows, lines)
            case Mode.ALL:
                self._enter_all(roster, rows, lines)

    # -- checking -------------------------------------------------------------------------------------------------

    def _judge(self, roster: Roster, lines: Sequence[Line]) -> list[Row]:
        ours = self._ours(roster, lines)
        asked = [line for line in lines if line.row not in ours]
        body = {
            "unit": self._county(roster),
            "as_of": roster.source.as_of.isoformat(),
            "rows": [raw(line) for line in asked],
        }
        answer = self.applicant.post("/persons/checks", body, by=roster.source.by, seconds=PATIENCE) if asked else {}
        said = {one["row"]: one for one in answer.get("rows", ())}
        terms = self._terms(roster)
        return [ours[line.row] if line.row in ours else judged(line, said[line.row], roster, terms) for line in lines]

    def _ours(self, roster: Roster, lines: Sequence[Line]) -> dict[int, Row]:
        """Return the rows that stand as our own 花名册 gave them out: who they mean is told by number and name.

        Its ID numbers are covered, so that nobody could be registered by them.
        """
        covered = [line for line in lines if COVER in line.values.get("id_no", "")]
        if not covered:
            return {}
        by, class_id = roster.source.by, roster.source.class_id
        file = self.runs.ask(lambda use: use.exam.papers.brought(class_id, by=by))
        numbered = [line for line in covered if line.values.get("no", "").strip().startswith(file.klass.plan.number)]
        people = named(file, Labels(self.applicant), by) if numbered else ClassList([])
        persons = {place.id: place.person_id for place in file.women}
        return {line.row: _there(line, people, persons) for line in numbered}

    def _county(self, roster: Roster) -> str:
        county = self.runs.ask(lambda use: use.replica.county_of(roster.source.path))
        return county.id if county else roster.source.path[-1]

    def _terms(self, roster: Roster) -> Terms:
        county = self.runs.ask(lambda use: use.replica.county_of(roster.source.path))
        division = (county.division if county else None) or "000000"
        return self.runs.ask(lambda use: use.catalogue.terms(roster.source.as_of, division))

    # -- entering -------------------------------------------------------------------------------------------------

    def _enter_each(self, roster: Roster, rows: Sequence[Row], lines: Mapping[int, Line]) -> None:
        for row in _open(rows):
            try:
                arrived = self._register(roster, row, lines[row.row])
            except (Refused, Conflict) as problem:
                self._refuse(roster, row.row, problem)
            else:
                self._hot(roster, lambda use, one=arrived: use.roster.enter.one(roster.id, one))

    def _enter_all(self, roster: Roster, rows: Sequence[Row], lines: Mapping[int, Line]) -> None:
        if any(row.verdict is Verdict.ERROR for row in rows):
            return
        arrived: list[Arrived] = []
        for row in _open(rows):
            try:
                arrived.append(self._register(roster, row, lines[row.row]))
            except (Refused, Conflict) as problem:
                self._refuse(roster, row.row, problem)
                return
        try:
            self._hot(roster, lambda use: use.roster.enter.all(roster.id, arrived))
        except RowRefused as refused:
            self._refuse(roster, refused.line, refused.problem)

    def _register(self, roster: Roster, row: Row, line: Line) -> Arrived:
        body = {
            "unit": self._county(roster),
            "row": raw(line),
            "place_unit": self._place(roster, row),
            "channel": "roster",
        }
        answer = self.applicant.post("/persons", body, by=roster.source.by, seconds=PATIENCE)
        return Arrived(row.row, answer["person_id"], answer["card"], line.values.get("remark", "").strip())

    def _place(self, roster: Roster, row: Row) -> str | None:
        """Return where she lives: a suggested village only when ticked, else the township it lies in."""
        if row.place is None:
            return None
        if row.place.exact or row.row in roster.ticked:
            return row.place.unit
        found = row.place.unit
        unit = self.runs.ask(lambda use: use.replica.units.get(found))
        return unit.parent if unit else None

    def _refuse(self, roster: Roster, line: int, problem: Problem) -> None:
        self.runs.run(lambda use: use.roster.enter.refuse(roster.id, line, problem))

    def _hot(self, roster: Roster, work: Any) -> None:
        self.runs.run(work, hot=f"class:{roster.source.class_id}")


@dataclass(frozen=True, slots=True)
class ForgetRoster:
    """What is due after an import: its file goes when it was answered, all it said after thirty days."""

    runs: Runs[UseCases]

    def file(self, job: Job) -> None:
        """Delete the file."""
        self.runs.run(lambda use: use.roster.progress.forget_file(job.key, job))

    def all(self, job: Job) -> None:
        """Delete the file and make the rows unreadable."""
        self.runs.run(lambda use: use.roster.progress.forget(job.key, job))


def raw(line: Line) -> dict[str, Any]:
    """Return a row's line and its texts as they stand on the sheet, cut; a field without a column is empty."""
    return {"row": line.row, **{name: line.values.get(name, "")[:LONGEST] for name in FIELDS}}


def judged(line: Line, said: Mapping[str, Any], roster: Roster, terms: Terms) -> Row:
    """Return a row with what applicant said of it and what training warns of."""
    findings = [
        Finding(one["field"], one["slug"], one["facts"], one["suggestion"], one["level"]) for one in said["problems"]
    ]
    place = said["place"]
    row = Row(
        row=line.row,
        no=line.values.get("no", "").strip(),
        verdict=Verdict(said["verdict"]),
        findings=findings,
        place=FoundPlace(place["unit_id"], place["exact"]) if place else None,
    )
    for name in (name for name in FIELDS if len(line.values.get(name, "")) > LONGEST):
        row.refuse(Finding(name, "too_long", {"most": LONGEST}))
    if line.hidden:
        row.note(["row_hidden"])
    if row.verdict is not Verdict.ERROR:
        row.note(age_warnings(age_from(line.values.get("id_no", ""), roster.source.as_of), terms), "id_no")
    return row


def _there(line: Line, people: ClassList, persons: Mapping[str, str]) -> Row:
    """Return the row of a woman who is in the class, or what is wrong with it."""
    no = line.values["no"].strip()
    found = people.meant(no, line.values.get("name", ""))
    row = Row(line.row, no, Verdict.ACCEPT, [], settled=True)
    if isinstance(found, Finding):
        row.refuse(found)
    else:
        row.person_id, row.outcome = persons[found.enrolment_id], "already"
        row.findings.append(Finding("", "already_in_class", level="note"))
    if line.hidden:
        row.note(["row_hidden"])
    return row


def _open(rows: Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if not row.settled and row.verdict is not Verdict.ERROR)
