"""A class of many women is called off with a worker's time: each of them is written to."""

from dataclasses import dataclass

from services.training.usecases import UseCases
from services.training.usecases.training_class.call_off import Off
from shared.access import Actor
from shared.running import Done, Once, Runs


@dataclass(frozen=True, slots=True)
class CallOffClass:
    """One transaction, longer than a page's."""

    runs: Runs[UseCases]

    def __call__(self, class_id: str, off: Off, once: Once, *, by: Actor) -> Done:
        """Call it off; raises what the use case raises."""
        return self.runs.once(
            once, lambda use: use.training_class.call_off(class_id, off, by=by).id, hot=f"class:{class_id}"
        )
