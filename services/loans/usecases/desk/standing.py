"""Who stands for one loan stands for no more than the policy allows, over all counties, and for none that was late.

Husband and wife count as one: neither may stand for another's loan while the other does (domain.md §1.4, S40).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.loans.domain.application import Application
from services.loans.domain.counter import PERSON
from services.loans.domain.review import Fact
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.ports import Guards
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Stood:
    """One application a person stands or stood for: whether it, or its loan, still goes on, and was ever late."""

    number: str
    live: bool
    overdue: bool


class Guarantors(Protocol):
    """For which applications one person stands."""

    def others(self, marks: Sequence[str], application_id: str) -> list[Stood]:
        """Return all but one application for which a person of these fingerprints, or that person's spouse, stood."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Touches one name for each person first: of two guarantees at once the second sees what the first did."""

    guarantors: Guarantors
    terms: TermsInForce
    guards: Guards

    def __call__(self, application: Application, facts: Mapping[str, Fact]) -> None:
        """Raise Refused("guarantor_tainted" | "guarantor_stands_elsewhere") with the number of the other case.

        Without an ID number of the guarantor nothing can be counted; the officer's own question stands then.
        """
        marks = application.near.stands
        if facts.get("counter") != PERSON or not marks:
            return
        for mark in sorted(marks):
            self.guards.touch(f"guarantor:{mark}")
        others = self.guarantors.others(marks, application.id)
        late = [one for one in others if one.overdue]
        if late:
            raise Refused("guarantor_tainted", number=late[0].number)
        version = self.terms.version(application.place, "loan", application.applied_on)
        most = version.values["counter_guarantee"]["guarantor_most"]
        busy = [one for one in others if one.live]
        if len(busy) >= most:
            raise Refused("guarantor_stands_elsewhere", number=busy[0].number, most=most)
