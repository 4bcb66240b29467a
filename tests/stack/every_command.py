"""At the end of a tier: which commands of the URL maps no test has done, and so nobody has tried a second time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import replays

TESTS = Path(__file__).parents[1]
ROUTES = TESTS / "architecture" / "routes.yaml"
BESIDE = TESTS / "integration" / "not_replayed.yaml"
OPTION = "--every-command"
KEY = "commands done"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer what `make test` asks of the tier that goes through the web."""
    parser.addoption(OPTION, action="store_true", help="fail when a command of the URL maps was done by no test")


class Heard:
    """What the workers have seen done, where there are any."""

    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker has seen."""
        replays.done.update(getattr(node, "workeroutput", {}).get(KEY, []))


def pytest_configure(config: pytest.Config) -> None:
    """Listen to workers, if there will be any."""
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(Heard())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the controller, or be it and judge."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[KEY] = sorted(replays.done)
    elif session.config.getoption(OPTION) and session.exitstatus == pytest.ExitCode.OK and [*wrong(replays.done)]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what is missing."""
    if config.getoption(OPTION):
        for line in wrong(replays.done):
            terminalreporter.write_line(line)


def commands() -> set[str]:
    """Return whatever is no question of the three URL maps."""
    routes = yaml.safe_load(ROUTES.read_text("utf-8"))
    return {one for service in routes.values() for one in service if not one.startswith("GET ")}


def beside() -> set[str]:
    """Return those that are said to leave no key behind."""
    return {one for reason in yaml.safe_load(BESIDE.read_text("utf-8")).values() for one in reason}


def wrong(done: set[str]) -> Iterator[str]:
    """Yield each command that nobody did though it is not said why, and each that is said not to be done and was."""
    known, excused = commands(), beside()
    yield from (f"no test has done {one}" for one in sorted(known - excused - done))
    yield from (f"need not stand in {BESIDE.name}: {one}" for one in sorted((excused - known) | (excused & done)))
