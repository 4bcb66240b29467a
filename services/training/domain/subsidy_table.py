"""The dated table of the subsidy: what a course counts for, and what is added where a notice says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.training.domain.followup import Income
from services.training.domain.months import months_after
from shared.policy import Version

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class ForWork:
    """Topic training.subsidy_more.work: more for who found work within `months` of the end of her class.

    `doing` are the answers of the follow-up that count as work.
    """

    document: str
    verified: str
    permille: int
    months: int
    doing: Collection[str]

    @classmethod
    def of(cls, version: Version) -> "ForWork":
        """Read a version of the policy."""
        return cls(version.source.document, version.source.verified, **version.values)

    def found(self, answers: Iterable[Income], ended_on: date) -> bool:
        """Tell whether one of her answers says so in time."""
        last = months_after(ended_on, self.months)
        return any(one.doing in self.doing and one.on <= last for one in answers)


@dataclass(frozen=True, slots=True)
class Yearly:
    """Topic training.subsidy_more.yearly: some standards grow by a share of their first amount in each later year."""

    document: str
    verified: str
    permille: int
    since: int
    standards: Collection[str]

    @classmethod
    def of(cls, version: Version) -> "Yearly":
        """Read a version of the policy."""
        return cls(version.source.document, version.source.verified, **version.values)

    def more(self, standard: str, year: int) -> int:
        """Return how much more a standard is in a year, in per mille."""
        return self.permille * max(0, year - self.since) if standard in self.standards else 0


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """Topic training.subsidy: fen by standard, which standard a course has, and what else is looked at.

    `papers_workdays` after the last day a claim is due, `pay_workdays` after HR agreed the money. `year` is that of the
    class's first day; `work` and `yearly` are what other notices in force on it add.
    """

    policy_id: str
    document: str
    standards: Mapping[str, int]
    otherwise: str
    courses: Mapping[str, str]
    unpaid: Collection[str]
    most_fen: int
    shortage: Collection[str]
    shortage_permille: int
    once_per_level: bool
    papers_workdays: int
    pay_workdays: int
    year: int = 0
    work: ForWork | None = None
    yearly: Yearly | None = None

    @classmethod
    def of(cls, version: Version, more: Mapping[str, Version], year: int) -> "SubsidyRule":
        """Read a version of the policy with those that add to it, by the last part of their topic."""
        work = ForWork.of(more["work"]) if "work" in more else None
        yearly = Yearly.of(more["yearly"]) if "yearly" in more else None
        return cls(version.id, version.source.document, **version.values, year=year, work=work, yearly=yearly)

    def fen(self, course: str, *, employed: bool = False) -> int:
        """Return what one woman counts for in fen, half up: the standard and what is added, at most `most_fen`."""
        standard = self.courses.get(course, self.otherwise)
        more = self.shortage_permille if course in self.shortage else 0
        more += self.yearly.more(standard, self.year) if self.yearly else 0
        more += self.work.permille if self.work and employed else 0
        return min(self.most_fen, (self.standards[standard] * (WHOLE + more) + WHOLE // 2) // WHOLE)
