"""Reference rates as dated data: which one a contract of a day stands against, and how sure that value is."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain.subsidy import Base
from shared.errors import NotFound, Refused
from shared.policy import NATION, Policy, Version

TOPIC = "rate."
LPR = ("LPR1Y", "LPR5Y")


@dataclass(frozen=True, slots=True)
class Quote:
    """A reference rate in basis points, the day it came into force, its source (official, press, copy, no)."""

    series: str
    bp: int
    since: date
    document: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Looked up by series, term and day."""

    policy: Policy

    def lpr(self, series: str, on: date) -> Quote:
        """Return the LPR in force on a day; raises Refused("no_lpr") before it begins and for a name not in LPR."""
        try:
            return _quote(self.policy.on(on, NATION, f"{TOPIC}{series}"), on)
        except NotFound:
            raise Refused("no_lpr", on=on) from None

    def benchmark(self, term_months: int, on: date) -> Quote:
        """Return the central bank's benchmark for a term; raises Refused("no_benchmark") where none is known."""
        for version in self.policy.all_on(on, NATION, f"{TOPIC}{Base.BENCHMARK}"):
            least, most = version.values["months"]
            if least <= term_months <= most:
                return _quote(version, on)
        raise Refused("no_benchmark", on=on, months=term_months)

    def base(self, kind: Base, series: str, term_months: int, on: date) -> Quote:
        """Return the rate a subsidy is counted against; `series` is the contract's choice of LPR."""
        return self.lpr(series, on) if kind is Base.LPR else self.benchmark(term_months, on)


def _quote(version: Version, on: date) -> Quote:
    found = [step for step in version.values["steps"] if step[0] <= on]
    since, bp, *mark = found[-1]
    known_until = version.values.get("known_until")
    sure = "no" if mark or (known_until is not None and on > known_until) else version.source.verified
    return Quote(version.id, bp, since, version.source.document, version.source.source, sure)
