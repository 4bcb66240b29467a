"""Every number is as long as the list behind it; WOMEN=20000 PLAYED=250 in the environment make the large city."""

import os
from datetime import date
from pathlib import Path

import pytest

from simulator import atlas
from simulator.check import faults
from simulator.check_tables import numbers, ranking_faults, table_faults
from simulator.goals import COUNTIES
from simulator.large.city import Large
from tests.builders.city import a_stage, found

TODAY = date(2026, 11, 24)
WOMEN, PLAYED = (int(os.environ.get(name, usual)) for name, usual in (("WOMEN", "1040"), ("PLAYED", "52")))
MONTHS = ("2026-11", "2026-06")


@pytest.mark.story
def test_every_number_of_funnel_ranking_and_tables_is_the_length_of_its_list(
    mongo_url: str, database_name: str, tmp_path: Path
):
    with a_stage(mongo_url, f"{database_name[:10]}_", tmp_path) as stage:
        found(stage)
        assert Large(WOMEN, PLAYED, lambda _words: None).build(stage, "1", TODAY) == WOMEN
        assert stage.refused == {}
        assert stage.applicant.db.persons.count_documents({}) == WOMEN
        assert list(faults(stage)) == []
        where = atlas.read(stage)
        leader = where.officer("city_leader", where.root)
        units = [where.root.id, *(where.county(one).id for one in COUNTIES)]
        for month in MONTHS:
            assert numbers(stage, month, units, leader) > 100
            assert list(ranking_faults(stage, month, leader)) == []
            assert list(table_faults(stage, month, units, leader)) == []
