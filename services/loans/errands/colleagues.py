"""Who works at some offices today, asked at applicant, which keeps accounts and posts."""

from collections.abc import Collection
from dataclasses import dataclass

from services.loans.usecases.desk.team import Colleague
from shared.access import Actor, Post
from shared.errands.peer import Peer
from shared.errors import Problem


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Only of offices where the asker holds a post, too."""

    applicant: Peer

    def __call__(self, offices: Collection[str], *, by: Actor) -> list[Colleague]:
        """Return them by sign-in name; nobody when applicant does not answer."""
        try:
            found = self.applicant.post("/accounts/colleagues", {"units": sorted(offices)}, by=by)
        except Problem:
            return []
        return [Colleague(one["sub"], one["name"], _posts(one["posts"]), one["mark"]) for one in found["items"]]


def _posts(rows: list[dict[str, str]]) -> tuple[Post, ...]:
    return tuple(Post(one["role"], one["unit"], tuple(one["path"]), one["kind"], one["title"]) for one in rows)
