"""The road of an application through the desks of a county: data, copied into the case when she hands it in."""

from dataclasses import dataclass

SITE_VISIT = "site_visit"


@dataclass(frozen=True, slots=True)
class Step:
    """One stop: what is done there (`act`), by which office (unit id), with how many hands, in how many working days.

    `officer` prepares and `leader` confirms (empty where one hand is enough). `goes_on` keeps the clock of the stop
    before, so that a visit counts towards its county's days. `also` is a role that may be the second hand beside the
    leader's: who went along on a visit signs its report.
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

    @property
    def first(self) -> Step:
        """Return where it begins."""
        return self.steps[0]

    def after(self, at: int) -> Step | None:
        """Return the stop behind number `at`, None behind the last one."""
        return self.steps[at + 1] if at + 1 < len(self.steps) else None
