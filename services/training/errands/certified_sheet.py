"""颁证花名册 comes back as a workbook: every row is held against its certificate, then who has her paper."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.training.domain.certificate import Certificate, Handout, plain
from services.training.domain.enrolment import Enrolment
from services.training.domain.roster import Finding
from services.training.errands.class_form import CERTIFIED, CertifiedForm, signature_of
from services.training.errands.class_sheets import Answer, Judged, Sent, found_in, to_write
from services.training.usecases import UseCases
from services.training.usecases.exam.papers import ClassFile
from shared.access import Actor
from shared.ledger.reading import Typed, read
from shared.running import Once, Runs
from shared.xlsx.reading import table_in
from shared.xlsx.table import Line

ENDS = 6, 4  # of an ID number, which is what paper shows
SCHEMA = CertifiedForm()


@dataclass(frozen=True, slots=True)
class CertifiedSheets:
    """Nothing of a file is kept; the same file again changes nothing."""

    runs: Runs[UseCases]

    def bring(self, sent: Sent, once: Once, *, by: Actor) -> Answer:
        """Note who was handed her paper; raises Refused with what is wrong with the file, NotFound, Conflict."""
        # another file under a key that was used is refused though nothing of it is new
        repeated = self.runs.seen(once) is not None
        file = self.runs.ask(lambda use: use.exam.papers.brought(sent.class_id, by=by))
        today = self.runs.ask(lambda use: use.certificate.hand_out.clock.today())
        table, known = table_in(sent.content, CERTIFIED), Known.of(file)
        rows, fresh = [], dict[str, tuple[Judged, Handout]]()
        for line in table.lines:
            typed = read(SCHEMA, _signed(line))
            row = Judged(line.row, line.values.get("name", "").strip(), found_in(typed), hidden=line.hidden)
            rows.append(row)
            paper = known.meant(row, typed)
            said = _handed(row, typed, paper, today, by) if paper else None
            if paper is not None and said is not None:
                fresh[paper.id] = (row, said)
        if not fresh or repeated or not to_write(sent.mode, rows):
            return Answer(rows, table, repeated=repeated)
        handed = {paper_id: said for paper_id, (_, said) in fresh.items()}
        self.runs.once(once, lambda use: use.certificate.hand_out(sent.class_id, handed, by=by, reason=sent.reason).id)
        for row, _ in fresh.values():
            row.outcome = "written"
        return Answer(rows, table, len(fresh))


@dataclass(frozen=True, slots=True)
class Known:
    """The certificates of a class by number, the places of its women, and in which row a number was found."""

    papers: Mapping[str, Certificate]
    women: Mapping[str, Enrolment]
    rows: dict[str, int]

    @classmethod
    def of(cls, file: ClassFile) -> "Known":
        """Return what is known of a class."""
        return cls({it.number: it for it in file.papers}, {place.id: place for place in file.women}, {})

    def meant(self, row: Judged, typed: Typed) -> Certificate | None:
        """Return the certificate a row means, None where something is wrong, which is noted on the row."""
        number = written(typed.texts["number"])
        paper = self.papers.get(number)
        if not number:
            return None
        if paper is None:
            row.findings.append(Finding("number", "certificate_not_of_class"))
            return None
        if number in self.rows:
            row.findings.append(Finding("number", "row_twice", {"row": self.rows[number]}))
            return None
        self.rows[number] = row.row
        row.findings += not_hers(paper, typed)
        row.findings += self._points(paper, typed)
        return None if row.findings else paper

    def _points(self, paper: Certificate, typed: Typed) -> list[Finding]:
        place = self.women.get(paper.source.enrolment_id or "")
        if place is None or not place.scores or typed.values is None:
            return []
        last = place.scores[-1]
        ours = {"theory": last.theory, "practice": last.practice}
        said = {name: typed.values.get(name) for name in ours}
        return [
            Finding(name, "points_differ", {"points": ours[name]})
            for name, points in said.items()
            if points is not None and points != ours[name]
        ]


def written(number: str) -> str:
    """Return a certificate's number as ours are written, whatever width and case it was typed in."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def not_hers(paper: Certificate, typed: Typed) -> list[Finding]:
    """Return which of name and ID number are not those on the certificate; an empty ID number says nothing."""
    found, identity = [], paper.identity
    if identity.name and typed.texts["name"] and not paper.is_of(typed.texts["name"]):
        found.append(Finding("name", "name_differs", suggestion=identity.name))
    head, tail = ENDS
    said, ours = plain(typed.texts["id_no"]).upper(), identity.id_no
    if said and ours and (said[:head], said[-tail:]) != (ours[:head], ours[-tail:]):
        found.append(Finding("id_no", "id_differs", {"known": ours}))
    return found


def _signed(line: Line) -> Line:
    signed = signature_of(line.values.get("signed", ""), line.values.get("name", ""))
    return replace(line, values={**line.values, "signed": signed})


def _handed(row: Judged, typed: Typed, paper: Certificate, today: date, by: Actor) -> Handout | None:
    """Return what a row says of the paper, None where that is nothing new; half of it is noted as wrong."""
    values = typed.values or {}
    on, signed = values.get("handed_on"), values.get("signed")
    if on is None or not signed:
        missing = [name for name, one in (("handed_on", on), ("signed", signed)) if not one]
        row.findings += [Finding(name, "required") for name in missing if len(missing) == 1]
        return None
    said = Handout(on, signed, by.id)
    if said.says(paper.handed):
        row.outcome = "already"
        return None
    problem = paper.not_handed_out(said, today)
    if problem is not None:
        row.findings.append(Finding("handed_on", problem.slug, dict(problem.facts)))
    return None if problem else said
