"""What each desk must write down before it passes a case on (domain.md §2.2, column "data recorded")."""

from collections.abc import Mapping
from datetime import date

from services.loans.domain.judge import Verdict
from services.loans.domain.review import Fact
from shared.errors import Invalid, Refused

ACTS: Mapping[str, tuple[str, ...]] = {
    "verify": ("residence", "household"),
    "first_review": ("project",),
    "schedule": ("visit_on", "visitors"),
    "report": ("visited_on", "arrived", "place_kind", "photos", "own_money_fen", "amount_fen"),
    "recommend": ("amount_fen",),
    "certify": ("group", "evidence", "times_used"),
    "guarantee": ("counter",),
    "approve": ("amount_fen", "term_months", "rate_bp", "credit_report_on"),
    "panel": (),
}
FEWEST_PHOTOS = 2


def checked(act: str, facts: Mapping[str, Fact], *, today: date) -> None:
    """Raise Invalid with every fact that the act lacks or that cannot be."""
    wrong = {name: [Refused("required")] for name in ACTS[act] if facts.get(name) in (None, "", ())}
    visit_on, visited_on = facts.get("visit_on"), facts.get("visited_on")
    if isinstance(visit_on, str) and visit_on < today.isoformat():
        wrong["visit_on"] = [Refused("day_passed")]
    if isinstance(visited_on, str) and visited_on > today.isoformat():
        wrong["visited_on"] = [Refused("day_not_come")]
    if act == "report":
        wrong |= _visit(facts)
    visitors = facts.get("visitors")
    if isinstance(visitors, tuple) and len(set(visitors)) < 2:
        wrong["visitors"] = [Refused("two_visitors")]
    if wrong:
        raise Invalid(wrong)


def _visit(facts: Mapping[str, Fact]) -> dict[str, list[Refused]]:
    """Return what a report lacks: photos, where they were taken (security.md §6), and her own signature."""
    wrong: dict[str, list[Refused]] = {}
    photos = facts.get("photos")
    if isinstance(photos, int) and photos < FEWEST_PHOTOS:
        wrong["photos"] = [Refused("photos_missing", least=FEWEST_PHOTOS)]
    if not facts.get("spot"):
        if not facts.get("spot_said"):
            wrong["spot_said"] = [Refused("spot_missing")]
        if not facts.get("no_spot"):
            wrong["no_spot"] = [Refused("no_spot_reason")]
    if not facts.get("her_name") and not facts.get("sheet"):
        wrong["her_name"] = [Refused("her_signature_missing")]
    return wrong


def open_points(verdict: Verdict | None, settled: Fact) -> list[str]:
    """Return the slugs of conditions nobody has settled: what is not met, and what is unknown and not explained."""
    if verdict is None:
        return []
    explained = settled if isinstance(settled, tuple) else ()
    unknown = [one.slug for one in verdict.unknown if one.slug not in explained]
    return list(dict.fromkeys([*(one.slug for one in verdict.not_met), *unknown]))
