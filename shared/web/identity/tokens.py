"""Ed25519 tokens of five minutes for one audience: signed by the edge for a browser, by a service for itself."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from shared.access import NOBODY, Actor, Kind, Post

LIFETIME = 300
ALGORITHMS = ["Ed25519"]
GATEWAY = "gateway"
TYPES = {GATEWAY: "gw+jwt"}
SERVICE_TYPE = "svc+jwt"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs as one issuer: `gateway` in applicant, a service's own name elsewhere."""

    issuer: str
    key: jwk.OKPKey

    @classmethod
    def load(cls, issuer: str, path: Path) -> "Signer":
        """Read the private key from a PEM file of mode 0400."""
        return cls(issuer, jwk.OKPKey.import_key(path.read_bytes()))

    def sign(self, actor: Actor, audience: str, *, lifetime: int = LIFETIME) -> str:
        """Return a token that says who `actor` is to one audience."""
        now = int(time.time())
        header = {"alg": "Ed25519", "kid": self.issuer, "typ": TYPES.get(self.issuer, SERVICE_TYPE)}
        claims = {"iss": self.issuer, "aud": audience, "iat": now, "exp": now + lifetime, **_claims(actor)}
        return jwt.encode(header, claims, self.key, algorithms=ALGORITHMS)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks tokens meant for one audience with public keys found by issuer, never from the token."""

    audience: str
    keys: Mapping[str, jwk.OKPKey]

    @classmethod
    def load(cls, audience: str, folder: Path) -> "Verifier":
        """Read `<issuer>.pem` public keys of a folder."""
        return cls(audience, {path.stem: jwk.OKPKey.import_key(path.read_bytes()) for path in folder.glob("*.pem")})

    def actor(self, token: str) -> Actor:
        """Return who the token speaks for, or NOBODY when it is not a valid token for this audience now."""
        try:
            return self._verified(token)
        except (JoseError, ValueError, KeyError, TypeError):
            return NOBODY

    def _verified(self, token: str) -> Actor:
        read = jwt.decode(token, lambda guest: self.keys[guest.headers()["kid"]], algorithms=ALGORITHMS)
        claims, header = read.claims, read.header
        issuer = claims["iss"]
        if header["kid"] != issuer or header.get("typ") != TYPES.get(issuer, SERVICE_TYPE):
            return NOBODY
        if claims["aud"] != self.audience or not claims["iat"] - 60 <= time.time() < claims["exp"]:
            return NOBODY
        actor = _actor(claims)
        speaks_for_itself = actor.kind is Kind.SERVICE and actor.id == f"svc:{issuer}"
        allowed = actor.kind is not Kind.SERVICE if issuer == GATEWAY else speaks_for_itself
        return actor if allowed else NOBODY


def _claims(actor: Actor) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "sub": actor.id,
        "kind": actor.kind.value,
        "name": actor.name,
        "sid": actor.session,
        "strong": actor.strong,
        "before": list(actor.before),
        "mark": actor.mark,
        "posts": [
            {"role": post.role, "unit": post.unit, "path": list(post.path), "kind": post.unit_kind, "title": post.title}
            for post in actor.posts
        ],
    }
    if actor.on_behalf_of is not None:
        claims["act"] = _claims(actor.on_behalf_of)
    return claims


def _actor(claims: Mapping[str, Any]) -> Actor:
    behalf = claims.get("act")
    return Actor(
        id=claims["sub"],
        kind=Kind(claims["kind"]),
        posts=tuple(Post(p["role"], p["unit"], tuple(p["path"]), p["kind"], p["title"]) for p in claims["posts"]),
        name=claims["name"],
        session=claims["sid"],
        strong=claims["strong"],
        before=tuple(claims["before"]),
        mark=claims.get("mark", ""),
        on_behalf_of=_actor(behalf) if behalf else None,
    )
