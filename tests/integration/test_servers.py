"""The servers of the test stack are real, and survive what tests do to them."""

from typing import Any

import pymongo
from pymongo.database import Database

from deploy.local import ports
from tests.stack.servers import Broker, Mongod


def test_the_database_takes_transactions(database: Database[dict[str, Any]]):
    with database.client.start_session() as session, session.start_transaction():
        database.things.insert_one({"_id": 1}, session=session)
    assert database.things.count_documents({}) == 1


def test_a_killed_database_keeps_what_it_confirmed(mongod: Mongod, database_name: str):
    with pymongo.MongoClient(mongod.url, w="majority", journal=True) as client:
        client[database_name].things.insert_one({"_id": 1})
        mongod.kill9()
        mongod.restart()
        assert client[database_name].things.find_one() == {"_id": 1}
        client.drop_database(database_name)


def test_a_killed_broker_comes_back_on_its_port(kafka: Broker):
    assert ports.answers(kafka.ports.broker)
    kafka.kill9()
    assert not ports.answers(kafka.ports.broker)
    kafka.restart()
    assert ports.answers(kafka.ports.broker)


def test_the_holder_of_a_port_is_named(kafka: Broker):
    assert ports.holder(kafka.ports.broker) == f"java (pid {kafka.child.pid})"
