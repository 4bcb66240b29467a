"""The county's book of titles: recognised at their own days, by their own numbers, with their enterprises."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.ledger.intake import Mode, State
from shared.ledger.row import Outcome, Sum
from tests.builders.applicant import an_id_no
from tests.builders.books import TITLES, a_ledger
from tests.builders.databases import REUSED
from tests.builders.ledgers import TOWN, Office, office, officer

KIND = "title"
MAKER, CHECKER = officer("county_officer"), officer("county_leader")


def number(n: int) -> str:
    return f"怀妇字〔2024〕{n:03d}"


def a_line(n: int, title: str = "女农民创业致富带头人", **changes: Any) -> tuple[object, ...]:
    cells = {
        "no": str(n),
        "name": ("龙凤英", "石晓月", "吴秀兰", "杨梅")[n % 4],
        "id_no": an_id_no(f"1985{n % 12 + 1:02d}15"),
        "phone": f"1390000{n:04d}",
        "place": "双江镇芋头村",
        "education": "初中",
        "title": title,
        "number": number(n),
        "on": "2024年3月8日",
        "until": "2027-03-07",
        "enterprise": "",
        "uscc": "",
        "founded": "",
    } | changes
    return tuple(cells.values())


def book(*lines: tuple[object, ...]) -> bytes:
    return a_ledger(TITLES, lines, "“妇”字号台账")


@pytest.fixture
def here(mongo_url: str, kept: Path) -> Iterator[Office]:
    with office("applicant", mongo_url, REUSED, kept) as found:
        yield found


def booked(here: Office, content: bytes, mode: Mode = Mode.ALL) -> str:
    ledger_id = here.bring(KIND, content, mode, by=MAKER)
    here.sign(KIND, ledger_id, by=(MAKER, CHECKER))
    here.work()
    return ledger_id


def test_titles_come_in_at_their_own_days_and_an_enterprise_with_its_own(here: Office) -> None:
    entity = a_line(2, '"妇"字号龙头企业', enterprise="通道侗锦坊", founded="2018-05-01")
    ledger_id = booked(here, book(a_line(1), entity, a_line(3, "女经纪人", until="")))
    one, rows = here.ledger(KIND, ledger_id, by=CHECKER)
    assert (one.state, one.counts) == (State.BOOKED, {"accept": 3, "booked": 3}), [row.findings for row in rows]
    assert one.found.before == ()
    expected = tuple(Sum(TOWN, code, 1) for code in ("broker", "leading_enterprise", "rural_leader"))
    assert one.booked == one.after == expected
    told = here.events("applicant.enterprise.recognised.v1")
    assert {(one["number"], one["origin"], one["on"]) for one in told} == {
        (number(n), "ledger", "2024-03-08") for n in (1, 2, 3)
    }
    assert len(here.events("applicant.enterprise.registered.v1")) == 1
    assert here.events("applicant.enterprise.nominated.v1") == []
    assert here.db.messages.count_documents({}) == 0


def test_what_lacks_or_repeats_is_named_and_nothing_is_booked_twice(here: Office) -> None:
    booked(here, book(a_line(1)))
    lines = [
        a_line(1),
        a_line(1, until="2030-01-01"),
        a_line(1, number=number(9)),
        a_line(2, "“妇”字号专业合作组织"),
        a_line(3, "劳动模范"),
        a_line(4, until="2020-01-01"),
    ]
    _, rows = here.ledger(KIND, here.bring(KIND, book(*lines), by=MAKER), by=MAKER)
    assert rows[0].outcome is Outcome.ALREADY
    assert [{found.slug for found in row.findings} for row in rows] == [
        {"ledger_row_booked"},
        {"ledger_row_differs"},
        {"nominated_already"},
        {"ledger_enterprise_lacks"},
        {"ledger_not_listed"},
        {"ledger_days_crossed"},
    ]
    assert len(here.events("applicant.enterprise.recognised.v1")) == 1


def test_a_title_whose_time_is_over_is_taken_in_and_ends_by_the_rules_of_any_title(here: Office) -> None:
    ledger_id = booked(here, book(a_line(1, on="2015-03-08", until="2018-03-07")))
    one, _ = here.ledger(KIND, ledger_id, by=MAKER)
    assert one.counts["booked"] == 1
    here.work()
    assert len(here.events("applicant.enterprise.expired.v1")) == 1


def test_a_booking_killed_between_woman_and_title_goes_on(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.applicant.errands.title_ledger import TitleBook  # noqa: PLC0415

    ledger_id = here.bring(KIND, book(*(a_line(n) for n in range(1, 5))), by=MAKER)
    here.sign(KIND, ledger_id, by=(MAKER, CHECKER))
    whole, count = TitleBook.fetch, 0
    monkeypatch.setattr("shared.ledger.desk.BATCH", 1)

    def dying(self: Any, row: Any, source: Any) -> Any:
        nonlocal count
        count += 1
        found = whole(self, row, source)
        if count % 2 == 0:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(TitleBook, "fetch", dying)
    for _ in range(6):
        try:
            here.work()
        except KeyboardInterrupt:
            here.db.jobs.update_many({}, {"$set": {"until": here.wiring.frame.clock.real_now()}})
    one, _ = here.ledger(KIND, ledger_id, by=MAKER)
    assert (one.state, one.counts) == (State.BOOKED, {"accept": 4, "booked": 4})
    assert len(here.events("applicant.enterprise.recognised.v1")) == here.db.persons.count_documents({}) == 4
