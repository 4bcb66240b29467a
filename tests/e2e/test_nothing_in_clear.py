"""After a roster has gone through all three services, nothing of the women stands in clear but on the phones."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bson import BSON
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event
from kafka import KafkaConsumer
from python_calamine import CalamineWorkbook

from tests.stack.stack import Stack
from tests.stack.visitor import Visitor

pytestmark = pytest.mark.story

CASE = Path(__file__).parents[1] / "cases" / "roster-tongdao-2026-3.xlsx"
SERVICES = ("applicant", "training", "loans")
TOPICS = [f"{service}.events" for service in SERVICES]


@pytest.fixture(scope="module")
def imported(stack: Stack) -> Stack:
    """The demonstration city after the roster of the third class of 2026 was imported."""
    visitor = Visitor(stack.base_url).sign_in_staff("coordinator_1@tongdao", stack.password)
    class_id = _plan(stack)
    with CASE.open("rb") as file:
        answer = visitor.post(
            f"/training/api/v1/classes/{class_id}/rosters", {"mode": "partial"}, files={"file": (CASE.name, file)}
        )
    assert answer.status_code == 202, answer.text
    roster = answer.json()["id"]
    _until(lambda: visitor.get(f"/training/api/v1/rosters/{roster}").json()["state"] == "done")
    _until(lambda: stack.db("training").outbox.count_documents({"sent": None}) == 0)
    _until(lambda: stack.db("applicant").outbox.count_documents({"sent": None}) == 0)
    return stack


def test_no_database_holds_a_number_a_phone_or_a_name_of_the_roster_in_clear(imported: Stack):
    secrets = _secrets()
    for service in SERVICES:
        db = imported.db(service)
        for name in db.list_collection_names():
            for document in db[name].find():
                raw = BSON.encode(document)
                assert not _found(raw, secrets), (service, name, document["_id"])


def test_no_topic_holds_a_number_a_phone_or_a_name_and_every_record_is_a_cloudevent(imported: Stack):
    secrets, count = _secrets(), 0
    for record in _records(imported):
        value = record.value or b""
        assert not _found(value + (record.key or b"") + b"".join(value for _, value in record.headers), secrets)
        event = from_kafka_event(KafkaMessage(headers=dict(record.headers), key=record.key, value=value))
        assert event.get_type().endswith(".v1")
        assert event.get_extension("partitionkey") == (record.key or b"").decode()
        count += 1
    assert count >= 41 * 2, "each of the 41 women was registered and enrolled"


def test_a_program_that_is_not_ours_reads_the_same_number_of_records(imported: Stack):
    ours = sum(1 for _ in _records(imported))
    lines = 0
    for topic in TOPICS:
        read = subprocess.run(
            ["kcat", "-C", "-b", imported.bootstrap, "-t", topic, "-e", "-q", "-f", "%k %h\n"],
            capture_output=True,
            check=True,
            timeout=60,
        )
        lines += len(read.stdout.splitlines())
    assert lines == ours


def test_no_log_holds_a_number_a_phone_or_a_name_of_the_roster(imported: Stack):
    secrets = _secrets()
    for log in imported.stand.place.logs.glob("*"):
        assert not _found(log.read_bytes(), secrets), log.name


def test_the_search_itself_finds_what_stands_in_clear():
    assert _found("她叫阿依古丽·买买提".encode(), _secrets())
    assert _found(b"x431230197211140006y", _secrets())


def _plan(stack: Stack) -> str:
    command = "plan-class --county 431230 --course HW-DJ1 --capacity 48 --as coordinator_1@tongdao"
    subprocess.run(
        [sys.executable, "-m", "services.training", *command.split()],
        env=stack.environment("training"),
        check=True,
        timeout=60,
    )
    row = stack.db("training").classes.find_one({}, sort=[("_id", -1)])
    assert row is not None
    return str(row["_id"])


def _records(stack: Stack) -> Iterator:
    reader = KafkaConsumer(
        *TOPICS,
        bootstrap_servers=stack.bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=4_000,
        group_id=None,
    )
    try:
        yield from reader
    finally:
        reader.close()


def _secrets() -> list[bytes]:
    rows = CalamineWorkbook.from_path(CASE).get_sheet_by_index(0).to_python()[3:]
    names = {str(row[1]).replace("•", "·").replace(" ", "") for row in rows if len(row) > 6 and row[5]}
    numbers = {"".join(str(row[5]).split()).upper() for row in rows if isinstance(row[5], str) and len(row[5]) >= 18}
    phones = {str(row[6]).replace("-", "").replace(" ", "").removeprefix("+86") for row in rows if row[6]}
    return [text.encode() for text in names | numbers | phones if len(text) >= 2]


def _found(raw: bytes, secrets: list[bytes]) -> list[bytes]:
    return [secret for secret in secrets if secret in raw]


def _until(true, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)
