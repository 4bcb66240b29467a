"""A woman's enterprise: registered by herself or with an officer, and what it reports of itself each year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.applicant.domain import uscc
from services.applicant.domain.findings import Finding, error, refuse, warn

FIRST_YEAR = 1990


class Kind(StrEnum):
    """What it is in law."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    COOPERATIVE = "cooperative"
    OTHER = "other"


class Source(StrEnum):
    """Who says so: she in her report, or an officer who was there."""

    REPORT = "report"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Details:
    """Name and code are sealed wherever they are kept; `women_share` is the part of it women own, per mille."""

    name: str
    uscc: str
    kind: Kind
    trade: str
    founded_on: date
    women_share: int | None = None

    def findings(self, today: date) -> list[Finding]:
        """Return what is wrong or odd: a code's form and kind only warn (domain.md §6.3)."""
        found = list(uscc.read(self.uscc).findings)
        if self.founded_on > today:
            found.append(error("founded_on", "founded_later"))
        said = uscc.kind_of(self.uscc)
        if said and said != self.kind:
            found.append(warn("kind", "kind_differs"))
        return found


@dataclass(frozen=True, slots=True)
class Figures:
    """How big it was in a year: people who work in it, women among them, households it takes along, sales in fen."""

    running: bool
    staff: int = 0
    women: int = 0
    households: int = 0
    sales_fen: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """One year told; a later one about the same year takes its place, the earlier one is kept."""

    year: int
    source: Source
    figures: Figures
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class EnterpriseRegistered:
    """She runs an enterprise."""

    enterprise: "Enterprise"
    on: date


@dataclass(frozen=True, slots=True)
class EnterpriseReported:
    """What it told, or what an officer saw."""

    enterprise: "Enterprise"
    report: Report


News = EnterpriseRegistered | EnterpriseReported


@dataclass(slots=True)
class Enterprise:
    """`path` are the units it counts for, root first; `looks` are warnings somebody should compare with the licence."""

    id: str
    person_id: str
    path: tuple[str, ...]
    details: Details
    registered_on: date
    looks: tuple[str, ...] = ()
    reports: list[Report] = field(default_factory=list)
    version: int = 0
    news: list[News] = field(default_factory=list)

    @classmethod
    def register(
        cls, enterprise_id: str, person_id: str, path: Sequence[str], details: Details, today: date
    ) -> "Enterprise":
        """Return a new one with its news; raises Invalid."""
        made = cls(enterprise_id, person_id, tuple(path), details, today)
        made.amend(details, today)
        made.news.append(EnterpriseRegistered(made, today))
        return made

    def amend(self, details: Details, today: date) -> None:
        """Change what is known of it; raises Invalid."""
        findings = details.findings(today)
        refuse(findings)
        self.details, self.looks = details, tuple(one.slug for one in findings)

    def report(self, report: Report) -> None:
        """Note a year; raises Invalid for figures that cannot be."""
        refuse(_wrong(report, self.details.founded_on))
        self.reports.append(report)
        self.news.append(EnterpriseReported(self, report))

    @property
    def latest(self) -> Report | None:
        """Return what was told last about the latest year."""
        return max(self.reports, key=lambda one: (one.year, self.reports.index(one)), default=None)

    def reported(self, year: int) -> bool:
        """Tell whether it has told that year itself; an officer's visit does not stand for her report."""
        return any(one.year == year and one.source is Source.REPORT for one in self.reports)


def _wrong(report: Report, founded_on: date) -> list[Finding]:
    figures, found = report.figures, []
    if not max(founded_on.year, report.on.year - 1) <= report.year <= report.on.year:
        found.append(error("year", "year_not_open"))
    if figures.women > figures.staff:
        found.append(error("women", "women_above_staff", staff=figures.staff))
    return found
