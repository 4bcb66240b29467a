"""What an officer typed, as the rules take it."""

from collections.abc import Mapping
from typing import Any

DAYS = ("visit_on", "visited_on", "credit_report_on")


def facts_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's values: days as text, the two visitors as one fact."""
    facts = {name: value for name, value in words.items() if value is not None}
    for name in DAYS:
        if name in facts:
            facts[name] = facts[name].isoformat()
    if "term_months" in facts:
        facts["term_months"] = int(facts["term_months"])
    if "visitor_1" in facts:
        facts["visitors"] = (facts.pop("visitor_1"), facts.pop("visitor_2"))
    if "settled" in facts:
        facts["settled"] = tuple(facts["settled"])
    return facts
