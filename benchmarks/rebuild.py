"""Rebuilding a view from Kafka, beside kafka-python's consumer alone in the same run (goal G11)."""

import time
from typing import Any

from benchmarks._ground import ROUNDS, Ground, events, ground, middle, verdict
from shared.events import broker, refold
from shared.events.consumer import Consumer
from shared.events.envelope import Event
from shared.events.views import View
from shared.ids import new_id

WOMEN, EACH, GOAL = 3000, 10, 0.8


def fold(row: dict[str, Any] | None, event: Event) -> dict[str, Any]:
    """Return her row with one number more."""
    before = row or {"heard": [], "sum": 0}
    return {"heard": [*before["heard"], event.data["n"]], "sum": before["sum"] + event.data["n"]}


VIEW = View("diary", fold, frozenset({"loans.test.said.v1"}))


def refolded(place: Ground, topic: str) -> float:
    """Fold everything and insert it; return events per second."""
    name = new_id()
    live: Consumer[Any] = Consumer(name, [topic], {}, place.world.runner)
    ends = broker.ends(place.bootstrap, [topic])
    began = time.perf_counter()
    count, left = refold.refold(live, VIEW, (f"diary_{name}", f"{name}.diary"), place.bootstrap, ends)
    rate = count / (time.perf_counter() - began)
    rows = place.world.db[f"diary_{name}"]
    assert count == WOMEN * EACH
    assert not left
    assert rows.count_documents({"heard": list(range(1, EACH + 1))}) == WOMEN
    return rate


def main() -> None:
    """Measure in turn and print."""
    raw, folded = [], []
    with ground() as place:
        for _ in range(ROUNDS):
            topic = place.topic()
            place.produce(topic, events(WOMEN, EACH))
            raw.append(place.consume(topic, WOMEN * EACH))
            folded.append(refolded(place, topic))
            print(f"consume {raw[-1]:.0f}/s, refold {folded[-1]:.0f}/s")
    verdict("rebuild in one process, share of raw consume (G11)", middle(folded) / middle(raw), GOAL)


if __name__ == "__main__":
    main()
