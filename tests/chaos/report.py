"""The campaign's report: docs/chaos.md, one row per point."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.chaos.campaign import INSIDE, Result

PAGE = Path(__file__).parents[2] / "docs" / "chaos.md"
BUGS = {"lost": "nothing lost", "doubled": "nothing twice", "swapped": "order kept"}  # and the check to find each
FAULTS = {
    "kill": "kill -9",
    "freeze": "SIGSTOP",
    "zombie": "SIGSTOP, a twin takes the slot, SIGCONT",
    "mark": "dies after the broker's answer, before the mark",
    "flush": "dies with records queued in the producer",
    "save": "dies inside the transaction, effect written",
    "commit": "dies after the effect, before the offset",
    "done": "dies inside the job's transaction",
}


def progress(result: Result) -> None:
    """Say one line on the terminal."""
    point = result.point
    words = "; ".join(f"{name}: {found}" for name, found in result.failed.items()) or "whole"
    head = f"{point.number:3} {point.target:9} {point.fault:7} {result.events:5} events {result.quiet_after:6.1f} s"
    sys.stderr.write(f"{head}  {words}\n")


def write(seed: int, results: Sequence[Result], bugs: Mapping[str, Result]) -> None:
    """Write the page."""
    PAGE.write_text("\n".join(_lines(seed, results, bugs)) + "\n")


def _lines(seed: int, results: Sequence[Result], bugs: Mapping[str, Result]) -> list[str]:
    events, failed = sum(result.events for result in results), [result for result in results if result.failed]
    return [
        "# The kill campaign",
        "",
        "`make chaos` writes this page. Real MongoDB and Kafka, two relays, a consumer, a jobs process; four writers",
        "give commands to thirty streams all the while; one fault at a time; then all comes to rest and is checked.",
        "",
        f"Seed {seed}, {len(results)} points, {events} events.",
        f"Whole after {len(results) - len(failed)} of {len(results)} points.",
        f"Duplicates sent and dropped by the gate: {results[-1].duplicates if results else 0}.",
        "",
        "After every point: *nothing lost* (every acknowledged command is said, everything said is heard, every letter",
        "wanted is sent), *nothing twice*, *order kept* within each stream, *books equal* (`reconcile`: sum of the",
        "streams' numbers = rows of the outbox = positions + parked).",
        "",
        "## The checks see what they are for",
        "",
        "The same stand with a bug planted on purpose:",
        "",
        "| Planted | Found by | Finding of the check it was planted for |",
        "|---|---|---|",
        *[_bug(name, result) for name, result in bugs.items()],
        "",
        "## Points",
        "",
        "| # | Whom | What | at s | for s / passage | events | duplicates so far | restarts | quiet after s | |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *[_row(result) for result in results],
    ]


def _bug(name: str, result: Result) -> str:
    return f"| {name} | {', '.join(result.failed) or 'nobody'} | {result.failed.get(BUGS[name], 'nothing')} |"


def _row(result: Result) -> str:
    point = result.point
    span = f"passage {point.passage}" if point.fault in INSIDE else f"{point.seconds:.1f}"
    words = "; ".join(f"**{name}**: {found}" for name, found in result.failed.items()) or "whole"
    cells = (
        point.number,
        point.target,
        FAULTS[point.fault],
        f"{point.after:.1f}",
        span,
        result.events,
        result.duplicates,
        result.restarts,
        f"{result.quiet_after:.1f}",
        words,
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"
