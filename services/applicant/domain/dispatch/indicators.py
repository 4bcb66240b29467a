"""An indicator of the dispatch, read from dated data: counted from events, or reported by counties."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from services.applicant.domain.dispatch.figures import Figure, Reads

PREFIX = "indicator."


class Group(StrEnum):
    """The parts of the dispatch page."""

    LOAN = "loan"
    TRAINING = "training"
    TITLE = "title"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`figure` None is reported by form. `amount` names the measure whose sum decides between equal rates.

    `scale` is how many of what is kept make one of what is shown (万元: 1,000,000 fen).
    """

    code: str
    group: Group
    order: int
    figure: Figure | None
    amount: str = ""
    scale: int = 1

    @classmethod
    def of(cls, code: str, values: Mapping[str, Any]) -> "Indicator":
        """Read one from its values in policy/indicators.toml."""
        reported = values.get("reported", False)
        figure = None if reported else Figure(values["measure"], Reads(values["reads"]), values["sums"])
        return cls(code, Group(values["group"]), values["order"], figure, values.get("amount", ""), values["scale"])


def of_group(indicators: Iterable[Indicator], group: Group) -> list[Indicator]:
    """Return those of one group, the leading one first."""
    return sorted((one for one in indicators if one.group is group), key=lambda one: one.order)
