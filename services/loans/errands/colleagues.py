"""Who works at desks of some offices today, asked at applicant, which keeps accounts and posts."""

from collections.abc import Collection
from dataclasses import dataclass

from services.loans.domain.access import RULES
from services.loans.usecases.desk.team import Colleague
from shared.access import Actor, Post, may
from shared.errands.peer import Peer
from shared.errors import Problem


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Only of offices where the asker holds a post, too."""

    applicant: Peer

    def __call__(self, offices: Collection[str], *, by: Actor) -> list[Colleague]:
        """Return those who may work at a desk, by sign-in name; nobody when applicant does not answer."""
        try:
            found = self.applicant.post("/accounts/colleagues", {"units": sorted(offices)}, by=by)
        except Problem:
            return []
        all_ = [Colleague(one["sub"], one["name"], _posts(one["posts"]), one["mark"]) for one in found["items"]]
        return [one for one in all_ if may(RULES, one.actor(by), "desk.work")]


def _posts(rows: list[dict[str, str]]) -> tuple[Post, ...]:
    return tuple(Post(one["role"], one["unit"], tuple(one["path"]), one["kind"], one["title"]) for one in rows)
