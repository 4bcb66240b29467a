"""A staff account: a name to sign in with, secrets that open it, posts with dates that give it roles."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Conflict, Denied, NotFound, Refused
from shared.machine import move
from shared.roles import STAFF

MOST_POSTS = 12  # they travel in a token that must fit a header of 8 KB
LOGIN = re.compile(r"\A[a-z0-9_]{2,40}(?:@[a-z0-9.]{2,60})?\Z")


class State(StrEnum):
    """Whether it can be used."""

    NEW = "new"
    ACTIVE = "active"
    CLOSED = "closed"


class Action(StrEnum):
    """What can happen to it."""

    ACTIVATE = "activate"
    RENEW = "renew"
    CLOSE = "close"


MOVES = {
    (State.NEW, Action.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Action.ACTIVATE): State.ACTIVE,  # a forgotten password, with a new activation code
    (State.NEW, Action.RENEW): State.NEW,
    (State.ACTIVE, Action.RENEW): State.ACTIVE,
    (State.NEW, Action.CLOSE): State.CLOSED,
    (State.ACTIVE, Action.CLOSE): State.CLOSED,
}


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A role at a unit from a day on, to a day included (None = open). `path`: the unit's ancestors and itself."""

    id: str
    role: str
    unit: str
    path: tuple[str, ...]
    unit_kind: str
    unit_title: str
    from_on: date
    until_on: date | None = None

    def in_force(self, today: date) -> bool:
        """Tell whether it gives its role on that day."""
        return self.from_on <= today and (self.until_on is None or today <= self.until_on)


@dataclass(frozen=True, slots=True)
class Activation:
    """A one-time code, known by its hash, good until an instant."""

    code: bytes
    until: datetime


@dataclass(slots=True)
class Factor:
    """The second factor. `secret` is sealed in storage; `last_step` keeps a code from being used twice."""

    secret: str = ""
    confirmed: bool = False
    last_step: int = 0
    recovery: tuple[str, ...] = ()


@dataclass(slots=True)
class Account:
    """One officer. `unit` and `scope` say whose administrators may touch it; `mark` fingerprints her own ID number."""

    id: str
    login: str
    name: str
    unit: str
    scope: tuple[str, ...]
    state: State = State.NEW
    password: str = ""
    activation: Activation | None = None
    factor: Factor = field(default_factory=Factor)
    posts: tuple[HeldPost, ...] = ()
    reset_asked_by: str = ""
    keys: bool = True
    mark: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        if LOGIN.match(self.login) is None:
            raise Refused("login_shape")

    def renew(self, activation: Activation) -> None:
        """Give it a new activation code; the password so far goes on until the code is used."""
        self.state = move(MOVES, self.state, Action.RENEW)
        self.activation = activation

    def activate(self, code: bytes, password: str, now: datetime) -> None:
        """Set the password by the activation code, once; raises Refused("activation_wrong") for a wrong or old one."""
        if self.activation is None or self.activation.code != code or now >= self.activation.until:
            raise Refused("activation_wrong")
        self.state = move(MOVES, self.state, Action.ACTIVATE)
        self.password, self.activation = password, None

    def give(self, post: HeldPost) -> None:
        """Give it a post; raises Refused for an unknown role, Conflict when it holds that very post."""
        if post.role not in STAFF:
            raise Refused("unknown_role")
        if post.until_on is not None and post.until_on < post.from_on:
            raise Refused("ends_before_it_starts")
        held = [one for one in self.posts if (one.role, one.unit) == (post.role, post.unit)]
        if any(one.until_on is None or one.until_on >= post.from_on for one in held):
            raise Conflict("post_held")
        if len([one for one in self.posts if one.until_on is None or one.until_on >= post.from_on]) >= MOST_POSTS:
            raise Refused("too_many_posts", most=MOST_POSTS)
        self.posts = (*self.posts, post)

    def end(self, post_id: str, last_on: date) -> HeldPost:
        """End a post with `last_on` as its last day; returns it. Raises NotFound when it is not held."""
        for post in self.posts:
            if post.id == post_id and (post.until_on is None or post.until_on > last_on):
                ended = _until(post, last_on)
                self.posts = tuple(ended if one.id == post_id else one for one in self.posts)
                return ended
        raise NotFound("post_not_found")

    def in_force(self, today: date) -> tuple[HeldPost, ...]:
        """Return the posts that give their roles on that day."""
        return tuple(post for post in self.posts if post.in_force(today))

    def close(self) -> None:
        """Take it out of use for good: no password opens it any more. Its name stays taken."""
        self.state = move(MOVES, self.state, Action.CLOSE)
        self.password, self.activation, self.factor = "", None, Factor()

    def ask_reset(self, by: str) -> None:
        """Propose to take the second factor away, for a lost phone; another administrator has to confirm."""
        self.reset_asked_by = by

    def confirm_reset(self, by: str) -> None:
        """Take the second factor away; raises Conflict when nobody asked, Denied when the same person confirms."""
        if not self.reset_asked_by:
            raise Conflict("no_reset_asked")
        if by in (self.reset_asked_by, self.id):
            raise Denied("same_person")
        self.factor, self.reset_asked_by = Factor(), ""


def _until(post: HeldPost, last_on: date) -> HeldPost:
    return HeldPost(post.id, post.role, post.unit, post.path, post.unit_kind, post.unit_title, post.from_on, last_on)
