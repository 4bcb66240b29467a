"""The county's book of certificates, from workbook to her certificates, against applicant itself."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.training.errands import certificate_ledger
from shared.errors import Conflict, Refused, Stale
from shared.ids import new_id
from shared.ledger.desk import Upload
from shared.ledger.intake import Mode, State
from shared.ledger.row import Outcome, Sum, Verdict
from shared.running import Once
from shared.web.ledgers.shown import ledger_view
from shared.xlsx.hidden import Unseen
from tests.builders.applicant import an_id_no, unit_id
from tests.builders.books import CERTIFICATES, a_ledger, hiding
from tests.builders.databases import REUSED
from tests.builders.ledgers import TOWN, Office, office, officer

KIND = "certificate"
MAKER, CHECKER = officer("coordinator"), officer("training_reviewer")
BOTH = (MAKER, CHECKER)
NAMES = ("龙凤英", "石晓月", "吴秀兰", "杨梅", "粟桂花", "陆彩云", "欧阳丽", "莫海燕")


def number(n: int) -> str:
    return f"通培证〔2023〕{n:04d}"


def a_line(n: int, **changes: Any) -> tuple[object, ...]:
    cells = {
        "no": str(n),
        "name": NAMES[n % len(NAMES)],
        "id_no": an_id_no(f"1985{n % 12 + 1:02d}15"),
        "phone": f"1390000{n:04d}",
        "place": "双江镇芋头村",
        "education": "初中",
        "number": number(n),
        "course": "侗锦织造（初级）" if n % 2 else "EC-DS",
        "on": "2023年6月18日",
    } | changes
    return tuple(cells.values())


def book(*lines: tuple[object, ...]) -> bytes:
    return a_ledger(CERTIFICATES, lines, "培训证书台账")


@pytest.fixture
def here(mongo_url: str, kept: Path) -> Iterator[Office]:
    with office("training", mongo_url, REUSED, kept) as found:
        yield found


def booked(here: Office, content: bytes, mode: Mode = Mode.ALL, *, leave_out: bool = False) -> str:
    ledger_id = here.bring(KIND, content, mode, by=MAKER)
    here.sign(KIND, ledger_id, by=BOTH, leave_out=leave_out)
    end = time.monotonic() + 60
    while here.ledger(KIND, ledger_id, by=CHECKER)[0].state is State.BOOKING and time.monotonic() < end:
        here.work()  # a busy applicant is asked again after a moment
        time.sleep(0.1)
    return ledger_id


def test_a_book_becomes_certificates_at_their_own_days_and_nobody_is_written_to(here: Office) -> None:
    ledger_id = booked(here, book(*(a_line(n) for n in range(1, 5))))
    one, rows = here.ledger(KIND, ledger_id, by=CHECKER)
    assert (one.state, one.counts) == (State.BOOKED, {"accept": 4, "booked": 4}), [row.findings for row in rows]
    assert one.found.before == ()
    assert one.found.totals == one.booked == one.after == (Sum(TOWN, "EC-DS", 2), Sum(TOWN, "HW-DJ1", 2))
    told = here.events("training.certificate.issued.v1")
    assert {(one["origin"], one["on"], one["reissue"], one["class_id"]) for one in told} == {
        ("ledger", "2023-06-18", False, None)
    }
    assert sorted(one["number"] for one in told) == [number(n) for n in range(1, 5)]
    assert {one["org_path"][-1] for one in told} == {unit_id("431230100201")}
    persons = list(here.applicant.db.persons.find())
    assert {row["origin"]["channel"] for row in persons} == {"ledger"}
    assert here.applicant.db.messages.count_documents({}) == here.applicant.db.consents.count_documents({}) == 0
    came = here.applicant.db.outbox.find({"type": "applicant.person.registered.v1"})
    assert [one["data"]["channel"] for one in came] == ["ledger"] * 4


def test_the_second_upload_books_nothing_and_a_changed_row_names_the_first(here: Office) -> None:
    booked(here, book(a_line(1), a_line(2)))
    again = here.bring(KIND, book(a_line(1), a_line(2, on="2022-01-01"), a_line(3)), Mode.PARTIAL, by=MAKER)
    one, rows = here.ledger(KIND, again, by=MAKER)
    assert [row.outcome for row in rows] == [Outcome.ALREADY, Outcome.OPEN, Outcome.OPEN]
    assert [found.slug for row in rows for found in row.findings] == ["ledger_row_booked", "ledger_row_changed"]
    assert (one.to_book, one.found.before) == (1, (Sum(TOWN, "EC-DS", 1), Sum(TOWN, "HW-DJ1", 1)))
    here.sign(KIND, again, by=BOTH, leave_out=True)
    here.work()
    assert here.db.certificates.count_documents({}) == len(here.events("training.certificate.issued.v1")) == 3
    assert here.applicant.db.persons.count_documents({}) == 3


def test_every_wrong_cell_of_every_row_is_named_at_once(here: Office) -> None:
    lines = [
        a_line(1, id_no="431230198506150012"),
        a_line(2, course="炒菜", on="明年"),
        a_line(3, on="2199-01-01"),
        a_line(4, number=number(5)),
        a_line(5),
        a_line(6, phone="", place=""),
    ]
    ledger_id = here.bring(KIND, hiding(book(*lines), 7, "C"), by=MAKER)
    one, rows = here.ledger(KIND, ledger_id, by=MAKER)
    assert (one.source.unseen, ledger_view(one, ())["hidden_columns"]) == (Unseen(("id_no",), 1), ["C 身份证号码"])
    found = {row.no: {(problem.field, problem.slug) for problem in row.findings} for row in rows}
    assert found["1"] == {("id_no", "id_check_digit")}
    assert found["2"] == {("course", "ledger_not_listed"), ("issued_on", "not_a_day")}
    assert found["3"] == {("issued_on", "day_to_come")}
    assert (found["4"], found["5"]) == ({("", "row_hidden")}, {("number", "ledger_row_differs")})
    assert {slug for _, slug in found["6"]} == {"phone_missing", "place_missing"}
    with pytest.raises(Refused, match="ledger_has_errors"):
        here.run(lambda use: use.ledger.sign.first(KIND, ledger_id, leave_out=False, by=MAKER))
    made = here.wiring.errands.ledger.rejected(KIND, ledger_id, lambda one: one.slug, by=MAKER)
    assert made.startswith(b"PK")


def test_a_woman_who_is_registered_needs_only_name_and_number_and_the_name_must_be_hers(here: Office) -> None:
    booked(here, book(a_line(1)))
    known = a_line(1, number=number(7), phone="", place="", education="")
    wrong = a_line(1, number=number(8), name="杨梅")
    _one, rows = here.ledger(KIND, here.bring(KIND, book(known, wrong), by=MAKER), by=MAKER)
    assert [row.verdict for row in rows] == [Verdict.ACCEPT, Verdict.ERROR]
    assert [found.slug for found in rows[1].findings] == ["ledger_name_differs"]


def test_a_book_of_subsidised_trainings_is_booked_once_for_women_who_are_registered(here: Office) -> None:
    """The certificate registers her; then her trainings of before count, and the same file again changes nothing."""
    booked(here, book(a_line(1)))
    known = [a_line(1)[at] for at in (0, 1, 2)]
    head = ("序号", "学员姓名", "身份证号码", "培训工种", "等级", "结业时间", "补贴次数")
    lines = [(*known, "侗锦织造（初级）", "初级", "2024年6月18日", ""), (*known, "EC-DS", "", "2024-09-02", "2")]
    sent = a_ledger(head, [*lines, ("3", "杨梅", an_id_no("19900101"), "EC-DS", "", "2024-09-02", "")])
    first = here.bring("training", sent, Mode.PARTIAL, by=MAKER)
    _one, rows = here.ledger("training", first, by=MAKER)
    assert [[found.slug for found in row.findings] for row in rows] == [[], [], ["register_her_first"]]
    here.sign("training", first, by=BOTH, leave_out=True)
    here.work()
    one, _rows = here.ledger("training", first, by=CHECKER)
    assert (one.state, sum(found.count for found in one.booked)) == (State.BOOKED, 2)
    kept = list(here.db.subsidised.find().sort("on"))
    assert [(row["on"], row["rank"], row["times"], row["class_id"]) for row in kept] == [
        ("2024-06-18", 1, 1, ""),
        ("2024-09-02", 1, 2, ""),
    ]
    again = here.bring("training", sent, Mode.PARTIAL, by=MAKER)
    _one, rows = here.ledger("training", again, by=MAKER)
    assert [row.outcome for row in rows][:2] == [Outcome.ALREADY] * 2


def test_a_booking_killed_at_any_row_goes_on_there_and_tells_everything_once(
    here: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after kill -9: the lease ends and another worker takes the job; the worst moment is between two services."""
    ledger_id = here.bring(KIND, book(*(a_line(n) for n in range(1, 9))), by=MAKER)
    here.sign(KIND, ledger_id, by=BOTH)
    whole, count = certificate_ledger.CertificateBook.fetch, 0
    monkeypatch.setattr("shared.ledger.desk.BATCH", 2)

    def dying(self: Any, row: Any, source: Any) -> Any:
        nonlocal count
        count += 1
        found = whole(self, row, source)
        if count % 3 == 0:
            raise KeyboardInterrupt  # registered at applicant, not yet booked
        return found

    monkeypatch.setattr(certificate_ledger.CertificateBook, "fetch", dying)
    for _ in range(8):
        try:
            here.work()
        except KeyboardInterrupt:
            here.db.jobs.update_many({}, {"$set": {"until": here.wiring.frame.clock.real_now()}})
    one, _ = here.ledger(KIND, ledger_id, by=MAKER)
    assert (one.state, one.done, one.counts) == (State.BOOKED, 8, {"accept": 8, "booked": 8})
    assert here.db.certificates.count_documents({}) == len(here.events("training.certificate.issued.v1")) == 8
    assert here.applicant.db.persons.count_documents({}) == 8
    assert count > 8


