"""Who a login is, for command lines: asked at applicant, which keeps accounts and posts."""

from dataclasses import dataclass

from shared.access import Actor, Kind, Post
from shared.errands.peer import Peer


@dataclass(frozen=True, slots=True)
class Accounts:
    """Actors by login."""

    applicant: Peer

    def actor(self, login: str) -> Actor:
        """Return who acts under a login; raises NotFound("account_not_found") and Unavailable."""
        claims = self.applicant.get(f"/accounts/{login}")
        posts = tuple(
            Post(one["role"], one["unit"], tuple(one["path"]), one["kind"], one["title"]) for one in claims["posts"]
        )
        return Actor(claims["sub"], Kind(claims["kind"]), posts, name=claims["name"], strong=claims["strong"])
