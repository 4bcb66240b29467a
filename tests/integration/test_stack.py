"""The whole stack as tests use it: one address, three databases, faults by name."""

import time
import urllib.error
import urllib.request

from deploy.local.children import wait_for
from deploy.local.ports import answers_ok
from tests.stack.stack import Stack


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_the_front_page_answers_through_the_edge(stack: Stack):
    assert status(f"{stack.base_url}/") == 200
    assert stack.db("applicant").units.estimated_document_count() > 1000


def test_with_kafka_gone_every_service_answers_and_it_comes_back(stack: Stack):
    stack.kill9("kafka")
    for service in ("applicant", "training", "loans"):
        assert status(f"{stack.base_url}/{service}/readyz") == 200
    stack.restart("kafka")
    assert all(stack.pid(f"{service}-work") for service in ("applicant", "training", "loans"))


def test_with_the_database_frozen_a_service_says_so_in_time_and_recovers(stack: Stack):
    stack.sigstop("mongod")
    began = time.monotonic()
    assert status(f"{stack.base_url}/loans/readyz") == 503
    assert time.monotonic() - began < 5
    stack.sigcont("mongod")
    wait_for("loans", lambda: answers_ok(f"{stack.base_url}/loans/readyz"), 20)


def test_a_crashed_web_process_comes_back_by_itself(stack: Stack):
    old = stack.pid("training-web")
    stack.crash("training-web")
    assert status(f"{stack.base_url}/training/readyz") == 503
    wait_for("training", lambda: answers_ok(f"{stack.base_url}/training/readyz"), 30)
    assert stack.pid("training-web") != old


def test_a_process_that_a_test_ended_stays_ended_until_it_is_restarted(stack: Stack):
    stack.kill9("loans-work")
    time.sleep(0.5)
    assert stack.pid("loans-work") is None
    stack.restart("loans-work")
    assert stack.pid("loans-work") is not None
