"""Every role at every route, inside and outside its units, on a real database: the reviewed table is what happens."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import yaml

from shared.access import Actor, Kind, Post
from shared.ids import new_id
from shared.roles import STAFF
from shared.settings import SERVICES
from shared.web import logs
from tests.builders.bad_input import Campaign
from tests.builders.campaigns import PREPARED
from tests.builders.world import world

TABLE = Path(__file__).resolve().parents[1] / "architecture" / "routes.yaml"
ELSEWHERE = ("d0" * 16, "e0" * 16)
UNKNOWN = {401, 302}
FOR_HER = {"everybody", "signed in", "her own"}
NOT_THERE = {  # even inside, and why
    "GET /loans/cases/<case_id>/archives/<archive_id>": "only who asked for a package opens it",
    "GET /applicant/persons/<person_id>/reveals": "only with ?field=",
}


@pytest.fixture(scope="module", params=SERVICES)
def campaign(
    request: pytest.FixtureRequest, mongo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Campaign]:
    folder = tmp_path_factory.mktemp(f"enter-{request.param}")
    with world(request.param, mongo_url, f"t_enter_{request.param}_", folder) as found, ExitStack() as stack:
        logs.configure("CRITICAL")
        yield PREPARED[request.param](found, stack, folder)


def table(service: str) -> dict[str, list[str]]:
    return {name: row["who"] for name, row in yaml.safe_load(TABLE.read_text("utf-8"))[service].items()}


def an_actor(path: tuple[str, ...], *roles: str) -> Actor:
    """Return somebody with these roles at every unit of a path."""
    posts = tuple(Post(role, path[n], path[: n + 1], "federation", "x") for role in roles for n in range(len(path)))
    return Actor(new_id(), Kind.STAFF, posts, name="x", session=new_id(), strong=True)


def status(campaign: Campaign, name: str, actor: Actor | None) -> int:
    method, rule = name.split(" ")
    return campaign.world.as_(actor).open(campaign.filled(rule), method=method).status_code


@cache
def read_inside(campaign: Campaign, name: str, role: str) -> int:
    """Return the answer to one role at the units of the campaign; reading changes none, so it is asked once."""
    return status(campaign, name, an_actor(campaign.path, role))


def test_who_is_not_signed_in_passes_only_what_is_public(campaign: Campaign):
    wrong = [
        (name, found)
        for name, who in table(campaign.world.service).items()
        if ("everybody" in who) == ((found := status(campaign, name, None)) in UNKNOWN) and not half_way(name)
    ]
    assert wrong == []


def half_way(name: str) -> bool:
    """Tell whether a public page leads back to its door whoever has not come through it (a redirect, not a refusal)."""
    return any(door in name for door in ("/sign-in", "/register", "/activate", "/me/again"))


def test_no_role_passes_a_gate_that_does_not_name_it(campaign: Campaign):
    """Somebody who holds all the other roles at once: if he is refused, each of them is."""
    entered = []
    for name, who in table(campaign.world.service).items():
        if "everybody" in who or "signed in" in who:
            continue
        others = [role for role in STAFF if role not in who or "/internal/" in name]
        if (found := status(campaign, name, an_actor(campaign.path, *others))) != 403:
            entered.append((name, found))
    assert entered == []


def test_a_woman_passes_only_what_is_hers(campaign: Campaign):
    entered = [
        (name, found)
        for name, who in table(campaign.world.service).items()
        if not {"everybody", "signed in", "her own"} & set(who)
        and (found := status(campaign, name, campaign.woman)) != 403
    ]
    assert entered == []


def test_every_named_role_passes_its_gate(campaign: Campaign):
    refused = []
    for name, who in table(campaign.world.service).items():
        method, _rule = name.split(" ")
        if method != "GET" or "/internal/" in name:
            continue
        refused += [(name, role) for role in set(who) & set(STAFF) if read_inside(campaign, name, role) in (401, 403)]
    assert refused == []


def test_what_an_officer_sees_inside_does_not_exist_for_one_elsewhere(campaign: Campaign):
    wrong = []
    for name, who in table(campaign.world.service).items():
        method, rule = name.split(" ")
        roles = sorted(set(who) & set(STAFF))
        if (
            method != "GET"
            or "_id>" not in rule
            or "/internal/" in rule
            or not roles
            or {"everybody", "signed in"} & set(who)
        ):
            continue
        inside = {read_inside(campaign, name, role) for role in roles}
        outside = {status(campaign, name, an_actor(ELSEWHERE, role)) for role in roles}
        if (inside == {404}) != (name in NOT_THERE) or outside != {404}:
            wrong.append((name, inside, outside))
    assert wrong == []


def test_a_command_from_elsewhere_finds_nothing_and_changes_nothing(campaign: Campaign):
    wrong = []
    before = campaign.world.hashes("tallies", "sessions", "challenges", "kept_forms", "keys")
    for name, who in table(campaign.world.service).items():
        method, rule = name.split(" ")
        if method == "GET" or "_id>" not in rule or "/internal/" in rule:
            continue
        for role in sorted(set(who) & set(STAFF)):
            client = campaign.world.as_(an_actor(ELSEWHERE, role))
            answer = client.open(campaign.filled(rule), method=method, **campaign.command(method, rule))
            if answer.status_code not in (403, 404):
                wrong.append((name, role, answer.status_code))
    assert wrong == []
    assert campaign.world.hashes("tallies", "sessions", "challenges", "kept_forms", "keys") == before
