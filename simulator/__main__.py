"""Command line of the city: python -m simulator fill | large | check."""

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from shared.settings import SERVICES, Settings, read
from simulator import atlas, founding, furnish, neighbours
from simulator.check import faults
from simulator.city import City
from simulator.clock import PlayedClock
from simulator.diary import Diary
from simulator.faces import faces
from simulator.large.city import Large
from simulator.plan import plan
from simulator.players import Players
from simulator.stage import Stage

WOMEN = 200  # played within two minutes on two cores, and enough for every desk and state
EVERY = 8.0


@click.group()
def cli() -> None:
    """Fill the local run with women, classes, loans and titles."""


@cli.command("fill")
@click.option("--women", default=WOMEN, show_default=True, type=click.IntRange(1, 1000))
@click.option("--seed", default="1", show_default=True)
def fill(women: int, seed: str) -> None:
    """Play the city up to today, or go on where it stopped; a whole city is left as it is."""
    stage = Stage.open(settings(), PlayedClock())
    try:
        diary = Diary.begun(stage, seed, women)
        if diary.whole:
            say("The city is there already.")
            return
        _fill(stage, diary)
    finally:
        stage.close()


@cli.command("large")
@click.option("--women", required=True, type=click.IntRange(1, 1_000_000))
@click.option("--seed", default="1", show_default=True)
def large(women: int, seed: str) -> None:
    """Build a city of so many women in empty databases: some hundred are played, the rest are copies of them."""
    stage = Stage.open(settings(), PlayedClock())
    began = time.monotonic()
    try:
        if stage.applicant.db.persons.count_documents({}, limit=1):
            raise SystemExit("There are women here already; a large city begins with: make reset")
        diary = Diary.begun(stage, seed, women)
        founding.found(stage, (stage.applicant.wiring.frame.settings.data_dir / "demo-password").read_text().strip())
        made = Large.of(women, Every()).build(stage, diary.seed, diary.today)
        diary.done(stage)
        took = time.monotonic() - began
        say(f"The city is there: {made} women in {took:.0f} s, {made / took:.0f} a second.")
        report(stage)
    finally:
        stage.close()


@cli.command("check")
def check() -> None:
    """Compare events told with events heard, funds with their ledgers, numbers with their lists."""
    stage = Stage.open(settings(), PlayedClock())
    try:
        report(stage)
    finally:
        stage.close()


def report(stage: Stage) -> None:
    """Say what is not whole; ends with status 1 when anything is not."""
    found = list(faults(stage))
    for one in found:
        say(f"  {one}")
    if found:
        raise SystemExit(f"{len(found)} things are not as they should be.")
    say("The city is whole: events, funds and numbers agree.")


def _fill(stage: Stage, diary: Diary) -> None:
    began = time.monotonic()
    where = atlas.read(stage)
    furnish.furnish(stage, where)
    neighbours.join(stage)
    players = Players(stage, where, plan(diary.seed, diary.women, diary.today))
    done = City(players, progress()).play()
    diary.done(stage)
    broken = {who for who, _ in players.memory.broken}
    shown = "\n".join(["The city's women, by phone, with the end of their ID numbers:", *faces(players.plan, broken)])
    (stage.applicant.wiring.frame.settings.data_dir / "city.txt").write_text(f"{shown}\n", "utf-8")
    say(f"The city is there: {diary.women} women, {done} acts, {time.monotonic() - began:.0f} s.")
    for what, count in sorted(stage.refused.items()):
        say(f"  refused {count} times: {what}")


def settings() -> dict[str, Settings]:
    """Return the settings of all three services; each finds its secrets beside the others'."""
    secrets = Path(os.environ.get("SECRETS_DIR", "")).parent
    quiet = {**os.environ, "LOG_LEVEL": "WARNING"}  # no line for each question of one service to another
    return {name: read(name, {**quiet, "SECRETS_DIR": str(secrets / name)}) for name in SERVICES}


class Every:
    """Says something at most every few seconds."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, words: str) -> None:
        """Say it, unless something was said just now."""
        if time.monotonic() - self.last >= EVERY:
            self.last = time.monotonic()
            say(f"The city {words}")


def progress() -> Callable[[date, int, int], None]:
    """Return what says now and then how far the city has come."""
    every = Every()
    return lambda day, seen, of: every(f"fills: {day.month} 月 {day.day} 日, {100 * seen // max(1, of)} %")


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    cli()
