"""Tokens between edge and services: what is signed is who asks, and twenty ways to forge one lead to nobody."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace

import pytest
from joserfc import jwk, jwt

from shared.access import NOBODY, Actor, Kind, Post
from shared.web.identity.tokens import ALGORITHMS, GATEWAY, SERVICE_TYPE, Signer, Verifier

KEYS = {name: jwk.OKPKey.generate_key("Ed25519") for name in (GATEWAY, "training", "loans", "stranger")}
PUBLIC = {name: jwk.OKPKey.import_key(key.as_pem(private=False)) for name, key in KEYS.items() if name != "stranger"}
LOANS = Verifier("loans", PUBLIC)
OFFICER = Actor(
    "a" * 32,
    Kind.STAFF,
    (Post("county_officer", "u" * 32, ("r" * 32, "u" * 32), "federation", "通道县妇联"),),
    name="王丽",
    session="s" * 32,
    strong=True,
    before=("b" * 32,),
)
TRAINING = Actor("svc:training", Kind.SERVICE, on_behalf_of=OFFICER)


def claims(**changes: object) -> dict[str, object]:
    """Return the claims of a good token of the gateway, changed; None leaves a claim out."""
    now = int(time.time())
    good = {
        "iss": GATEWAY, "aud": "loans", "iat": now, "exp": now + 300, "sub": OFFICER.id, "kind": "staff",
        "name": "王丽", "sid": "s" * 32, "strong": True, "before": [], "posts": [],
    }  # fmt: skip
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(body: dict[str, object], key: str = GATEWAY, **header: object) -> str:
    head = {"alg": "Ed25519", "kid": GATEWAY, "typ": "gw+jwt", **header}
    return jwt.encode({k: v for k, v in head.items() if v is not None}, body, KEYS[key], algorithms=ALGORITHMS)


def raw(header: dict[str, object], body: dict[str, object], signature: bytes = b"") -> str:
    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    return ".".join((part(json.dumps(header).encode()), part(json.dumps(body).encode()), part(signature)))


def hs256_with_the_public_key() -> str:
    """The old trick: the verifier's public key used as a shared secret."""
    pem = PUBLIC[GATEWAY].as_pem(private=False)
    unsigned = raw({"alg": "HS256", "kid": GATEWAY, "typ": "gw+jwt"}, claims()).rpartition(".")[0]
    mark = hmac.digest(pem, unsigned.encode(), hashlib.sha256)
    return f"{unsigned}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def altered() -> str:
    head, _, signature = signed(claims()).split(".")
    other = raw({}, claims(sub="c" * 32)).split(".")[1]
    return f"{head}.{other}.{signature}"


NOW = int(time.time())
FORGED = {
    "alg none": raw({"alg": "none", "kid": GATEWAY, "typ": "gw+jwt"}, claims()),
    "no signature": signed(claims()).rpartition(".")[0] + ".",
    "HS256 with the public key": hs256_with_the_public_key(),
    "altered body": altered(),
    "a stranger's key": signed(claims(), "stranger"),
    "another service's key under the gateway's name": signed(claims(), "training"),
    "for another audience": signed(claims(aud="training")),
    "for several audiences": signed(claims(aud=["training", "loans"])),
    "no audience": signed(claims(aud=None)),
    "expired": signed(claims(iat=NOW - 600, exp=NOW - 1)),
    "without an end": signed(claims(exp=None)),
    "from the future": signed(claims(iat=NOW + 3600, exp=NOW + 7200)),
    "wrong type": signed(claims(), typ=SERVICE_TYPE),
    "no type": signed(claims(), typ=None),
    "unknown key id": signed(claims(), kid="stranger"),
    "key id of a path": signed(claims(), kid="../../secrets/gateway"),
    "no key id": signed(claims(), kid=None),
    "key id and issuer differ": signed(claims(iss="training")),
    "key by address": signed(claims(), "stranger", jku="https://evil.example/keys", kid="stranger"),
    "key in the header": signed(claims(), "stranger", jwk=KEYS["stranger"].as_dict(private=False)),
    "a service as a person": signed(claims(iss="training"), "training", kid="training", typ=SERVICE_TYPE),
    "a service as the gateway": signed(claims(), "training", kid="training", typ="gw+jwt"),
    "a service as another service": signed(
        claims(iss="training", sub="svc:loans", kind="service"), "training", kid="training", typ=SERVICE_TYPE
    ),
    "the gateway as a service": signed(claims(sub="svc:training", kind="service")),
    "no kind": signed(claims(kind=None)),
    "an unknown kind": signed(claims(kind="root")),
    "not a token": "x.y.z",
    "empty": "",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_speaks_for_nobody(forged):
    assert LOANS.actor(forged) == NOBODY


def test_the_token_these_were_forged_from_is_good():
    assert LOANS.actor(signed(claims())).id == OFFICER.id


def test_who_asks_arrives_as_she_was_signed():
    assert LOANS.actor(Signer(GATEWAY, KEYS[GATEWAY]).sign(OFFICER, "loans")) == OFFICER


def test_a_dozen_posts_fit_the_header_that_carries_them():
    posts = tuple(
        Post("training_reviewer", "u" * 32, ("r" * 32,) * 4, "leading_group", "通道侗族自治县创业担保贷款领导小组")
        for _ in range(12)
    )
    token = Signer(GATEWAY, KEYS[GATEWAY]).sign(replace(OFFICER, posts=posts), "loans")
    assert len(token) < 7_000


def test_a_service_speaks_for_itself_and_keeps_the_end_user():
    found = LOANS.actor(Signer("training", KEYS["training"]).sign(TRAINING, "loans"))
    assert found == TRAINING
    assert found.on_behalf_of == OFFICER


def test_a_session_that_has_just_ended_is_nobody_with_its_id():
    ended = Actor("", Kind.NOBODY, session="s" * 32)
    found = LOANS.actor(Signer(GATEWAY, KEYS[GATEWAY]).sign(ended, "loans"))
    assert (found.kind, found.id, found.session, found.roles) == (Kind.NOBODY, "", "s" * 32, frozenset())


def test_a_token_ends_after_five_minutes(monkeypatch):
    token = Signer(GATEWAY, KEYS[GATEWAY]).sign(OFFICER, "loans")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 299)
    assert LOANS.actor(token) == OFFICER
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert LOANS.actor(token) == NOBODY


def test_keys_are_read_from_files_by_issuer(tmp_path):
    for name, key in PUBLIC.items():
        (tmp_path / f"{name}.pem").write_bytes(key.as_pem(private=False))
    private = tmp_path / "private"
    private.write_bytes(KEYS[GATEWAY].as_pem(private=True))
    assert Verifier.load("loans", tmp_path).actor(Signer.load(GATEWAY, private).sign(OFFICER, "loans")) == OFFICER
