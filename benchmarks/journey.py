"""Tables, lists and the rebuild of the journey, each beside its yardstick (goals G9, G10, G11).

python -m benchmarks.journey [women]
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database

from services.applicant.domain.journey import NOW, ROAD, cells, fold
from services.applicant.events.journey_inbound import HANDLERS, WORDS
from services.applicant.storage import indexes
from services.applicant.storage.counters import MongoCounters
from services.applicant.storage.journeys import MongoJourneys, count
from services.applicant.storage.rebuild_journey import rebuild
from shared.events.broker import KafkaLog, KafkaProducing, KafkaTail, ends
from shared.events.consumer import Consumer
from shared.events.envelope import Event, to_record
from shared.events.topics import apply
from shared.ids import new_id
from shared.storage.mongo import connect
from shared.storage.runner import Runner
from shared.trace import begin
from tests.builders import journey as made
from tests.stack.servers import start_kafka, start_mongod

CITY = f"{1:032x}"
COUNTIES, TOWNS = 13, 20
TYPES = {word: name for name, word in WORDS.items()}
AT = datetime(2026, 11, 24, tzinfo=UTC)
TRIES = 200


def paths() -> list[list[str]]:
    """Return 13 counties with 20 townships each."""
    return [[CITY, f"{2 + c:032x}", f"{100 + c * TOWNS + t:032x}"] for c in range(COUNTIES) for t in range(TOWNS)]


def lives(women: int) -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """Yield women with what is said of them: about three facts each."""
    chance, places = random.Random(7), paths()
    for _ in range(women):
        month = chance.randint(1, 11)
        facts = [made.registered(chance.choice(places), on=f"2026-{month:02}-05")]
        if chance.random() < 0.7:
            facts.append(made.place("enrolled", on=f"2026-{month:02}-20"))
        if chance.random() < 0.3:
            facts.append(made.application("started", on="2026-11-20"))
        if chance.random() < 0.03:
            facts.append(made.amended(chance.choice(places), on="2026-11-21"))
        yield new_id(), facts


def events(woman: str, facts: list[tuple[str, dict[str, Any]]]) -> Iterator[Event]:
    """Yield the events that say it, numbered per service."""
    seq: dict[str, int] = {}
    for word, data in facts:
        service = TYPES[word].partition(".")[0]
        seq[service] = seq.get(service, 0) + 1
        yield Event(new_id(), TYPES[word], f"/{service}", woman, seq[service], woman, AT, data, begin())


def p50(*works: Callable[[], object]) -> list[float]:
    """Return the median milliseconds of each, tried in turns so that all meet the same load."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(TRIES):
        for work, times in zip(works, took, strict=True):
            began = time.perf_counter()
            work()
            times.append((time.perf_counter() - began) * 1000)
    return [statistics.median(times) for times in took]


def tables(db: Database[dict[str, Any]]) -> None:
    """G9 and G10: a month table of 13 counties, and the list behind any number, beside find_one."""
    journeys, counters, chance = MongoJourneys(db, None), MongoCounters(db, None), random.Random(1)
    ids = [row["_id"] for row in journeys.rows.find({}, {"_id": 1}).limit(5000)]
    counties = [f"{2 + c:032x}" for c in range(COUNTIES)]
    month = f"2026-{chance.randint(1, 11):02}"
    numbers = counters.cells()
    shown = [(unit, m, s) for unit in counties for m in (NOW, month) for s in ROAD if numbers.get((unit, m, s))]
    floor, table, lists = p50(
        lambda: journeys.rows.find_one({"_id": chance.choice(ids)}),
        lambda: counters.read(counties, month),
        lambda: journeys.page(chance.choice(shown), "", 50),
    )
    print(f"find_one {floor:.2f} ms; month table {table:.2f} ms, ratio {table / floor:.2f} (G9 goal 1.5)")
    print(f"  equal to the full count of {len(numbers)} cells: {numbers == journeys.full_count()} (goal True)")
    print(f"first 50 behind a number {lists:.2f} ms, ratio {lists / floor:.2f} (G10 goal 3)")
    right = sum(len(journeys.page(cell, "", 10**6)) == numbers[cell] for cell in shown)
    print(f"  lists as long as their number: {right} of {len(shown)}")


def again(db: Database[dict[str, Any]], bootstrap: str, topics: list[str]) -> None:
    """G11: the rebuild beside merely reading the same records."""
    group = f"applicant-{new_id()[-6:]}"
    db.inbox.update_many({}, {"$set": {"consumer": group}})
    rows = [{**row, "_id": row["_id"].replace("applicant", group, 1), "consumer": group} for row in db.inbox.find()]
    db.inbox.delete_many({})
    db.inbox.insert_many(rows)
    last = ends(bootstrap, topics)
    log = KafkaLog(bootstrap, topics, group, None)
    while not log.assigned():
        log.poll(0.5)
    log.commit(last)
    log.close()
    total = sum(last.values())
    tail, seen, began = KafkaTail(bootstrap, topics, {}), 0, time.perf_counter()
    while seen < total:
        seen += len(tail.poll(1.0))
    raw = total / (time.perf_counter() - began)
    tail.close()
    before = content(db, "journey_0")
    runner = Runner(db.client, db, lambda _session: SimpleNamespace(journey=SimpleNamespace(note=None)))
    began = time.perf_counter()
    done = rebuild(Consumer(group, topics, HANDLERS, runner), bootstrap)
    speed = total / (time.perf_counter() - began)
    print(f"read alone {raw:.0f} events/s; rebuild {speed:.0f}, ratio {speed / raw:.2f} (G11 goal 0.8)")
    print(f"  {done.events} events; rows equal byte for byte: {content(db, done.collection) == before} (goal True)")


def content(db: Database[dict[str, Any]], name: str) -> list[bytes]:
    """Return the raw rows of a collection."""
    options: CodecOptions[Any] = CodecOptions(document_class=RawBSONDocument)
    return [row.raw for row in db.get_collection(name, codec_options=options).find().sort("_id")]


def fill(db: Database[dict[str, Any]], women: int, producer: KafkaProducing, end: str) -> None:
    """Let the women live: rows, positions and records as the live system would have left them."""
    rows, places = [], []
    for woman, facts in lives(women):
        row, last = None, {}
        for event in events(woman, facts):
            row = fold(row, WORDS[event.type], event.data)
            producer.send(f"{event.source[1:]}.{end}", to_record(event))
            last[event.source] = event.seq
        rows.append({"_id": woman, **(row or {})})
        for source, pos in last.items():
            key = {"_id": f"applicant{source}/{woman}", "consumer": "applicant", "source": source, "stream": woman}
            places.append({**key, "pos": pos, "parked": 0, "halted": False})
    producer.flush(120)
    db.journey_0.insert_many(rows)
    db.inbox.insert_many(places)
    count(db, "journey_0")
    print(f"{women} women, {sum(len(cells(row)) for row in rows)} entries in lists")


def main(women: int) -> None:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory() as name:
        mongod, kafka = start_mongod(Path(name) / "m"), start_kafka(Path(name) / "k")
        try:
            with connect(mongod.url) as client:
                db, end = client["bench_applicant"], new_id()[-8:]
                indexes.ensure(db)
                topics = [f"{service}.{end}" for service in ("applicant", "training", "loans")]
                apply(kafka.bootstrap, topics)
                fill(db, women, KafkaProducing(kafka.bootstrap), end)
                tables(db)
                again(db, kafka.bootstrap, topics)
        finally:
            kafka.close()
            mongod.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
