"""A certificate: a number without gaps, a code nobody can guess, what was printed, and whether it still counts."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.training.domain.news import CertificateIssued, CertificateRevoked, News
from shared.errors import Conflict, Refused
from shared.machine import move

KIND = "completion"
REASONS = ("issued_by_mistake", "scores_wrong", "identity_wrong", "cheated")
NOT_PASSED = frozenset({"scores_wrong", "cheated"})  # after these she has not passed: no other paper follows by itself
REISSUE_REASONS = ("lost", "damaged")
SIGNED = ("self", "other")
LEAST_REASON = 4


class State(StrEnum):
    """Whether it counts."""

    VALID = "valid"
    REVOKED = "revoked"


class Action(StrEnum):
    """What may happen to it."""

    REVOKE = "revoke"


MOVES: Mapping[tuple[State, Action], State] = {(State.VALID, Action.REVOKE): State.REVOKED}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who she is on paper: whole name, name strangers see it (龙*英), ID 6+4, 女 or nothing, YYYY-MM."""

    name: str
    masked: str
    id_no: str
    sex: str = ""
    born: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What the paper says was learnt; days None where a ledger does not tell."""

    code: str
    title: str
    minutes: int
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where it comes from: a place in a class here, or an office's ledger of before."""

    path: tuple[str, ...]
    unit: str
    class_id: str | None = None
    enrolment_id: str | None = None
    origin: str = "system"


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why it counts no longer, since when, by whom."""

    reason: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Reissue:
    """The paper was made once more: why, on which day, by whom; the certificate is the same."""

    reason: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Handout:
    """The paper was handed out: on which day, who signed (SIGNED: herself, or for her), noted by whom."""

    on: date
    signed: str
    by: str

    def says(self, other: "Handout | None") -> bool:
        """Tell whether another says the same of the paper, whoever noted it."""
        return other is not None and (self.on, self.signed) == (other.on, other.signed)


@dataclass(slots=True)
class Certificate:
    """One certificate; `identity` is sealed as it was printed, so that later changes do not change old paper.

    `proposed` is a revocation that waits for its second hand; until then the certificate counts. `handed` tells of the
    paper that is out, so that it is empty again when another is made.
    """

    id: str
    number: str
    code: str
    person_id: str
    identity: Identity
    course: Course
    source: Source
    issued_on: date
    state: State = State.VALID
    revoked: Revocation | None = None
    proposed: Revocation | None = None
    reissues: tuple[Reissue, ...] = ()
    handed: Handout | None = None
    printed: bool = False
    version: int = 0
    news: list[News] = field(default_factory=list)

    def issued(self) -> "Certificate":
        """Return it with its news, as it is given out."""
        self.news.append(self._issued(self.issued_on, reissue=False))
        return self

    def propose_revocation(self, reason: str, *, by: str, today: date) -> None:
        """Ask that its worth be taken away; raises Conflict when it has none or is asked for, Refused("not_listed")."""
        move(MOVES, self.state, Action.REVOKE)
        if reason not in REASONS:
            raise Refused("not_listed")
        if self.proposed is not None:
            raise Conflict("revocation_proposed")
        self.proposed = Revocation(reason, today, by)

    def revoke(self, *, by: str, today: date) -> None:
        """Take its worth away, as proposed; raises Conflict("no_revocation_proposed"), Refused("same_person")."""
        after, asked = move(MOVES, self.state, Action.REVOKE), self._asked()
        if asked.by == by:
            raise Refused("same_person")
        self.state, self.revoked, self.proposed = after, Revocation(asked.reason, today, by), None
        self.news.append(CertificateRevoked(self.id, self.person_id, asked.reason, today))

    def leave_valid(self) -> None:
        """Let a proposed revocation go; raises Conflict("no_revocation_proposed")."""
        self._asked()
        self.proposed = None

    def reissue(self, reason: str, *, by: str, today: date) -> None:
        """Have its paper made once more; it does not count again.

        Raises Conflict when it is worth nothing, Refused("not_listed" | "no_paper_of_ours") for one of a ledger.
        """
        move(MOVES, self.state, Action.REVOKE)
        if reason not in REISSUE_REASONS:
            raise Refused("not_listed")
        if self.source.class_id is None:
            raise Refused("no_paper_of_ours")
        self.reissues, self.printed, self.handed = (*self.reissues, Reissue(reason, today, by)), False, None
        self.news.append(self._issued(today, reissue=True))

    def hand_out(self, handed: Handout, *, today: date, reason: str = "") -> None:
        """Note who has its paper; a note that says something else needs a reason.

        Raises Refused("certificate_revoked" | "day_to_come" | "handed_before_made" | "not_listed" | "reason_missing").
        """
        problem = self.not_handed_out(handed, today)
        if problem is not None:
            raise problem
        if self.handed is not None and not handed.says(self.handed) and len(reason.strip()) < LEAST_REASON:
            raise Refused("reason_missing", least=LEAST_REASON)
        self.handed = handed

    def not_handed_out(self, handed: Handout, today: date) -> Refused | None:
        """Return why its paper cannot have been handed out so, None when it can."""
        made = self.reissues[-1].on if self.reissues else self.issued_on
        if self.revoked is not None:
            return Refused("certificate_revoked", on=self.revoked.on)
        if handed.on > today:
            return Refused("day_to_come")
        if handed.on < made:
            return Refused("handed_before_made", on=made)
        return None if handed.signed in SIGNED else Refused("not_listed")

    def _asked(self) -> Revocation:
        if self.proposed is None:
            raise Conflict("no_revocation_proposed")
        return self.proposed

    def _issued(self, on: date, *, reissue: bool) -> CertificateIssued:
        course, source = self.course, self.source
        return CertificateIssued(
            certificate_id=self.id,
            number=self.number,
            person_id=self.person_id,
            class_id=source.class_id,
            course=course.code,
            title=course.title,
            kind=KIND,
            path=source.path,
            origin=source.origin,
            on=on,
            reissue=reissue,
        )

    def is_of(self, name: str) -> bool:
        """Tell whether a typed name is the one on the paper; width, spaces and the kind of dot do not matter."""
        return plain(name) == plain(self.identity.name)


def issuer(place: str) -> str:
    """Return who signs: units of the tree are called by their place (通道侗族自治县), paper says 妇女联合会."""
    return place if "妇女联合会" in place else f"{place}妇女联合会"


def plain(name: str) -> str:
    """Return a name without what is written now so, now so: width, spaces, the dot of minority names."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    for dot in "•・‧∙．.":
        text = text.replace(dot, "·")
    return text
