"""Two classes at one time, and whatever women and coordinators do: no seat twice, none left empty, no woman in both."""

import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.enrolment import LIVE, Enrolment, State
from services.training.domain.session import meeting
from services.training.domain.waiting import in_order, parties
from services.training.usecases.enrolment.offer import LAPSE
from shared.access import SYSTEM, Actor, Kind
from shared.clock import FixedClock
from shared.errors import Problem
from tests.fakes.training import Memory
from tests.unit.training.test_usecases import BY, Coming, a_woman, opened

WHY = "家里有事"
ACTS = ("asks", "asks", "asks", "gathers", "joins", "drops", "says_yes", "is_let_in", "moves", "lapses")


@cache
def planned() -> tuple[Memory, tuple[str, ...]]:
    """Return a class of two and one of three seats on the same days, planned once: that takes longer than all acts."""
    here, monday = Memory(), date(2026, 12, 14)
    return here, tuple(opened(here, seats, "HW-BZ", starts_on=monday).id for seats in (2, 3))


@dataclass
class Town:
    """Both classes, and the women who have asked for them."""

    here: Memory
    classes: tuple[str, ...]
    women: list[str] = field(default_factory=list)

    @classmethod
    def new(cls) -> "Town":
        """Return it before anybody has asked."""
        before, classes = planned()
        return cls(Memory(classes=copy.deepcopy(before.classes), sessions=before.sessions), classes)

    @property
    def places(self) -> list[Enrolment]:
        return list(self.here.enrolments.rows.values())

    def woman(self, which: int) -> Actor:
        """Return one who was here before, or every second time a new one."""
        if which % 2 or not self.women:
            groups = ["POVERTY_OUT"] if which % 3 == 0 else []
            self.women.append(a_woman(self.here, groups=groups).person_id)  # type: ignore[arg-type]  # a list of groups
            return Actor(self.women[-1], Kind.WOMAN)
        return Actor(self.women[which % len(self.women)], Kind.WOMAN)

    def act(self, act: str, which: int, where: int) -> None:
        """Do one thing; `which` woman or place, in which class."""
        do, class_id = self.here.use.enrolment, self.classes[where]
        by = self.woman(which)
        coming = Coming(by.id, "self", SYSTEM)
        place = self.places[which % len(self.places)] if self.places else None
        match act:
            case "asks":
                do.enrol(class_id, coming, by=by)
            case "gathers":
                do.together.begin(class_id, 2 + which % 2, coming, by=by)
            case "joins":
                codes = [one.turn.party for one in self.places if one.state is State.APPLIED]
                do.together.join(class_id, codes[which % len(codes)] if codes else "-", coming, by=by)
            case "lapses":
                self.here.clock = FixedClock(self.here.clock.at + timedelta(days=which % 3))
                for kind, key in list(self.here.noted.promised):
                    if kind == LAPSE:
                        self.here.use.enrolment.offers.lapse(key, "job")
            case _ if place is None:
                return
            case "drops":
                do.drop(place.id, reason="ill", by=Actor(place.person_id, Kind.WOMAN))
            case "says_yes":
                do.answer(place.id, by=Actor(place.person_id, Kind.WOMAN))
            case "is_let_in":
                do.admit(place.class_id, place.id, by=BY, reason=WHY)
            case "moves":
                do.move(place.id, class_id, reason=WHY, by=BY)

    def check(self) -> None:
        """Raise where anything does not hold."""
        for class_id in self.classes:
            of = self.here.classes.rows[class_id]
            states = [place.state for place in self.places if place.class_id == class_id]
            held = (states.count(State.ENROLLED), states.count(State.OFFERED), states.count(State.WAITLISTED))
            assert held == (of.seats.enrolled, of.seats.offered, of.seats.waiting)
            assert held[0] + held[1] <= of.plan.capacity
            waiting = self.here.enrolments.of_class(class_id, State.WAITLISTED)
            assert waiting == in_order(waiting)
            assert all(len(party) > of.free for party in parties(waiting)), "a seat stays empty while somebody waits"
            ranks = [place.rank for place in self.places if place.class_id == class_id and place.rank]
            assert len(ranks) == len(set(ranks)), "a rank was given twice"
        live = [place for place in self.places if place.state in LIVE]
        for one, other in combinations(live, 2):
            if one.person_id == other.person_id:
                theirs = [self.here.sessions.of_classes([place.class_id]) for place in (one, other)]
                assert one.class_id != other.class_id
                assert meeting(*theirs) is None, "she would be in two places"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11), st.integers(0, 1)), max_size=20))
def test_no_seat_is_given_twice_nor_left_empty_and_nobody_is_in_two_classes(acts: list[tuple[str, int, int]]):
    """A refused act changes nothing, as its transaction ends: what stands in memory is put back."""
    town = Town.new()
    for act, which, where in acts:
        here = town.here
        before = copy.deepcopy(here.classes.rows), dict(here.enrolments.rows), dict(here.noted.promised)
        try:
            town.act(act, which, where)
        except Problem:
            here.classes.rows, here.enrolments.rows, here.noted.promised = before
        town.check()
