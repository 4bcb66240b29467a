"""A week of sessions as it is drawn: which lie side by side, and how wide."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.training.domain.session import Session, Slot

MOST_LANES = 4  # more side by side cannot be read; then the same data is a list


@dataclass(frozen=True, slots=True)
class Planned:
    """A session with what a timetable says of its class; `enrolled` is how many women have a place."""

    session: Session
    number: str
    title: str
    course: str
    path: tuple[str, ...]
    enrolled: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A session in its day: lane `lane` of `lanes`, counted from 1."""

    planned: Planned
    lane: int
    lanes: int


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days(monday: date, found: Sequence[Planned]) -> list[tuple[date, list[Placed]]]:
    """Return the seven days of a week with their sessions in order, side by side where they share time."""
    by_day = [[one for one in found if one.session.slot.on == monday + timedelta(days=n)] for n in range(7)]
    return [(monday + timedelta(days=n), list(_placed(some))) for n, some in enumerate(by_day)]


def by_room(monday: date, found: Sequence[Planned], rooms: Iterable[str]) -> dict[str, list[list[Planned]]]:
    """Return for each of these rooms, and any other that is taken, the sessions of the seven days in order."""
    laid: dict[str, list[list[Planned]]] = {room: [[] for _ in range(7)] for room in rooms}
    for one in sorted(found, key=lambda it: it.session.slot.starts_at):
        week = laid.setdefault(one.session.room, [[] for _ in range(7)])
        week[(one.session.slot.on - monday).days].append(one)
    return laid


def _placed(found: Sequence[Planned]) -> Iterator[Placed]:
    order = sorted(found, key=lambda one: (one.session.slot.begins, one.session.id))
    cluster: list[tuple[Planned, int]] = []
    free_from: list[Slot] = []
    for one in order:
        slot = one.session.slot
        if cluster and all(last.ends_at <= slot.starts_at for last in free_from):
            yield from _side_by_side(cluster, len(free_from))
            cluster, free_from = [], []
        lane = next((n for n, last in enumerate(free_from) if last.ends_at <= slot.starts_at), len(free_from))
        free_from[lane : lane + 1] = [slot]
        cluster.append((one, lane))
    yield from _side_by_side(cluster, len(free_from))


def _side_by_side(cluster: Sequence[tuple[Planned, int]], lanes: int) -> Iterator[Placed]:
    return (Placed(one, lane + 1, lanes) for one, lane in cluster)
