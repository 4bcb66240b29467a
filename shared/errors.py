"""The few ways in which a request can be turned down; the web layer finds the status and the words."""

from collections.abc import Mapping


class Problem(Exception):
    """Base of every refusal: a stable English slug, and facts (numbers, days, codes) for the sentence."""

    def __init__(self, slug: str, **facts: object) -> None:
        super().__init__(slug)
        self.slug = slug
        self.facts: Mapping[str, object] = facts


class Malformed(Problem):
    """The request cannot be read at all (400)."""


class Unknown(Problem):
    """Nobody is signed in, or the sign-in has ended (401)."""


class Denied(Problem):
    """Who asks may not do this anywhere (403)."""


class NotFound(Problem):
    """There is no such thing, or it lies outside the asker's scope (404)."""


class Conflict(Problem):
    """The thing is in another state, or somebody else was first (409)."""


class Stale(Problem):
    """Somebody saved between reading and writing (409); facts: who, when, what changed."""


class Refused(Problem):
    """The request is understood and breaks a rule (422)."""


class Invalid(Refused):
    """Fields of a form are wrong (422): `fields` holds slug and facts per field path."""

    def __init__(self, fields: Mapping[str, list["Refused"]]) -> None:
        super().__init__("invalid_fields")
        self.fields = fields


class TooMany(Problem):
    """Too often in too short a time (429); facts: seconds until the next try."""


class Unavailable(Problem):
    """Something this needs does not answer now (503)."""
