"""Set-up says in a sentence what is missing, and does nothing twice."""

import platform
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local import lock, machine, ports, run, setup, verbs
from deploy.local.__main__ import SET_UP_FOR
from deploy.local.console import Stop
from deploy.local.place import for_local
from deploy.local.stamps import Stamp, fingerprint

DEBIAN = {"ID": "debian", "VERSION_ID": "12", "PRETTY_NAME": "Debian 12"}


def on(monkeypatch: pytest.MonkeyPatch, system: dict[str, str], processor: str = "x86_64") -> None:
    monkeypatch.setattr(platform, "machine", lambda: processor)
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: system)


@pytest.mark.parametrize("version", ["12", "13"])
def test_debian_12_and_13_will_do(monkeypatch: pytest.MonkeyPatch, version: str):
    on(monkeypatch, DEBIAN | {"VERSION_ID": version})
    machine.check_system()


def test_another_system_is_told_what_to_use_instead(monkeypatch: pytest.MonkeyPatch):
    on(monkeypatch, {"ID": "fedora", "VERSION_ID": "43", "PRETTY_NAME": "Fedora Linux 43"})
    with pytest.raises(Stop, match=r"Fedora Linux 43.*Debian 12 and 13.*docker compose up"):
        machine.check_system()


def test_another_processor_is_told_why_not(monkeypatch: pytest.MonkeyPatch):
    on(monkeypatch, DEBIAN, "aarch64")
    with pytest.raises(Stop, match=r"aarch64.*mongod.*x86-64"):
        machine.check_system()


def test_without_root_the_command_to_type_is_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match=r"sudo apt-get install --no-install-recommends weaver"):
        machine.install([machine.Need("no-such-program", "weaver"), machine.Need("sh", "dash")])


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ('openjdk version "17.0.15" 2025-04-15', True),
        ('Picked up JAVA_TOOL_OPTIONS: -Xmx99m\nopenjdk version "21.0.2"', True),
        ('java version "1.8.0_202"', False),
        ('openjdk version "11.0.2"', False),
        ("", False),
    ],
)
def test_java_is_new_enough_or_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, said: str, fits: bool):
    answers = {"java": said, "node": "v18.20.4"}
    machine.java_version.cache_clear()
    monkeypatch.setattr(machine, "said", lambda command: answers[command[0]])
    try:
        if fits:
            machine.check_versions()
        else:
            with pytest.raises(Stop, match=r"Java here is .*17 or newer.*apt-get install"):
                machine.check_versions()
    finally:
        machine.java_version.cache_clear()


def test_a_step_is_done_again_only_when_its_inputs_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    source, result, times = tmp_path / "source", tmp_path / "result", []

    def once() -> None:
        setup.Step("a step", [source], [], lambda: (times.append(1), result.touch()), result).once()

    source.write_text("one")
    once()
    once()
    assert len(times) == 1
    source.write_text("two")
    once()
    assert len(times) == 2
    result.unlink()
    once()
    assert len(times) == 3


def test_a_step_that_failed_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")

    def fail() -> None:
        raise Stop("no network")

    step = setup.Step("fetch", [], [], fail, tmp_path)
    with pytest.raises(Stop, match="no network"):
        step.once()
    assert not step.was_done()


def test_a_fingerprint_sees_contents_names_and_words(tmp_path: Path):
    (tmp_path / "a").write_text("1")
    seen = {fingerprint([tmp_path]), fingerprint([tmp_path], "word")}
    (tmp_path / "a").write_text("2")
    seen.add(fingerprint([tmp_path]))
    (tmp_path / "a").rename(tmp_path / "b")
    seen.add(fingerprint([tmp_path]))
    assert len(seen) == 4
    assert not Stamp(tmp_path / "never").says("")


def test_a_taken_port_is_named_with_its_holder_and_the_way_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ports, "holder", lambda port: "python (pid 7)" if port == 8080 else None)
    with pytest.raises(Stop, match=r"Port 8080 is taken by python \(pid 7\).*make run PORT=8081"):
        lock.check_ports(for_local(gate=8080, tls=False))


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Stop, match="PORT must be a number"):
        run.place()


def test_a_reset_deletes_what_was_stored_and_nothing_that_set_up_made(tmp_path: Path):
    kept = ["kafka/libs/kafka.jar", "kafka/classes.jsa", "stamps/venv", "run/lock"]
    stored = ["mongo/a", "kafka/data/b", "secrets/loans/kek", "messages.log", "anchors/loans", "demo-password"]
    for name in kept + stored:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    run.forget(replace(for_local(gate=8080, tls=False), data=tmp_path))
    assert {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()} == set(kept)


def test_every_verb_that_sets_up_says_what_it_needs_of_the_machine_and_of_python():
    purposes = set(SET_UP_FOR.values())
    assert purposes == set(machine.NEEDS) == set(setup.REQUIREMENTS)
    assert set(machine.NEEDS["run"]) < set(machine.NEEDS["test"]) < set(machine.NEEDS["stories"])


def test_a_module_of_python_can_be_missing_too():
    assert machine.Need("module ensurepip.no_such", "python3-venv").there() is False
    assert machine.Need("module json", "python3").there()


def test_an_environment_that_was_broken_off_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    made: list[list[str]] = []
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", python)
    monkeypatch.setattr(machine, "said", lambda _: f"Python {platform.python_version()}\n")
    monkeypatch.setattr(setup, "_command", lambda _, command: made.append(command))
    setup._make_venv()
    assert made
    assert not python.exists()


def test_a_verb_gets_the_settings_of_the_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = replace(for_local(gate=8080, tls=False), data=tmp_path, secrets=tmp_path)
    became: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(verbs.os, "execve", lambda _, command, environment: became.append((command, environment)))
    monkeypatch.chdir(tmp_path)
    verbs.do("training", "plan-class", "--help", here=here)
    [(command, environment)] = became
    assert command[1:] == ["-m", "services.training", "plan-class", "--help"]
    assert environment["JINGUO_ENV"] == "local"
    assert environment["SECRETS_DIR"] == f"{tmp_path}/training"


@pytest.mark.parametrize("words", [(), ("courses",), ("--help",)])
def test_a_verb_without_a_service_is_told_how_to_name_one(words: tuple[str, ...]):
    with pytest.raises(Stop, match=r"make do WHAT=.*applicant, training, loans"):
        verbs.do(*words)


def test_a_verb_before_the_first_start_is_told_to_start(tmp_path: Path):
    with pytest.raises(Stop, match="Begin with: make start"):
        verbs.do("training", "courses", here=replace(for_local(gate=8080, tls=False), secrets=tmp_path / "none"))


@pytest.mark.parametrize(
    ("verb", "answers"),
    [
        ("policy show --on 2027-01-01", True),
        ("policy diff 2026-12-31@431230 2027-01-01@431230", True),
        ("policy simulate --help", True),
        ("interest --principal 1", True),
        ("policy simulate --from 2026-01-01", False),
        ("fund check", False),
    ],
)
def test_what_reads_the_policy_files_only_answers_before_the_first_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: str, answers: bool
):
    became: list[list[str]] = []
    monkeypatch.setattr(verbs.os, "execve", lambda _, command, _environment: became.append(command))
    monkeypatch.chdir(tmp_path)
    here = replace(for_local(gate=8080, tls=False), secrets=tmp_path / "none")
    if answers:
        verbs.do("loans", *verb.split(), here=here)
        assert became[0][3:] == verb.split()
    else:
        with pytest.raises(Stop, match="Begin with: make start"):
            verbs.do("loans", *verb.split(), here=here)
