"""Counter-guarantee at the guarantee desk (反担保, domain.md §1.4): which sort, or why none, by the rule of her day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.loans.domain.application import Application
from services.loans.domain.judge.case import Case
from services.loans.domain.judge.guaranteeing import exempt_fen, guaranteed
from services.loans.domain.review import Fact
from shared.errors import Refused
from shared.policy import Version

PERSON, EXEMPT, SMALL = "person", "exempt", "AMOUNT"
NUMBERS = ("insured_months", "income_fen", "to_retirement_months")
WORTH = frozenset({"property", "pledge", "enterprise", "land_right"})
WHOLE = 1000  # per mille of the loan
Wrong = dict[str, list[Refused]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What an officer may choose for one application, and which numbers of a guarantor are asked for."""

    types: tuple[str, ...]
    reasons: tuple[str, ...]
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, application: Application, version: Version) -> "Choices":
        """Return the choices under the version in force on the day she applied."""
        rule = version.values["counter_guarantee"]
        small = (SMALL,) if application.amount_fen <= exempt_fen(rule, application.asked.form) else ()
        reasons = (*small, *rule.get("exempt_reasons", ()))
        asked = {"income_fen": rule.get("income_covers_loan")} | {name: rule.get(name) for name in NUMBERS[::2]}
        types = (*rule["types"], *((EXEMPT,) if reasons else ()))
        return cls(types, reasons, tuple(name for name in NUMBERS if asked[name]))


def wrong(application: Application, version: Version, facts: Mapping[str, Fact]) -> Wrong:
    """Return by field what the rule does not allow: a strange sort, no reason, a guarantor who may not, too much."""
    choices, counter = Choices.of(application, version), facts.get("counter")
    if counter not in choices.types:
        return {"counter": [Refused("not_listed")]}
    if counter == EXEMPT:
        given = facts.get("exempt_reason")
        slug = "required" if given is None else "not_exempt"
        return {} if given in choices.reasons else {"exempt_reason": [Refused(slug)]}
    return _too_much(application, version, facts) | (
        _guarantor(application, version, facts) if counter == PERSON else {}
    )


def _too_much(application: Application, version: Version, facts: Mapping[str, Fact]) -> Wrong:
    most, worth = version.values["counter_guarantee"].get("size_permille"), facts.get("worth_fen")
    if most is None or not isinstance(worth, int) or worth * WHOLE <= application.amount_fen * most:
        return {}
    return {"worth_fen": [Refused("counter_too_much", most_fen=application.amount_fen * most // WHOLE)]}


def _guarantor(application: Application, version: Version, facts: Mapping[str, Fact]) -> Wrong:
    own = application.draft.facts()
    if not own.guarantors:
        return {"counter": [Refused("no_guarantor_named")]}
    told = {name: facts[name] for name in NUMBERS if isinstance(facts.get(name), int)}
    named = tuple(replace(one, **_numbers(told)) for one in own.guarantors)
    asked = replace(own, guarantors=named, amount_fen=application.amount_fen)
    found = guaranteed(Case(asked, version, version.starts_on))
    if found.met is not False:
        return {}
    needed = found.threshold
    if isinstance(needed, int) and needed > 1:
        return {"counter": [Refused("guarantors_too_few", needed=needed)]}
    return {"counter": [Refused("guarantor_not_fit")]}


def _numbers(told: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if isinstance(value, int)}
