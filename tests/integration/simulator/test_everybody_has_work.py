"""In the city every office of a whole county finds something to do when its officer signs in (make stories)."""

import importlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from services.training.domain.official import Standing
from shared.access import Actor
from shared.ids import new_id
from shared.roles import CITY
from shared.web.identity.tokens import GATEWAY, Signer
from simulator import atlas
from simulator.goals import PANELS
from simulator.stage import Stage
from tests.builders.city import a_stage, found, play

TODAY = date(2026, 11, 24)
LISTS = {"applicant": "/applicant/my-work/part", "training": "/training/my-work", "loans": "/loans/my-work"}
FEDERATION = ("village_officer", "township_officer", "township_leader", "county_officer", "county_leader")
SCHOOL = ("coordinator", "training_reviewer")
OFFICES = {
    "hr_officer": "hr",
    "hr_leader": "hr",
    "guarantee_officer": "guarantee",
    "guarantee_leader": "guarantee",
    "bank_officer": "bank",
    "bank_leader": "bank",
    "finance_officer": "finance",
}


def tasks(stage: Stage, folder: Path, service: str, actor: Actor) -> int:
    """Return how many things stand on an officer's list of one service; none where her role has no list."""
    client: FlaskClient = (
        importlib.import_module(f"services.{service}.app").create_app(getattr(stage, service).wiring).test_client()
    )
    signer = Signer.load(GATEWAY, folder / "secrets" / "applicant" / "gateway.pem")
    token = signer.sign(replace(actor, session=new_id(), strong=True), service)
    headers = {"Authorization": f"Bearer {token}", "HX-Request": "true", "Host": "localhost:8080"}
    answer = client.get(LISTS[service], headers=headers)
    assert answer.status_code in (200, 403, 404), answer.text[:300]
    return answer.text.count('class="name"') if answer.status_code == 200 else 0


@pytest.mark.story
def test_every_role_of_a_whole_county_has_something_to_do(mongo_url: str, database_name: str, tmp_path: Path):
    with a_stage(mongo_url, f"{database_name[:10]}_", tmp_path) as stage:
        found(stage)
        play(stage, 200, TODAY)
        assert stage.refused == {}
        where = atlas.read(stage)
        idle = [
            ("city", role)
            for role in CITY
            if not sum(tasks(stage, tmp_path, service, where.officer(role, where.root)) for service in LISTS)
        ]
        for county in ("431230", "431229"):
            home = where.homes[county][0]
            places = {"village": home.village, "township": home.town, "county": home.county}
            posts = [(role, places[role.partition("_")[0]], 1) for role in FEDERATION]
            posts += [(role, home.county, 1) for role in SCHOOL]
            offices = [(role, where.office(county, kind), 1 + (kind == "finance")) for role, kind in OFFICES.items()]
            posts += offices
            if county in PANELS:
                posts += [("panel_member", where.office(county, "leading_group"), n) for n in (1, 2)]
            for role, unit, number in posts:
                actor = where.officer(role, unit, number)
                if not sum(tasks(stage, tmp_path, service, actor) for service in LISTS):
                    idle.append((county, role))
        assert idle == []
        for county in ("431230", "431229"):
            nothing_of_the_coordinator_is_empty(stage, where.officer("coordinator", where.county(county)))


def nothing_of_the_coordinator_is_empty(stage: Stage, by: Actor) -> None:
    """A class is being examined; of those elected some are overdue, some soon, some have time."""
    asked = stage.training.ask
    assert asked(lambda use: use.exam.find.open(by=by))
    standings = {one.standing for one in asked(lambda use: use.rotation.listed(by=by))}
    assert standings >= {Standing.OVERDUE, Standing.SOON, Standing.LATER}
