"""A small city played through the services' own use cases on a real mongod, without Kafka."""

import re
from datetime import date
from pathlib import Path

from flask import Flask

from services.loans.domain.hand_in import CONSENTS
from services.loans.domain.simulation import Simulation, changed_from, simulate
from services.loans.web.flip_rows import flips
from services.loans.web.simulate_command import filed
from services.loans.wiring import POLICY
from shared.access import SYSTEM, Actor, Kind
from shared.ids import new_id
from shared.policy import Policy
from shared.replica import Card
from shared.web import i18n
from simulator import atlas
from simulator.stage import Stage
from tests.builders.city import a_stage, found, play
from tests.builders.front import NEEDED, a_photo, told
from tests.builders.loans import BANDS, BUSINESS, NEED, SHEETS, Sheet

TODAY, NOTICED = date(2026, 11, 24), date(2027, 1, 1)
GUIDE = POLICY.parents[2] / "docs" / "policy-guide.md"
FIRM = {"form": "enterprise", "staff": 40, "hires_12m": 4}


def test_a_small_city_is_played_through_everything_and_a_second_time_changes_nothing(
    mongo_url: str, database_name: str, tmp_path: Path
):
    with a_stage(mongo_url, f"{database_name[:10]}_", tmp_path) as stage:
        found(stage)
        players = play(stage, 26, TODAY)
        assert stage.refused == {}
        databases = [one.db for one in (stage.applicant, stage.training, stage.loans)]
        before = [db.outbox.count_documents({}) for db in databases]
        assert stage.applicant.db.persons.count_documents({}) == 26
        assert stage.training.db.enrolments.count_documents({}) == sum(
            one.verb == "woman.enrol" for one in players.plan.steps
        )
        play(stage, 26, TODAY)
        assert [db.outbox.count_documents({}) for db in databases] == before
        assert stage.applicant.ask(lambda use: use.journey.check()) == []
        assert all(db.jobs.count_documents({"held": "city"}) == 0 for db in databases)
        a_notice_of_the_guide_is_tried_over_it(stage, an_enterprise(stage))


def a_notice_of_the_guide_is_tried_over_it(stage: Stage, number: str) -> None:
    """From 2027 on 350,000 and hires of six months: who has hired within twelve no longer surely has, and reads why."""
    seen = noticed(stage)
    assert seen.as_of == NOTICED
    assert seen.whole.judged == stage.loans.db.hand_ins.count_documents({"round": 1})
    assert seen.whole.before == seen.whole.after  # what became unknown is for the desks to find out
    firms = {one.filed.number for one in seen.flips if one.filed.facts.form == "enterprise"}
    assert number in firms == {one.filed.number for one in seen.flips}
    app = Flask(__name__)
    i18n.install(app)
    with app.test_request_context():
        rows = {row[0]: row for row in flips(seen)}
    for _number, _county, _amount, _before, _after, old, new in rows.values():
        assert "财金〔2023〕75号" in old
        assert "财金〔2026〕99号" in new
        assert old != new
    assert "6 个月内至少新招 4 人" in rows[number][-1]


def noticed(stage: Stage) -> Simulation:
    """Try the guide's notice, added to the nation's file as data, over everything that was ever handed in."""
    old, name = Policy.load(POLICY), "national_2020.toml"
    notice = re.search(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert notice
    new = old.changed({name: old.texts[name] + "\n" + notice[1]})
    every = filed(stage.loans.wiring.worker, date(2002, 1, 1), TODAY, SYSTEM)
    return simulate(every, old, new, changed_from(old, new))


def an_enterprise(stage: Stage) -> str:
    """A woman of 通道 hands in for her workshop of forty, four of them hired this year; returns its number."""
    run, home = stage.loans.run, atlas.read(stage).homes["431230"][0]
    her = Actor(new_id(), Kind.WOMAN)
    path = stage.loans.ask(lambda use: use.replica.units.get(home.village.id)).path
    run(lambda use: use.replica.cards.keep(Card(her.id, path, BANDS, 1)))
    begun = run(lambda use: use.application.start(her.id, by=her)).id
    sheets = SHEETS | {Sheet.BUSINESS: BUSINESS | FIRM, Sheet.NEED: NEED | {"term_months": 24}}
    run(lambda use: use.application.fill.several(begun, sheets, by=her))
    for kind in NEEDED:
        run(lambda use, kind=kind: use.paper.add(begun, kind, a_photo(), by=her))
    return str(run(lambda use: use.submission.submit(begun, told(), CONSENTS, by=her)).number)
