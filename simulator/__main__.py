"""Command line of the city: python -m simulator fill."""

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from shared.settings import SERVICES, Settings, read
from simulator import atlas, furnish
from simulator.city import City
from simulator.clock import PlayedClock
from simulator.diary import Diary
from simulator.plan import plan
from simulator.players import Players
from simulator.stage import Stage

WOMEN = 300
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


def _fill(stage: Stage, diary: Diary) -> None:
    began = time.monotonic()
    where = atlas.read(stage)
    furnish.furnish(stage, where)
    players = Players(stage, where, plan(diary.seed, diary.women, diary.today))
    done = City(players, progress()).play()
    diary.done(stage)
    say(f"The city is there: {diary.women} women, {done} acts, {time.monotonic() - began:.0f} s.")
    for what, count in sorted(stage.refused.items()):
        say(f"  refused {count} times: {what}")


def settings() -> dict[str, Settings]:
    """Return the settings of all three services; each finds its secrets beside the others'."""
    secrets = Path(os.environ.get("SECRETS_DIR", "")).parent
    return {name: read(name, {**os.environ, "SECRETS_DIR": str(secrets / name)}) for name in SERVICES}


def progress() -> Callable[[date, int, int], None]:
    """Return what says now and then how far the city has come."""
    last = [time.monotonic()]

    def tell(day: date, done: int, of: int) -> None:
        if time.monotonic() - last[0] >= EVERY:
            last[0] = time.monotonic()
            say(f"The city fills: {day.month} 月 {day.day} 日, {100 * done // max(1, of)} %")

    return tell


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    cli()
