"""Her road through a real Kafka: three services speak in any order, and a rebuild gives the same bytes."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database

from services.applicant.events import journey_inbound, month_inbound
from services.applicant.events.inbound import joined
from services.applicant.events.journey_inbound import WORDS
from services.applicant.storage import indexes
from services.applicant.storage.counters import MONTH, MongoCounters
from services.applicant.storage.journeys import MongoJourneys
from services.applicant.storage.months import MongoMonths
from services.applicant.storage.rebuild_journey import rebuild
from services.applicant.storage.rebuild_month import rebuild as rebuild_month
from services.applicant.usecases.dispatch.note import NoteMonth
from shared.clock import Clock
from shared.events import indexes as event_indexes
from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.consumer import Consumer
from shared.events.lease import Leases, shards
from shared.events.outbox import Message, Outbox
from shared.events.reading import Reader
from shared.events.relay import Relay
from shared.events.topics import apply
from shared.events.views import current
from shared.ids import new_id
from shared.storage.mongo import connect, transaction
from shared.storage.runner import Runner
from tests.builders import journey as made
from tests.fakes.months import CUTOFF
from tests.stack.servers import Broker

TYPES = {word: name for name, word in WORDS.items()}
HANDLERS = joined(journey_inbound.HANDLERS, month_inbound.HANDLERS)
SERVICES = ("applicant", "training", "loans")
FULL: dict[str, dict[str, Any]] = {
    "submitted": {
        **{"org_path": made.PATH, "form": "individual", "term_months": 24, "policy_id": "N2023", "eligible": True},
    },
    **{word: {"org_path": made.PATH} for word in ("guaranteed", "returned", "rejected", "approved")},
    "passed": {"org_path": made.PATH, "amount_fen": 15_000_000},
}


@dataclass
class World:
    """Three outboxes with their relays, and applicant's consumer; all loops run."""

    db: Database[dict[str, Any]]
    bootstrap: str
    outboxes: dict[str, Outbox]
    consumer: Consumer[Any]
    stop: threading.Event = field(default_factory=threading.Event)
    loops: list[threading.Thread] = field(default_factory=list)

    def say(self, person_id: str, word: str, data: dict[str, Any]) -> None:
        outbox = self.outboxes[TYPES[word].partition(".")[0]]
        told = published(word, person_id, data)
        message = Message(TYPES[word], person_id, person_id, told)
        transaction(self.db.client, lambda session: outbox.emit(session, message))

    def start(self, *loops: Callable[[threading.Event], None]) -> None:
        self.loops = [threading.Thread(target=loop, args=(self.stop,)) for loop in loops]
        for loop in self.loops:
            loop.start()

    def caught_up(self) -> None:
        until = time.monotonic() + 60
        while self.heard() != self.said():
            assert time.monotonic() < until, (self.heard(), self.said())
            time.sleep(0.1)

    def said(self) -> int:
        return sum(row["seq"] for box in self.outboxes.values() for row in box.db.streams.find())

    def heard(self) -> int:
        return sum(row["pos"] for row in self.db.inbox.find({"consumer": self.consumer.name, "pos": {"$gt": 0}}))

    def rows(self) -> list[bytes]:
        return [row.raw for row in self.raw(current(self.db, "journey")).find().sort("_id")]

    def raw(self, name: str) -> Any:
        return self.db.get_collection(name, codec_options=CodecOptions(document_class=RawBSONDocument))

    def cells(self) -> Any:
        return MongoCounters(self.db, None).cells()


def published(word: str, person_id: str, data: dict[str, Any]) -> dict[str, Any]:
    bands = {"as_of": "2026-11-02", "age": "36_45", "education": "70", "hukou": "rural", "groups": []}
    more = {"bands": bands} if word in ("registered", "amended") else {}
    more |= {"channel": "roster"} if word in ("registered", "enrolled", "waitlisted", "started") else {}
    more |= {"reason": "hers"} if word == "dropped" else {}
    more |= {"org_path": made.PATH} if word == "started" else {}
    more |= {"channel": "self"} if word == "started" else {}
    more |= FULL.get(word, {})
    return {**data, **more, "person_id": person_id}


