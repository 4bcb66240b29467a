"""The road of an application through the desks of a county: data, copied into the case when she hands it in."""

from dataclasses import dataclass, replace

MOST_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One stop: what is done there (`act`), by which office (unit id), with how many hands, in how many working days.

    `officer` prepares and `leader` confirms (empty where one hand is enough). `goes_on` keeps the clock of the stop
    before, so that a visit counts towards its county's days. `also` is a role that may be the second hand beside the
    leader's: who went along on a visit signs its report. `beside` opens it together with the stop before.
    `from_fen` leaves it out for those who ask for less. A panel has `seats`: its members vote, at least `quorum` of
    them, and it agrees with more than `majority` thousandths of the seats.
    """

    desk: str
    act: str
    hands: int
    limit_workdays: int
    office: str
    officer: str
    leader: str = ""
    goes_on: bool = False
    also: str = ""
    beside: bool = False
    from_fen: int = 0
    seats: int = 0
    quorum: int = 0
    majority: int = 500

    @property
    def seconds(self) -> tuple[str, ...]:
        """Return the roles that may confirm here."""
        return tuple(role for role in (self.leader, self.also) if role)


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the road: days until a returned or an approved case lapses, how often she may hand it in, and days
    within which she may ask for a second look after a no."""

    returned_days: int = 30
    approved_days: int = 60
    rounds: int = 3
    appeal_days: int = 15


@dataclass(frozen=True, slots=True)
class Route:
    """The stops in order, and the version of the data they come from."""

    id: str
    steps: tuple[Step, ...]
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        """Raise ValueError for a road that cannot be gone: more desks beside one another than a case has places for."""
        if any(len(group) > MOST_BESIDE for group in self.groups) or any(step.from_fen for step in self.steps[:1]):
            raise ValueError(f"{self.id}: at most {MOST_BESIDE} desks beside one another, the first for everybody")
        if any(step.seats and not 0 < step.quorum <= step.seats for step in self.steps):
            raise ValueError(f"{self.id}: a panel's quorum is among its seats")

    @property
    def groups(self) -> list[list[int]]:
        """Return the numbers of the stops, those beside one another together."""
        found: list[list[int]] = []
        for at, step in enumerate(self.steps):
            if step.beside and found:
                found[-1].append(at)
            else:
                found.append([at])
        return found

    def beside(self, at: int) -> list[int]:
        """Return the stops that open together with number `at`, itself among them."""
        return next(group for group in self.groups if at in group)

    def behind(self, at: int, amount_fen: int) -> list[int]:
        """Return the stops that open when those beside `at` are done, for who asks so much; [] behind the last."""
        later = (group for group in self.groups if group[0] > at)
        wanted = ([one for one in group if self.steps[one].from_fen <= amount_fen] for group in later)
        return next((group for group in wanted if group), [])

    def follow(self, office: str, into: str) -> "Route":
        """Return it with what an office does done in another one, which took it over."""
        steps = (replace(step, office=into) if step.office == office else step for step in self.steps)
        return replace(self, steps=tuple(steps))

    @property
    def first(self) -> Step:
        """Return where it begins."""
        return self.steps[0]
