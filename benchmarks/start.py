"""How long a start and a stop take, beside Kafka alone on the same machine (goal G17)."""

import tempfile
import time
from pathlib import Path

from deploy.local import archive, kafka, ports
from deploy.local.children import Child
from deploy.local.place import temporary_place
from deploy.local.places import KAFKA_ARCHIVE
from deploy.local.stand import Stand

GOALS = {"first": 1.5, "later": 1.25}
STOP_GOAL = 2.0


def kafka_alone(folder: Path) -> float:
    """Return the seconds of one plain start, without the class archive, on free ports."""
    began = time.monotonic()
    place = kafka.Ports(*ports.free(2))
    child = Child(kafka.program(kafka.prepare(folder, place), folder / "kafka.log"))
    child.start()
    kafka.wait_until_ready(child, place)
    seconds = time.monotonic() - began
    child.stop()
    return seconds


def once(stand: Stand) -> tuple[float, float]:
    """Return the seconds from nothing running to everything answering, and of the stop."""
    began = time.monotonic()
    stand.up()
    up = time.monotonic() - began
    stand.down()
    return up, time.monotonic() - began - up


def main() -> None:
    """Measure and print each ratio with its goal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hidden = KAFKA_ARCHIVE.with_suffix(".away")
        KAFKA_ARCHIVE.rename(hidden)
        try:
            alone = {"first": kafka_alone(folder / "alone"), "later": kafka_alone(folder / "alone")}
        finally:
            hidden.rename(KAFKA_ARCHIVE)
        place = temporary_place(folder / "whole")
        for which in ("first", "later", "later"):
            up, down = once(Stand(place, tell=print, done=lambda *_: None))
            ratio = up / alone[which]
            print(
                f"{which} start {up:.1f} s, Kafka alone {alone[which]:.1f} s, ratio {ratio:.2f} (goal {GOALS[which]})"
            )
            print(f"  stop {down:.1f} s (goal {STOP_GOAL})")


if __name__ == "__main__":
    if not KAFKA_ARCHIVE.exists():
        archive.make()
    main()