@pytest.fixture
def world(mongo_url: str, database_name: str, kafka: Broker) -> Iterator[World]:
    end = new_id()[-8:]
    topics = {name: f"{name}.{end}" for name in SERVICES}
    apply(kafka.bootstrap, list(topics.values()), partitions=3)
    with connect(mongo_url) as client:
        dbs = {name: client[f"{database_name[:30]}_{end}_{name}"] for name in SERVICES}
        for name, db in dbs.items():
            indexes.ensure(db) if name == "applicant" else event_indexes.ensure(db)
        db = dbs["applicant"]

        def use(session: Any) -> Any:
            months = NoteMonth(MongoMonths(db, session, CUTOFF))
            journeys = MongoJourneys(db, session)
            return SimpleNamespace(journey=SimpleNamespace(note=journeys.note), dispatch=SimpleNamespace(note=months))

        runner = Runner(client, db, use)
        consumer = Consumer(f"applicant-{end}", list(topics.values()), HANDLERS, runner)
        outboxes = {name: Outbox(db, f"/{name}", Clock()) for name, db in dbs.items()}
        world = World(db, kafka.bootstrap, outboxes, consumer)
        relays = [
            Relay(box, Leases(box.db, new_id(), shards()), topics[name], lambda: KafkaProducing(kafka.bootstrap))
            for name, box in outboxes.items()
        ]
        group = consumer.name
        reader = Reader(
            group, db, consumer.applier(world.stop), lambda: KafkaLog(kafka.bootstrap, consumer.topics, group, None)
        )
        world.start(*(relay.run for relay in relays), reader.run)
        yield world
        world.stop.set()
        for loop in world.loops:
            loop.join(10)
        for db in dbs.values():
            client.drop_database(db.name)


def lives(world: World, seed: int, women: int) -> list[str]:
    """Let some women live some of their road; each service says its part when it likes."""
    chance = random.Random(seed)
    ids = [new_id() for _ in range(women)]
    said = []
    for n, woman in enumerate(ids):
        own = [made.registered(chance.choice(made.PATHS), on=f"2026-{chance.randint(9, 11):02}-05")]
        own += [made.amended(chance.choice(made.PATHS), on="2026-11-20")] if n % 4 == 0 else []
        own += [made.report("2026-12-20"), made.title("recognised", "2026-12-24")] if n % 12 == 0 else []
        own += [made.erased()] if n % 7 == 6 else []
        training = [made.place("enrolled", on="2026-11-10")] if n % 2 else [made.place("waitlisted")]
        training += [made.place("dropped", on="2026-11-12")] if n % 5 == 4 else []
        training += [made.certificate(on="2026-11-22", no=f"{n % 10}")] if n % 4 == 1 else []
        loans = [made.application("started")] if n % 3 == 0 else []
        loans += [made.application(state) for state in ("submitted", "passed", "guaranteed")] if n % 6 == 0 else []
        loans += [made.loan("disbursed", on="2026-11-23"), made.loan("overdue", on="2027-02-21")] if n % 6 == 0 else []
        said.append([(woman, fact) for fact in own])
        said.append([(woman, fact) for fact in training])
        said.append([(woman, fact) for fact in loans])
    while said := [one for one in said if one]:
        woman, fact = chance.choice(said).pop(0)
        world.say(woman, *fact)
    return ids


def test_a_rebuilt_journey_is_the_live_one_byte_for_byte_and_so_are_its_numbers(world: World) -> None:
    lives(world, 1, 20)
    world.caught_up()
    rows, cells = world.rows(), world.cells()
    assert len(rows) == 20
    rebuilt = rebuild(world.consumer, world.bootstrap)
    assert current(world.db, "journey") == rebuilt.collection == "journey_1"
    assert world.rows() == rows
    assert world.cells() == cells == MongoJourneys(world.db, None).full_count()


def test_every_number_stays_the_length_of_its_list_while_it_is_rebuilt_under_load(world: World) -> None:
    lives(world, 2, 5)
    talker = threading.Thread(target=lives, args=(world, 3, 15))
    talker.start()
    rebuild(world.consumer, world.bootstrap)
    rebuild(world.consumer, world.bootstrap)
    talker.join()
    world.caught_up()
    journeys = MongoJourneys(world.db, None)
    assert world.cells() == journeys.full_count()
    for cell, count in world.cells().items():
        assert len(journeys.page(cell, "", 200)) == count
    assert "journey_0" not in world.db.list_collection_names(), "the generation before the last one is gone"
    assert not world.db.journey_counters.count_documents({"of": "journey_0"})
    before = world.rows()
    rebuild(world.consumer, world.bootstrap)
    assert world.rows() == before


def test_rebuilt_monthly_tables_are_the_live_ones_byte_for_byte_and_a_locked_month_keeps_its_numbers(
    world: World,
) -> None:
    lives(world, 4, 12)
    world.caught_up()
    lock = {"versions": [{"at": Clock.real_now(), "by": "x", "reason": ""}], "version": 1, "month": "2026-11"}
    world.db.dispatch_months.insert_one({"_id": "2026-11", **lock})
    lives(world, 5, 12)
    world.caught_up()
    live = [row.raw for row in world.raw(current(world.db, "month")).find().sort("_id")]
    cells = MongoCounters(world.db, None, what=MONTH).cells()
    assert any(what == "late:i" for _, month, what in cells if month == "2026-12"), "said after the lock"
    assert live
    rebuilt = rebuild_month(world.consumer, world.bootstrap, CUTOFF)
    assert current(world.db, "month") == rebuilt.collection == "month_1"
    assert [row.raw for row in world.raw("month_1").find().sort("_id")] == live
    assert MongoCounters(world.db, None, what=MONTH).cells() == cells
    assert MongoMonths(world.db, None, CUTOFF).full_count() == cells
