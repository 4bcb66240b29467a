"""What happens on one day to one woman or one class: the alphabet of the play."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# the order in which things of one day happen in a county
ORDER = (
    "city.targets", "fund.top_up",
    "class.plan", "class.file", "class.approve", "class.open", "woman.register", "woman.enrol",
    "woman.drop", "check.class", "class.attend", "class.examine", "class.evaluate", "class.certify", "class.close",
    "class.incomes", "claim.hand_in", "claim.review", "claim.agree", "claim.pay",
    "loan.start", "loan.submit", "loan.keep_try",
    "loan.resubmit", "loan.withdraw", "desk.pass", "desk.return", "desk.reject", "loan.sign", "loan.disburse",
    "loan.repay", "loan.demand", "loan.prepare_payment", "loan.pay", "firm.register", "firm.report", "title.nominate",
    "title.check", "title.publish", "title.refuse", "title.watch", "title.revoke",
    "officials.bring", "officials.sign", "county.report", "city.lock",
)  # fmt: skip
RANK = {verb: n for n, verb in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `who` is a woman's number or a class's code; `nth` tells acts of one verb apart."""

    on: date
    county: str
    verb: str
    who: int | str
    nth: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what names this act for ever, so that it is done once however often it is played."""
        return f"{self.who}/{self.verb}/{self.nth}"


def in_order(steps: Iterable[Step], today: date) -> list[Step]:
    """Return the acts up to today in the order they happen."""
    return sorted(
        (one for one in steps if one.on <= today), key=lambda one: (one.on, RANK[one.verb], str(one.who), one.nth)
    )
