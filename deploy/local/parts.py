"""make check and make test: the parts in order, each with its time and pytest's closing line at the end."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TextIO

from deploy.local.console import Stop, say
from deploy.local.places import LOCAL, ROOT, VENV


@dataclass(frozen=True)
class Part:
    """One program of the checks. A pytest that finds no test fails: a tier does not vanish unseen."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """How a part ended: its last line of output, its exit code, its seconds."""

    part: Part
    last: str
    code: int
    seconds: float


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(VENV / "bin" / name), *arguments]


# the tests of a file stay together, each core has servers of its own, and the order is that of tests/conftest.py
BOTH_CORES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def _pytest(name: str, marks: str, *rest: str) -> Part:
    return Part(name, _tool("pytest", "-m", marks, *rest))


# read the code and start no server; the longest begins first, so that both cores end together
READING = (
    Part("types", _tool("mypy")),
    Part("import contracts", _tool("lint-imports")),
    Part("format", _tool("ruff", "format", "--check", "-q")),
    Part("lint", _tool("ruff", "check", "-q")),
)
UNIT = _pytest("unit", "not slow_chaos and not story", *BOTH_CORES, "tests/unit", "tests/architecture")
USUAL = "not chaos and not alone and not slow_chaos and not story"
SERVERS = (
    _pytest("integration", USUAL, "--every-command", *BOTH_CORES, "tests/contract", "tests/integration"),
    _pytest("e2e", USUAL, "tests/e2e"),  # one browser and its city keep both cores busy
    # what measures the machine runs when nothing else does
    _pytest("alone", "chaos or alone", "tests/chaos", "tests/integration/test_run.py"),
)


def check() -> None:
    """Format, lint, types, import contracts, unit and architecture tests; raises Stop when one fails."""
    _run([UNIT], beside=READING)


def test() -> None:
    """Everything of `check`, then contract, integration, e2e, the short chaos selection and the start of everything."""
    _run([UNIT, *SERVERS], beside=READING)


def stories() -> None:
    """The long stories in the browser."""
    _run((_pytest("stories", "story", "tests"),))


def chaos() -> None:
    """The whole kill campaign."""
    _run((_pytest("chaos campaign", "slow_chaos", "tests/chaos", "-s"),))


def mutants() -> None:
    """Every module of loan rules, one thing in it changed at a time; docs/mutants.md says what came of it."""
    _run((Part("mutants", _tool("python", "-m", "tests.tools.mutants")),))


def bench() -> None:
    """Every side-by-side measurement; each prints its ratio."""
    files = sorted((ROOT / "benchmarks").glob("[a-z]*.py"))
    _run([Part(file.stem, _tool("python", "-m", f"benchmarks.{file.stem}")) for file in files])


def words() -> None:
    """Gather the words of pages in both languages, say what lacks a text, compile."""
    _run([Part("words", _tool("python", "-m", "shared.web.words"))])


def fix() -> None:
    """Format, and mend what the linter can mend."""
    _run([Part("format", _tool("ruff", "format", "-q")), Part("lint", _tool("ruff", "check", "-q", "--fix"))])


def docs() -> None:
    """Write the generated documents: docs/*.md, AsyncAPI, OpenAPI."""
    _run([Part("docs", _tool("python", "-m", "docs"))])


def _run(parts: Sequence[Part], beside: Sequence[Part] = ()) -> None:
    """Run parts one after another, those `beside` each other before them; raises Stop when one failed."""
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(_said_at_its_end, beside))
    outcomes += [_said_as_it_comes(part) for part in parts]
    say("\nPart                 seconds")
    for one in outcomes:
        say(f"{one.part.name:<20} {one.seconds:7.1f}   {'ok    ' if one.code == 0 else 'FAILED'} {one.last}")
    failed = [one.part.name for one in outcomes if one.code]
    if failed:
        raise Stop(f"Failed: {', '.join(failed)}")


def _said_as_it_comes(part: Part) -> Outcome:
    say(f"\n── {part.name}")
    return _outcome(part, sys.stdout)


def _said_at_its_end(part: Part) -> Outcome:
    said = io.StringIO()
    outcome = _outcome(part, said)
    say(f"\n── {part.name}\n{said.getvalue().rstrip()}")
    return outcome


def _outcome(part: Part, shown: TextIO) -> Outcome:
    began, last = time.monotonic(), ""
    with subprocess.Popen(
        part.command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        for line in running.stdout or ():
            shown.write(line)
            shown.flush()
            last = line.strip() or last
    return Outcome(part, last, running.returncode, time.monotonic() - began)


def _environment() -> dict[str, str]:
    """Return our own, with compiled modules kept under .local: a worker of tests spends half its start on compiling."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(LOCAL / "pycache")}
