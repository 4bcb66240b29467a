"""The book of trainings subsidised before: dated facts that count for who may come and who is paid for."""

from datetime import date

import pytest

from services.training.domain.certificate import Identity
from services.training.domain.certificate import Source as PaperSource
from services.training.domain.subsidy import Subsidised
from services.training.errands.training_ledger import TrainingBook, sheet
from services.training.usecases.ledger.trainings import TrainingLedger
from shared.errors import Conflict, Refused
from shared.ids import new_id
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import read
from shared.xlsx.table import Line
from tests.builders.training import DAY, NOW, PATH, TOWN, a_card, a_certificate, a_coordinator
from tests.fakes.training import Memory
from tests.unit.training.test_rotation import Runs, Women
from tests.unit.training.test_usecases import a_woman, opened

SHE = "9" * 32
BY = a_coordinator("c" * 32)
SOURCE = Source("training", PATH, "431230", BY, NOW, "", {})
CELLS = {"name": "龙秀英", "id_no": "x", "course": "侗锦织造（初级）", "ended_on": "2024年6月18日"}


def rows(here: Memory, *lines: tuple[int, dict[str, str]]):
    columns = sheet(here.use.catalogue.courses(DAY)).schema
    read_lines = [read(columns, Line(at, CELLS | more, ())) for at, more in lines]
    return TrainingBook(Women(), Runs(here)).judge(read_lines, SOURCE)


def came(here: Memory, person: str = SHE) -> Came:
    card = here.replica.cards.get(person) or a_card(person)
    data = {"person_id": person, "org_path": list(card.path), "bands": dict(card.bands), "seq": card.seq + 1}
    return Came(person, data, {})


def test_a_line_says_which_trade_at_which_level_ended_when_and_how_often():
    found = rows(
        Memory(),
        (4, {}),
        (5, {"course": "EC-DS", "level": "中级", "times": "2"}),
        (6, {"ended_on": "2027.1.1"}),
        (7, {"ended_on": "2016-12-31"}),
        (8, {"course": "修拖拉机"}),
        (9, {"times": "11"}),
        (20, {}),
    )
    assert [[one.slug for one in row.findings] for row in found] == [
        [],
        [],
        ["day_to_come"],
        ["ledger_day_too_early"],
        ["ledger_not_listed"],
        ["out_of_range"],
        ["register_her_first"],
    ]
    first, second = (row.entry for row in found[:2])
    assert (first.key, first.group) == (f"{SHE}:brocade:2024", "brocade")
    assert first.facts == {"person_id": SHE, "trade": "brocade", "rank": 1, "on": "2024-06-18", "times": 1}
    assert (second.facts["rank"], second.facts["times"]) == (2, 2)


def test_a_booked_line_counts_where_she_belongs_and_not_over_a_claim_of_this_system():
    here, ledger = Memory(), None
    ledger = TrainingLedger(here.counted, here.replica)
    [row, other] = rows(here, (4, {}), (5, {"course": "EC-DS"}))
    made = ledger.book(row.entry, came(here), SOURCE)
    assert made == row.entry.key
    [known] = here.counted.of_persons([SHE])
    assert (known.class_id, known.on, known.path, known.times) == ("", date(2024, 6, 18), a_card().path, 1)
    assert [(one.town, one.group, one.count) for one in ledger.present(PATH)] == [(TOWN, "brocade", 1)]
    assert ledger.taken([row.entry.key]) == set(), "its own facts are compared by the ledgers"
    claimed = Subsidised(SHE, new_id(), other.entry.facts["trade"], 1, date(2024, 3, 1), PATH)
    here.counted.put([claimed])
    assert ledger.taken([row.entry.key, claimed.key]) == {claimed.key}
    with pytest.raises(Conflict, match="ledger_key_ours"):
        ledger.book(other.entry, came(here), SOURCE)
    with pytest.raises(Refused, match="person_not_found"):
        ledger.book(row.entry, Came(None, {}, {}), SOURCE)


def warnings(here: Memory, person: str, course: str) -> tuple[str, ...]:
    one, card = opened(here, 15, course), here.replica.cards.get(person)
    held = here.classes.rows[one.id]
    admission = here.use.enrolment.enrol.admission
    return admission.look(card, here.enrolments.of_person(person), held).warnings


def told(here: Memory, person: str, trade: str, on: date, times: int = 1) -> None:
    here.counted.put([Subsidised(person, "", trade, 1, on, PATH, times)])


@pytest.mark.parametrize(
    ("times", "on", "says"),
    [
        (3, date(2024, 5, 1), ("lifetime_limit",)),
        (2, date(2024, 5, 1), ()),
        (3, date(2023, 12, 31), ()),
    ],
)
def test_what_the_book_tells_counts_towards_the_three_since_2024(times: int, on: date, says: tuple[str, ...]):
    here = Memory()
    her = a_woman(here).person_id
    told(here, her, "knotting", on, times)
    assert warnings(here, her, "HW-DJ1") == says


def test_the_same_trade_at_the_same_level_is_known_from_the_book():
    here = Memory()
    her = a_woman(here).person_id
    told(here, her, "brocade", date(2024, 6, 18))
    assert warnings(here, her, "HW-DJ1") == ("same_trade",)


def test_a_training_that_both_books_tell_of_is_one():
    here = Memory()
    her = a_woman(here).person_id
    paper = a_certificate(person=her)
    paper.source = PaperSource(PATH, "通道侗族自治县妇女联合会", origin="ledger")
    paper.identity = Identity("龙秀英", "龙*英", "431230********0428")
    here.certificates.add(paper)
    told(here, her, "brocade", paper.issued_on)
    told(here, her, "knotting", date(2025, 3, 1))
    assert "lifetime_limit" not in warnings(here, her, "EC-DS")
    told(here, her, "rattan", date(2025, 4, 1))
    assert "lifetime_limit" in warnings(here, her, "EC-DS")
