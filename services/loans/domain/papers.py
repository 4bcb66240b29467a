"""The papers of an application: which are wanted of her, which must be there, what a desk's reason asks for again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.loans.domain.draft import Draft
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of paper as the county's data name it; `photos` is how many may be kept of it.

    `consent` names whose yes by phone stands in its place: spouse.
    """

    code: str
    title: str
    hint: str
    photos: int
    needed: str
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One photo that was kept; `round` is the hand-in it came for: 0 in the draft, else the round that waits."""

    id: str
    application_id: str
    person_id: str
    kind: str
    added_on: date
    added_by: str
    round: int
    size: int


@dataclass(frozen=True, slots=True)
class Asks:
    """What one reason code asks for: papers of which one must come again, pages of the form to look at."""

    papers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What of a draft decides which papers are wanted."""

    draft: Draft
    exempt_fen: int


_NEEDED: Mapping[str, Callable[[Case], bool]] = {
    "always": lambda _case: True,
    "married": lambda case: case.draft.family.married == "yes",
    "licence": lambda case: case.draft.business.licence == "yes",
    "no_licence": lambda case: case.draft.business.licence == "no",
    "guarantor": lambda case: (
        case.draft.family.guarantee == "person" and (case.draft.need.amount_fen or 0) > case.exempt_fen
    ),
    "partner": lambda case: case.draft.business.form == "partner" or case.draft.others > 0,
    "enterprise": lambda case: case.draft.business.form == "enterprise",
    "if_any": lambda _case: False,
}


@dataclass(frozen=True, slots=True)
class PaperList:
    """The list in force at a place."""

    kinds: tuple[Kind, ...]
    asks: Mapping[str, Asks]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "PaperList":
        """Return the list of a version's values."""
        asks = {
            code: Asks(tuple(row.get("papers", ())), tuple(row.get("pages", ())))
            for code, row in values["asks"].items()
        }
        return cls(tuple(Kind(**row) for row in values["papers"]), asks)

    def kind(self, code: str) -> Kind:
        """Return one kind; raises NotFound("paper_not_found")."""
        found = next((one for one in self.kinds if one.code == code), None)
        if found is None:
            raise NotFound("paper_not_found")
        return found

    def needed(self, case: Case) -> list[Kind]:
        """Return what must be there to hand in."""
        return [one for one in self.kinds if _NEEDED[one.needed](case)]

    def wanted(self, case: Case, given: Iterable[Paper] = ()) -> list[tuple[Kind, bool]]:
        """Return what is shown to her, each with whether it must be there; what she has given stays shown."""
        must, has = self.needed(case), {one.kind for one in given}
        shown = [one for one in self.kinds if one in must or one.needed == "if_any" or one.code in has]
        return [(one, one in must) for one in shown]

    def lacking(self, case: Case, given: Iterable[Paper]) -> list[Kind]:
        """Return what must be there and is not."""
        has = {one.kind for one in given}
        return [one for one in self.needed(case) if one.code not in has]

    def still_asked(self, reasons: Sequence[str], given: Iterable[Paper], waiting_round: int) -> list[str]:
        """Return the reason codes whose papers have not come again in the round that waits for her."""
        fresh = {one.kind for one in given if one.round == waiting_round}
        return [code for code in reasons if self.ask(code).papers and not fresh & set(self.ask(code).papers)]

    def ask(self, reason: str) -> Asks:
        """Return what a reason code asks for; nothing for a code the list does not know."""
        return self.asks.get(reason, Asks())
