"""Command lines, environment names and topics stand once, in deploy/processes.toml; all other places agree with it."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local.place import METRICS, OWN, for_local, manifest, temporary_place
from shared import settings
from shared.events import figures, topics

ROOT = Path(__file__).resolve().parents[2]
SERVICES = manifest()["services"]
ALARMS = ROOT / "deploy" / "prometheus" / "alerts.yml"
CONTAINER = "0.0.0.0:8000"


def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def cluster(kind: str) -> dict[str, dict[str, Any]]:
    """Container of every workload of one kind, by name."""
    documents = [
        document
        for file in sorted((ROOT / "deploy" / "k8s").glob("*.yaml"))
        for document in yaml.safe_load_all(file.read_text())
        if document and document["kind"] == kind
    ]
    return {one["metadata"]["name"]: one["spec"]["template"]["spec"]["containers"][0] for one in documents}


def expected(command: list[str], service: str) -> list[str]:
    return [part.format(service=service, bind=CONTAINER) for part in command]


def setting_names(*, work: bool) -> set[str]:
    return set(manifest()["settings"]) | (set(manifest()["settings_of_work"]) if work else set())


def container_names(container: dict[str, Any]) -> set[str]:
    config = yaml.safe_load((ROOT / "deploy" / "k8s" / "settings.yaml").read_text())["data"]
    return set(config) | {entry["name"] for entry in container["env"]}


@pytest.mark.parametrize("kind", ["web", "work"])
@pytest.mark.parametrize("service", SERVICES)
def test_compose_starts_each_process_with_the_same_command_and_names(service: str, kind: str):
    found = compose()[f"{service}-{kind}"]
    assert found["command"] == expected(manifest()["process"][kind]["command"], service)
    assert set(found["environment"]) == setting_names(work=kind == "work")


@pytest.mark.parametrize("service", SERVICES)
def test_compose_prepares_each_service_with_the_same_commands(service: str):
    for verb, command in (manifest()["once"] | manifest()["demonstration"]).items():
        found = compose()[f"{service}-{verb}"]
        assert found["command"] == expected(command, service)
        assert set(found["environment"]) == setting_names(work=False)


@pytest.mark.parametrize(("kind", "workload"), [("web", "Deployment"), ("work", "StatefulSet")])
@pytest.mark.parametrize("service", SERVICES)
def test_the_cluster_starts_each_process_with_the_same_command_and_names(service: str, kind: str, workload: str):
    found = cluster(workload)[f"{service}-{kind}"]
    production = manifest()["production"]
    assert found["command"] == expected(manifest()["process"][kind]["command"], service)
    names = setting_names(work=kind == "work") - set(production["never"]) | set(production["needs"])
    assert container_names(found) == names


@pytest.mark.parametrize("service", SERVICES)
def test_the_cluster_prepares_each_service_with_the_same_commands(service: str):
    jobs = cluster("Job")
    for verb, command in manifest()["once"].items():
        assert jobs[f"{service}-{verb}"]["command"] == expected(command, service)


def test_nothing_runs_that_the_list_does_not_know():
    once, kinds = manifest()["once"] | manifest()["demonstration"], manifest()["process"]
    ours = {f"{service}-{what}" for service in SERVICES for what in [*once, *kinds]}
    assert set(compose()) == ours | {"mongo", "kafka", "secrets", "edge"}
    assert set(cluster("Deployment")) | set(cluster("StatefulSet")) == {
        "edge",
        *(f"{service}-{kind}" for service in SERVICES for kind in kinds),
    }
    assert set(cluster("Job")) == {f"{service}-{verb}" for service in SERVICES for verb in manifest()["once"]}


def test_the_edge_is_told_every_name_its_configuration_asks_for():
    template = (ROOT / "deploy" / "nginx" / "jinguo.conf.template").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+)\}", template))
    assert set(compose()["edge"]["environment"]) == asked
    assert {entry["name"] for entry in cluster("Deployment")["edge"]["env"]} == asked


def test_production_is_never_given_a_movable_clock():
    config = yaml.safe_load((ROOT / "deploy" / "k8s" / "settings.yaml").read_text())["data"]
    assert config["JINGUO_ENV"] == "production"
    assert not set(manifest()["production"]["never"]) & set(config)


@pytest.mark.parametrize("service", SERVICES)
def test_the_services_can_read_what_the_run_gives_them(service: str, tmp_path: Path):
    for place in (for_local(gate=8080, tls=False), temporary_place(tmp_path)):
        read = settings.read(service, place.environment(service, work=True))
        assert read.metrics_port == place.metrics[service]
        assert read.topic in manifest()["topics"]["names"]


def test_production_reads_the_settings_of_the_cluster(tmp_path: Path):
    config = yaml.safe_load((ROOT / "deploy" / "k8s" / "settings.yaml").read_text())["data"]
    read = settings.read("loans", config | {"MONGODB_URL": "mongodb://mongo"})
    assert read.env is settings.Env.PRODUCTION


def test_every_setting_the_services_read_is_in_the_list():
    source = (ROOT / "shared" / "settings.py").read_text()
    read = set(re.findall(r"environ(?:, |\.get\(|\[)\"([A-Z_]+)\"", source)) | {
        f"{name.upper()}_URL" for name in SERVICES
    }
    known = setting_names(work=True) | set(manifest()["production"]["needs"])
    assert read <= known


def test_the_local_run_lets_the_callers_environment_win_but_not_over_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "kafka.example:9092")
    monkeypatch.setenv("JINGUO_ENV", "production")
    place = for_local(gate=8080, tls=False)
    given = place.environment("loans")
    assert given["KAFKA_BOOTSTRAP"] == "kafka.example:9092"
    assert given["JINGUO_ENV"] == "local"
    assert (place.own_kafka, place.own_mongo) == (False, True)
    assert setting_names(work=True) >= OWN


def test_containers_have_the_broker_that_the_tests_have():
    libraries = (ROOT / "deploy" / "local" / "jars" / "pom.xml").read_text()
    tested = re.search(r"<artifactId>kafka_2.13</artifactId>\s*<version>([^<]+)", libraries)[1]
    assert compose()["kafka"]["image"] == f"apache/kafka:{tested}"


def test_the_image_is_made_of_what_is_there_and_of_pinned_packages():
    lines = [line.split() for line in (ROOT / "deploy" / "Dockerfile").read_text().splitlines()]
    copied = [part for words in lines if words[:1] == ["COPY"] and "--from" not in words[1] for part in words[1:-1]]
    assert [part for part in copied if not (ROOT / part).exists()] == []
    installs = [words for words in lines if "pip" in words and "install" in words]
    assert installs
    assert all("--require-hashes" in words for words in installs)


def test_every_figure_an_alarm_asks_for_is_published():
    alarms = ALARMS.read_text()
    asked = names_in(alarms)
    published = {f"jinguo_{name}" for name in figures.PLAIN} | {"jinguo_heard"}
    assert asked
    assert asked <= published
    assert yaml.safe_load(alarms)["groups"]


def test_every_listener_has_an_alarm_for_each_service_it_reads():
    rules = [rule for group in yaml.safe_load(ALARMS.read_text())["groups"] for rule in group["rules"]]
    compared = {
        (found["consumer"], found["source"])
        for rule in rules
        if (found := rule.get("labels", {})) and {"jinguo_said", "jinguo_heard"} <= names_in(rule["expr"])
        if f'consumer="{found["consumer"]}", source="/{found["source"]}"' in rule["expr"]
        if f'jinguo_said{{service="{found["source"]}"}}' in rule["expr"]
    }
    reads = {
        (service, topic.partition(".")[0])
        for service in SERVICES
        for topic in importlib.import_module(f"services.{service}.events.inbound").TOPICS
    }
    assert compared == reads


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"jinguo_[a-z_]+", expression))


def test_what_waits_a_minute_is_an_alarm():
    rules = {rule["alert"]: rule for rule in yaml.safe_load(ALARMS.read_text())["groups"][0]["rules"]}
    for figure in ("jinguo_oldest_unsent", "jinguo_oldest_due_job"):
        [rule] = [one for one in rules.values() if figure in one["expr"]]
        assert (rule["expr"], rule["for"]) == (f"{figure} > 60", "0m")


def test_prometheus_scrapes_the_ports_of_the_local_run():
    config = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    rows = config["scrape_configs"][0]["static_configs"]
    assert {row["labels"]["service"]: int(row["targets"][0].rpartition(":")[2]) for row in rows} == METRICS


def test_the_cluster_keeps_each_event_on_as_many_brokers_as_it_has():
    config = yaml.safe_load((ROOT / "deploy" / "k8s" / "settings.yaml").read_text())["data"]
    read = settings.read("loans", config | {"MONGODB_URL": "mongodb://mongo"})
    assert read.kafka_replicas == len(read.kafka_bootstrap.split(",")) == 3
    assert topics.configured(read.kafka_replicas)["min.insync.replicas"] == "2"
    assert topics.configured(1)["min.insync.replicas"] == "1"


def test_topics_are_made_as_the_list_says():
    assert manifest()["topics"]["partitions"] == topics.PARTITIONS
    assert manifest()["topics"]["config"].items() <= topics.SETTINGS.items()
    assert sorted(manifest()["topics"]["names"]) == sorted(f"{service}.events" for service in settings.SERVICES)
