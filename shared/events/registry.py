"""Every event type that may be published: its schema, its topic, how an older version is read as a newer one."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from marshmallow import Schema, fields

from shared.contracts import PUBLISHED
from shared.events.envelope import Event

Upcast = Callable[[Mapping[str, Any]], Mapping[str, Any]]

PERSONAL = re.compile(
    r"(?:\A|_)(?:name|names|surname|phone|phones|mobile|tel|telephone|address|addresses|birth|birthday|born|photo|portrait"
    r"|email|mail|wechat|qq|remark|remarks|note|notes|comment|comments|opinion|text|free|identity|id_?no|id_?number"
    r"|id_?card|bank_card|bank_account|account|password|spouse|guarantor_name|village_code|sealed|payload)(?:_|\Z)"
    r"|\A(?:age|years_old|number_of_id)\Z"
)
BANDS = {"bands.age"}


class ContractBroken(ValueError):
    """A service is about to say something it never promised: a bug of the publisher, not of its user."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One published type: `loans.application.submitted` in version 1, on topic `loans.events`."""

    full: str
    schema: Schema

    @property
    def service(self) -> str:
        """Return the publisher."""
        return self.full.partition(".")[0]

    @property
    def topic(self) -> str:
        """Return the one topic of its publisher."""
        return f"{self.service}.events"


@dataclass(frozen=True, slots=True)
class Registry:
    """Published types by full name. `upcasts` maps an old type to the next one and the function between their data."""

    schemas: Mapping[str, Schema]
    upcasts: Mapping[str, tuple[str, Upcast]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[EventType]:
        """Go through the types in alphabetical order."""
        return (EventType(name, self.schemas[name]) for name in sorted(self.schemas))

    def validate(self, event_type: str, data: Mapping[str, Any]) -> None:
        """Raise ContractBroken unless `data` (JSON values) is what was promised under this name."""
        schema = self.schemas.get(event_type)
        if schema is None:
            raise ContractBroken(f"{event_type} is not in shared/contracts")
        errors = schema.validate(data)
        if errors:
            raise ContractBroken(f"{event_type}: {sorted(errors)} do not fit the contract")

    def upcast(self, event: Event, wanted: Mapping[str, object]) -> Event:
        """Return the event as the first newer version that `wanted` names, or unchanged."""
        while event.type not in wanted and event.type in self.upcasts:
            newer, change = self.upcasts[event.type]
            event = replace(event, type=newer, data=change(event.data))
        return event

    def is_news(self, event_type: str, handled: Mapping[str, object]) -> bool:
        """Tell whether this is a version unknown here of a fact that `handled` acts on: it must not be passed over."""
        fact = fact_of(event_type)
        return event_type not in self.schemas and any(fact_of(one) == fact for one in handled)


def fact_of(event_type: str) -> str:
    """Return the name without its version."""
    return event_type.rpartition(".v")[0]


def contracts() -> Registry:
    """Return what the three services have published."""
    return Registry(PUBLISHED)


def personal_fields(schema: Schema, prefix: str = "") -> list[str]:
    """Return the dotted names of fields that could carry personal data by their name (events.md §4.5)."""
    found = []
    for name, declared in schema.fields.items():
        path = f"{prefix}{name}"
        if PERSONAL.search(name) and path not in BANDS:
            found.append(path)
        inner = declared.inner if isinstance(declared, fields.List) else declared
        if isinstance(inner, fields.Nested):
            found += personal_fields(inner.schema, f"{path}.")
    return found
