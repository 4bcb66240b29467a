"""A small city played through the services' own use cases on a real mongod, without Kafka."""

import re
from datetime import date
from pathlib import Path

from flask import Flask

from services.loans.domain.judge import facts_of
from services.loans.domain.simulation import Filed, Simulation, changed_from, simulate
from services.loans.web.flip_rows import flips
from services.loans.web.simulate_command import filed
from services.loans.wiring import POLICY
from shared.access import SYSTEM
from shared.policy import Policy
from shared.web import i18n
from simulator.stage import Stage
from tests.builders.city import a_stage, found, play
from tests.unit.loans.judge.judged import WELL

TODAY, NOTICED = date(2026, 11, 24), date(2027, 1, 1)
GUIDE = POLICY.parents[2] / "docs" / "policy-guide.md"
STOOD_FOR = {"guarantors": [{"relation": "other", "busy": False, "tainted": False}]}
HIRED = {"form": "enterprise", "staff": 40, "hires_12m": 4, "term_months": 24, **STOOD_FOR}
FIRM = Filed("DK-431230-2026-999999", "431230", TODAY, facts_of(WELL | HIRED))  # beside whoever was played


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
        classes = stage.training.db.classes
        assert classes.count_documents({"told_on": None}) == 0
        assert classes.count_documents({"opinions.step": "class.file"}) == 0, "each is applied for on a day for it"
        play(stage, 26, TODAY)
        assert [db.outbox.count_documents({}) for db in databases] == before
        assert stage.applicant.ask(lambda use: use.journey.check()) == []
        assert all(db.jobs.count_documents({"held": {"$exists": True}}) == 0 for db in databases)
        a_notice_of_the_guide_is_tried_over_it(stage)


def a_notice_of_the_guide_is_tried_over_it(stage: Stage) -> None:
    """From 2027 on 350,000 and hires of six months: each whole county has one who gains and one who loses, and why."""
    seen, number = noticed(stage), FIRM.number
    assert seen.as_of == NOTICED
    assert seen.whole.judged == stage.loans.db.hand_ins.count_documents({"round": {"$in": [0, 1]}}) + 1
    gained = [one for one in seen.flips if one.gained]
    lost = [one for one in seen.flips if one.before and one.before.eligible and one.after and not one.after.eligible]
    for flips_, slug in ((gained, "amount"), (lost, "hire_ratio")):
        assert {one.filed.division for one in flips_} >= {"431230", "431229"}
        assert {old.slug for one in flips_ for old, _new in one.reasons() if old} == {slug}
    assert all(30_000_000 < one.amount_fen <= 35_000_000 for one in gained)
    assert seen.whole.after - seen.whole.before == len(gained) - len(lost)
    (unsure,) = [one for one in seen.flips if one not in gained + lost]  # what became unknown is for the desks
    assert unsure.filed.number == number
    app = Flask(__name__)
    i18n.install(app)
    with app.test_request_context():
        rows = {row[0]: row for row in flips(seen, {})}
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
    return simulate([*every, FIRM], old, new, changed_from(old, new))
