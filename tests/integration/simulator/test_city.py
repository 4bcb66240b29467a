"""A small city played through the services' own use cases on a real mongod, without Kafka."""

from datetime import date
from pathlib import Path

from tests.builders.city import a_stage, found, play

TODAY = date(2026, 11, 24)


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
