"""Women on a ledger, for services that ask applicant who they are: checked together, found or registered one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.errands.peer import Peer
from shared.ledger.intake import Source
from shared.ledger.ports import Came
from shared.ledger.reading import Typed
from shared.ledger.row import Finding

CELLS = ("name", "id_no", "phone", "place", "education", "hukou")
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Woman:
    """What applicant says of one row: who she is when she is registered, her township, what is wrong or odd."""

    person_id: str | None
    town: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Women:
    """Every question is asked for the officer who brought the ledger."""

    applicant: Peer

    def check(self, lines: Sequence[Typed], source: Source) -> dict[int, Woman]:
        """Return what is known of the woman on each line, by line; raises Unavailable without applicant."""
        body = {"unit": source.path[-1], "rows": [{"row": one.row, **cells(one.texts)} for one in lines]}
        answer = self.applicant.post("/ledger-rows/checks", body, by=source.by, seconds=PATIENCE)
        return {one["row"]: _woman(one) for one in answer["rows"]}

    def find(self, line: int, values: Mapping[str, Any], source: Source) -> Came:
        """Return who she is, registered now when she is new. Raises Refused with what is wrong, NotFound."""
        body = {"unit": source.path[-1], "row": {"row": line, **cells(values)}}
        answer = self.applicant.post("/ledger-rows/persons", body, by=source.by, seconds=PATIENCE)
        return Came(answer["person_id"], answer["card"], answer["paper"])


def cells(texts: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells applicant reads: what is personal on a row."""
    return {name: str(texts.get(name, "")) for name in CELLS if texts.get(name)}


def _woman(said: Mapping[str, Any]) -> Woman:
    found = (
        Finding(one["field"], one["slug"], one["facts"], one["suggestion"], one["level"]) for one in said["problems"]
    )
    return Woman(said["person_id"], said["town"], tuple(found))
