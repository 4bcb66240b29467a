"""After a roster has gone through all three services, nothing of the women stands in clear but on the phones."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from bson import BSON
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event
from kafka import KafkaConsumer
from python_calamine import CalamineWorkbook

from tests.stack.people import command, until
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
    until(lambda: visitor.get(f"/training/api/v1/rosters/{roster}").json()["state"] == "done")
    for service in SERVICES:
        command(stack, service, "reconcile --wait 60")  # till it has read all that the others said of it
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
    secrets = [form for secret in _secrets() for form in _written(secret)]
    for log in imported.stand.place.logs.glob("*"):
        assert not _found(log.read_bytes().lower(), secrets), log.name


def test_the_search_itself_finds_what_stands_in_clear():
    assert _found("她叫阿依古丽·买买提".encode(), _secrets())
    assert _found(b"x431230197211140006y", _secrets())


@pytest.mark.parametrize(
    "log",
    [
        json.dumps({"name": "阿依古丽·买买提"}).encode(),
        json.dumps({"event": json.dumps({"name": "阿依古丽·买买提"})}).encode(),
        repr("阿依古丽·买买提".encode()).encode(),
        ascii("阿依古丽·买买提").encode(),
        b"GET /?name=" + quote("阿依古丽·买买提").encode(),
        b'"GET /?name=' + quote("阿依古丽·买买提").lower().encode(),
    ],
)
def test_the_search_of_logs_knows_the_forms_in_which_programs_write_chinese(log: bytes):
    name = "阿依古丽·买买提".encode()
    assert name in _secrets()
    assert _found(log.lower(), _written(name))


def _plan(stack: Stack) -> str:
    command(stack, "training", "plan-class --county 431230 --course HW-DJ1 --capacity 48 --as coordinator_1@tongdao")
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


def _written(secret: bytes) -> list[bytes]:
    r"""Return a text as it stands, as \u…, as \x… and in percent, also as inside another text; small letters."""
    text = secret.decode()
    forms = {text, json.dumps(text)[1:-1], ascii(text)[1:-1], repr(secret)[2:-1], quote(text)}
    return [form.lower().encode() for form in forms | {form.replace("\\", "\\\\") for form in forms}]
