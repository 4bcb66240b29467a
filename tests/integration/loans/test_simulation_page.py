"""The page of the policy simulation on a real database: it reads, explains and writes nothing."""

from datetime import date

from services.loans.storage.hand_ins import MongoHandIns
from services.loans.wiring import POLICY
from tests.builders.loans import COUNTY, PATH
from tests.builders.world import World, an_officer

HOME = "/loans/policy/simulation"
FILE = "national_2020.toml"


def test_a_leader_tries_a_changed_file_and_nothing_is_written(loans: World):
    leader = loans.as_(an_officer("county_leader", (PATH[0], COUNTY)))
    page = leader.get(HOME)
    assert page.status_code == 200, page.text
    assert "individual = 30_000_000" in page.text
    assert "H2017-430821" in leader.get(f"{HOME}?file=hunan.toml").text
    text = (POLICY / FILE).read_text("utf-8")
    typed = {"file": FILE, "first": "2026-01-01", "last": "2026-12-31"}
    before = loans.checksum()
    changed = {**typed, "text": text.replace("individual = 30_000_000", "individual = 35_000_000")}
    answer = leader.post(HOME, data=changed)
    assert answer.status_code == 200, answer.text
    assert "如果从 2023 年 10 月 1 日" in answer.text
    file = leader.post(f"{HOME}/table.xlsx", data=changed)
    assert (file.status_code, file.data[:2]) == (200, b"PK")
    wrong = leader.post(HOME, data={**typed, "text": text.replace("individual = 30_000_000", 'individual = "30万"')})
    assert wrong.status_code == 422
    assert "national_2020.toml, line" in wrong.text
    assert leader.post(HOME, data={**typed, "text": text}).status_code == 422
    assert leader.post(HOME, data={**changed, "last": "2025-01-01"}).status_code == 422
    assert loans.as_(an_officer("village_officer", PATH)).get(HOME).status_code == 403
    assert loans.checksum() == before


def test_first_hand_ins_are_found_by_their_days(loans: World):
    rows = [("b", 1, "2026-03-01"), ("a", 0, "2026-03-31"), ("c", 1, "2026-04-01"), ("d", 2, "2026-03-15")]
    loans.db.hand_ins.insert_many(
        [{"_id": f"{name}:{turn}", "application_id": name, "round": turn, "on": on} for name, turn, on in rows]
    )
    store = MongoHandIns(loans.db, None, None)  # type: ignore[arg-type]  # nothing is opened
    found = store.first_between(date(2026, 3, 1), date(2026, 3, 31))
    assert found == {"a": date(2026, 3, 31), "b": date(2026, 3, 1)}
    assert (store.tried_on("a"), store.tried_on("b")) == (date(2026, 3, 31), None)
