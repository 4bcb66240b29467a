"""The dispatch page: every county's rate of the year beside the others', and how the year has gone so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.applicant.domain.access import RULES
from services.applicant.domain.dispatch.figures import Figure, Figures, Reads
from services.applicant.domain.dispatch.indicators import Group, Indicator, of_group
from services.applicant.domain.dispatch.months import after, year_to
from services.applicant.domain.dispatch.plan import Month, Report, Targets, red_twice
from services.applicant.domain.dispatch.ranking import Entry, Pace, Place, basis_points, pace, ranking
from services.applicant.domain.unit import Unit
from services.applicant.usecases.dispatch.ports import Locks, MonthCounters, Reports, Rulebook, TargetBook
from services.applicant.usecases.dispatch.targets import counties, root
from services.applicant.usecases.ports import Clock, Units
from shared.access import Actor, Scope, scope
from shared.errors import NotFound

FIXES = tuple(Figure(one, Reads.MONTH) for one in ("late", "undone"))


@dataclass(frozen=True, slots=True)
class Ranked:
    """One county's line; `moved` is by how many ranks it rose since the month before, None when it had none."""

    unit: Unit
    place: Place
    moved: int | None
    opens: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Rates at the end of a month in basis points: the whole city's and the first county's, None without targets."""

    month: str
    city: int | None
    first: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Another indicator of the group for the whole city: this month, this year, the year's target."""

    indicator: Indicator
    month: int | None
    done: int | None
    target: int


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Everything the page shows."""

    root: Unit
    month: str
    indicator: Indicator
    lines: Sequence[Ranked]
    city: Place
    beside: Sequence[Beside]
    curve: Sequence[Curve]
    lock: Month
    filed: int
    corrections: int
    red: Sequence[Unit]
    figures: Figures
    at: datetime | None
    today: date
    opens: Scope


@dataclass(frozen=True, slots=True)
class _Year:
    """What is known of a year, to rank its months."""

    counties: Sequence[Unit]
    figures: Figures
    targets: Mapping[str, Targets]
    reports: Sequence[Report]

    def done(self, unit: str, indicator: Indicator, month: str) -> int | None:
        """Return what a county has done, None when it has not been reported."""
        if indicator.figure is not None:
            return self.figures.read(unit, indicator.figure, month)
        told = [one for one in self.reports if one.unit == unit and one.month <= month and indicator.code in one.values]
        return max(told, key=lambda one: one.month).values[indicator.code] if told else None

    def target(self, unit: str, indicator: Indicator) -> int:
        """Return a county's target of the year."""
        return self.targets[indicator.code].of(unit) if indicator.code in self.targets else 0

    def ranking(self, indicator: Indicator, month: str) -> list[Place]:
        """Return the counties in order at the end of a month."""
        filed = {one.unit: one.filed_at for one in self.reports if one.month == month}
        amount = Figure(indicator.amount, Reads.YEAR, sums=True) if indicator.amount else None
        return ranking(
            (
                Entry(
                    unit.id,
                    self.done(unit.id, indicator, month),
                    self.target(unit.id, indicator),
                    self.figures.read(unit.id, amount, month) if amount else 0,
                    at.isoformat() if (at := filed.get(unit.id)) else None,
                )
                for unit in self.counties
            ),
            month,
        )

    def whole(self, city: str, indicator: Indicator, month: str) -> Entry:
        """Return the whole city: its own count, or the sum of what was reported."""
        told = [self.done(one.id, indicator, month) for one in self.counties]
        summed = sum(one for one in told if one is not None) if any(one is not None for one in told) else None
        done = self.done(city, indicator, month) if indicator.figure is not None else summed
        return Entry(city, done, sum(self.target(one.id, indicator) for one in self.counties))


@dataclass(frozen=True, slots=True)
class ReadDispatch:
    """Reads counter rows, targets and reports; never the women themselves."""

    counters: MonthCounters
    book: TargetBook
    reports: Reports
    locks: Locks
    rules: Rulebook
    units: Units
    clock: Clock

    def __call__(self, group: Group, month: str | None = None, *, by: Actor) -> Dispatch:
        """Return the page of a group as of a month (None = the one counted today); lists open inside `by`'s units."""
        when = month or self.month()
        city, below = root(self.units), counties(self.units)
        rows = self.counters.history([city.id, *(one.id for one in below)], when)
        year = _Year(below, Figures.of(rows), self.book.of_year(int(when[:4])), self.reports.of_months(year_to(when)))
        indicators = of_group(self.rules.indicators(), group)
        if not indicators:
            raise NotFound("no_indicator")
        by_unit = {one.id: one for one in below}
        opens = scope(RULES, by, "dispatch.list")
        return Dispatch(
            root=city,
            month=when,
            indicator=indicators[0],
            lines=_lines(year, indicators[0], when, opens),
            city=_city(year.whole(city.id, indicators[0], when), when),
            beside=[_beside(year, city.id, one, when) for one in indicators],
            curve=[_curve(year, city.id, indicators[0], one) for one in year_to(when)],
            lock=self.locks.get(when),
            filed=len({one.unit for one in year.reports if one.month == when and one.filed_at}),
            corrections=sum(year.figures.read(city.id, one, when) for one in FIXES),
            red=[by_unit[unit] for unit in _red(year, indicators[0], when)],
            figures=year.figures,
            at=max((row["at"] for row in rows), default=None),
            today=self.clock.today(),
            opens=opens,
        )

    def month(self) -> str:
        """Return the month that is counted today."""
        return self.rules.cutoff().current(self.clock.today())


def _lines(year: _Year, indicator: Indicator, month: str, opens: Scope) -> list[Ranked]:
    before = {} if month.endswith("-01") else _ranks(year.ranking(indicator, after(month, -1)))
    units = {one.id: one for one in year.counties}
    found = []
    for place in year.ranking(indicator, month):
        was, unit = before.get(place.entry.unit), units[place.entry.unit]
        moved = was - place.rank if was is not None and place.rank is not None else None
        found.append(Ranked(unit, place, moved, opens.holds(unit.path)))
    return found


def _ranks(places: Sequence[Place]) -> dict[str, int | None]:
    return {one.entry.unit: one.rank for one in places}


def _city(entry: Entry, month: str) -> Place:
    rate = entry.rate
    return Place(entry, None, basis_points(rate), None, pace(rate, month) if rate is not None else None)


def _beside(year: _Year, city: str, indicator: Indicator, month: str) -> Beside:
    entry = year.whole(city, indicator, month)
    figure = indicator.figure
    this = year.figures.read(city, Figure(figure.measure, Reads.MONTH, figure.sums), month) if figure else None
    return Beside(indicator, this, entry.done, entry.target)


def _curve(year: _Year, city: str, indicator: Indicator, month: str) -> Curve:
    places = year.ranking(indicator, month)
    first = places[0].rate_bp if places else None
    return Curve(month, basis_points(year.whole(city, indicator, month).rate), first)


def _red(year: _Year, indicator: Indicator, month: str) -> list[str]:
    if month.endswith("-01"):
        return []
    two = [
        frozenset(one.entry.unit for one in year.ranking(indicator, when) if one.pace is Pace.BEHIND)
        for when in (month, after(month, -1))
    ]
    red = red_twice(two)
    return [one.id for one in year.counties if one.id in red]
