"""Who may do what, and where: one pure function over tables that each service declares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of caller this is."""

    NOBODY = "nobody"
    WOMAN = "woman"
    STAFF = "staff"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Post:
    """A role held at a unit; `path` is the unit's ancestors and itself, root first."""

    role: str
    unit: str
    path: tuple[str, ...] = ()
    unit_kind: str = "federation"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `id` is the person id of a woman, the account id of an officer, or "svc:training".

    A service that asks for somebody keeps that end user in `on_behalf_of`: both must be allowed. `before` are sessions
    of the same person that ended minutes ago (kept forms). `mark` is applicant's fingerprint of an officer's own ID
    number, "" while nobody gave it: by it a desk knows the officer's own and relatives' files.
    """

    id: str
    kind: Kind
    posts: tuple[Post, ...] = ()
    name: str = ""
    session: str = ""
    strong: bool = False
    on_behalf_of: "Actor | None" = None
    before: tuple[str, ...] = ()
    mark: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """Return every role word this actor holds now; a woman is an `applicant`."""
        return frozenset({"applicant"} if self.kind is Kind.WOMAN else {post.role for post in self.posts})


NOBODY = Actor("", Kind.NOBODY)


@dataclass(frozen=True, slots=True)
class Scope:
    """The units below which rows may be seen. Repositories take one first; `units` None is the system itself."""

    units: frozenset[str] | None = frozenset()

    def holds(self, path: Iterable[str]) -> bool:
        """Tell whether a row with these ancestors lies inside."""
        return self.units is None or not self.units.isdisjoint(path)

    def within(self, unit: str) -> "Scope":
        """Return the scope of one unit; whether the asker may see it is checked against its path by the caller."""
        return Scope(frozenset({unit}))


SYSTEM = Scope(None)
NOWHERE = Scope(frozenset())


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may take one action.

    public: anybody, signed in or not. own: a woman on what is hers. roles: officers, inside the units of the posts
    that carry such a role. services: other services by name, whatever end user they ask for.
    """

    roles: frozenset[str] = frozenset()
    own: bool = False
    public: bool = False
    services: frozenset[str] = frozenset()
    signed_in: bool = False


def rule(
    *roles: str, own: bool = False, public: bool = False, signed_in: bool = False, services: Iterable[str] = ()
) -> Rule:
    """Write a rule on one line of a service's table."""
    return Rule(frozenset(roles), own, public, frozenset(services), signed_in)


Rules = Mapping[str, Rule]


def may(rules: Rules, actor: Actor, action: str) -> bool:
    """Tell whether this actor could take the action somewhere; the first gate, before any row is read."""
    allowed = rules[action]
    if allowed.public:
        return True
    match actor.kind:
        case Kind.NOBODY:
            return False
        case Kind.WOMAN:
            return allowed.own or allowed.signed_in
        case Kind.SERVICE:
            return actor.id.removeprefix("svc:") in allowed.services
        case Kind.STAFF:
            return allowed.signed_in or not allowed.roles.isdisjoint(actor.roles)


def scope(rules: Rules, actor: Actor, action: str) -> Scope:
    """Return the units inside which this actor may take the action; empty for a woman, whose rows are found by her id.

    A service acting for an officer gets the officer's scope, never more; acting for itself it is the system.
    """
    if actor.kind is Kind.SERVICE:
        if actor.on_behalf_of is None:
            return SYSTEM if may(rules, actor, action) else NOWHERE
        return scope(rules, actor.on_behalf_of, action)
    allowed = rules[action].roles
    return Scope(frozenset(post.unit for post in actor.posts if post.role in allowed))


def can(rules: Rules, actor: Actor, action: str, *, path: Iterable[str] = (), person_id: str | None = None) -> bool:
    """Tell whether the actor may take the action on a resource with these ancestors that belongs to this person."""
    if not may(rules, actor, action):
        return False
    allowed = rules[action]
    if allowed.public:
        return True
    if actor.kind is Kind.WOMAN:
        return allowed.signed_in or (allowed.own and person_id == actor.id)
    return allowed.signed_in or scope(rules, actor, action).holds(path)