def test_the_second_hand_is_another_and_of_two_at_once_one_signs(here: Office) -> None:
    ledger_id = here.bring(KIND, book(a_line(1)), by=MAKER)
    here.run(lambda use: use.ledger.sign.first(KIND, ledger_id, leave_out=False, by=MAKER))
    barrier, said = threading.Barrier(2), []

    def sign(by: Any) -> None:
        barrier.wait()
        try:
            here.run(lambda use: use.ledger.sign.second(KIND, ledger_id, by=by))
            said.append("signed")
        except (Conflict, Stale) as problem:
            said.append(problem.slug)

    threads = [threading.Thread(target=sign, args=(officer("training_reviewer"),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("signed") == 1, said
    one, _ = here.ledger(KIND, ledger_id, by=MAKER)
    assert (one.state, len(one.signatures)) == (State.BOOKING, 2)


def test_two_books_with_the_same_rows_booked_at_once_make_each_certificate_once(here: Office) -> None:
    ids = [here.bring(KIND, book(*(a_line(n) for n in range(1, 7))), by=MAKER) for _ in range(2)]
    for ledger_id in ids:
        here.sign(KIND, ledger_id, by=BOTH)
    threads = [threading.Thread(target=here.work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    here.work()
    found = [here.ledger(KIND, ledger_id, by=MAKER)[0] for ledger_id in ids]
    assert [one.state for one in found] == [State.BOOKED] * 2
    assert sum(one.counts.get("booked", 0) for one in found) == 6
    assert sum(one.counts.get("already", 0) for one in found) == 6
    assert here.db.certificates.count_documents({}) == len(here.events("training.certificate.issued.v1")) == 6


def test_nothing_of_a_book_stands_in_clear_and_the_same_upload_pressed_twice_is_one(here: Office) -> None:
    content, once = book(a_line(1), a_line(2)), Once(MAKER.id, new_id(), new_id())
    first = here.wiring.errands.ledger.bring(Upload(KIND, content, Mode.ALL), once, by=MAKER)
    assert (
        here.wiring.errands.ledger.bring(Upload(KIND, content, Mode.ALL), once, by=MAKER).resource_id
        == first.resource_id
    )
    here.work()
    here.sign(KIND, first.resource_id, by=BOTH)
    here.work()
    typed = {str(cell) for n in (1, 2) for cell in a_line(n)[1:4]}
    for db in (here.db, here.applicant.db):
        for name in db.list_collection_names():
            text = repr(list(db[name].find()))
            assert {one for one in typed if one in text} == set(), name
