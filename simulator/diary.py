"""What is known of the city between two starts: its seed, how many women, the day it was begun, whether it is whole."""

from dataclasses import dataclass
from datetime import date

from shared.clock import Clock
from simulator.stage import Stage

ID = "city"


@dataclass(frozen=True, slots=True)
class Diary:
    """One row beside the persons. A city goes on as it was begun, whatever is asked for later."""

    seed: str
    women: int
    today: date
    whole: bool = False

    @classmethod
    def begun(cls, stage: Stage, seed: str, women: int) -> "Diary":
        """Return what stands there, or begin it now."""
        fresh = {"seed": seed, "women": women, "today": Clock().today().isoformat(), "whole": False}
        stage.applicant.db.simulations.update_one({"_id": ID}, {"$setOnInsert": fresh}, upsert=True)
        row = stage.applicant.db.simulations.find_one({"_id": ID})
        return cls(row["seed"], row["women"], date.fromisoformat(row["today"]), row["whole"])

    def done(self, stage: Stage) -> None:
        """Note that all of it is there."""
        stage.applicant.db.simulations.update_one({"_id": ID}, {"$set": {"whole": True}})
