"""Our news → the events that were promised (shared/contracts/applicant.py)."""

from collections.abc import Sequence
from typing import Any

from services.applicant.domain import person as persons
from services.applicant.domain import unit as units
from services.applicant.domain.card import Card
from services.applicant.domain.person import Person, PersonAmended, PersonRegistered
from services.applicant.domain.unit import Unit, UnitClosed, UnitMerged, UnitMoved, UnitOpened
from shared.events.outbox import Message
from shared.regions import Level

TREE = "org:tree"


def to_message(news: units.News | persons.News) -> Message:
    """Return the message of one piece of news; its stream is the woman, or the tree."""
    match news:
        case UnitOpened(unit):
            return Message("applicant.unit.opened.v1", TREE, unit.id, _opened(unit))
        case UnitMoved(unit, on):
            data = {"unit_id": unit.id, "parent_id": unit.parent, "org_path": list(unit.path)}
            return Message("applicant.unit.moved.v1", TREE, unit.id, {**data, "moved_on": on.isoformat()})
        case UnitClosed(unit, on):
            data = {"unit_id": unit.id, "closed_on": on.isoformat()}
            return Message("applicant.unit.closed.v1", TREE, unit.id, data)
        case UnitMerged(unit, into, on):
            data = {"unit_id": unit.id, "into_id": into.id, "org_path": list(into.path)}
            return Message("applicant.unit.merged.v1", TREE, unit.id, {**data, "merged_on": on.isoformat()})
        case PersonRegistered(person):
            origin = {"channel": person.origin.channel.value, "registered_on": person.origin.on.isoformat()}
            return _of("applicant.person.registered.v1", person, **origin)
        case PersonAmended(person, on):
            return _of("applicant.person.amended.v1", person, amended_on=on.isoformat())


def opened_together(found: Sequence[Unit]) -> Message:
    """Return one message for units that were opened at once: a stream of one wave each would take minutes to send."""
    return Message("applicant.units.opened.v1", TREE, found[0].id, {"units": [_opened(unit) for unit in found]})


def card_json(card: Card) -> dict[str, Any]:
    """Return a card as events and internal answers carry it, without its seq."""
    bands = card.bands
    codes = {"age": bands.age, "education": bands.education, "hukou": bands.hukou, "groups": list(bands.groups)}
    return {
        "person_id": card.person_id,
        "org_path": list(card.path),
        "bands": {"as_of": bands.as_of.isoformat(), **codes},
    }


def _of(kind: str, person: Person, **more: str) -> Message:
    return Message(kind, person.id, person.id, {**card_json(person.card()), **more})


def _opened(unit: Unit) -> dict[str, Any]:
    told = unit.level in (Level.COUNTY, Level.TOWNSHIP)  # no code that narrows a woman down to her village leaves here
    return {
        "unit_id": unit.id,
        "parent_id": unit.parent,
        "org_path": list(unit.path),
        "kind": unit.kind.value,
        "level": int(unit.level),
        "title": unit.title,
        "division": unit.division if told else None,
        "opened_on": unit.opened_on.isoformat(),
    }
