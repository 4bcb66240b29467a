"""applicant's events → the replica; a service that has more to do with one of them wraps its handler."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from shared.events.consumer import Handler
from shared.events.envelope import Event
from shared.replica import Replica, Unit

U = TypeVar("U")


def handlers(replica_of: Callable[[U], Replica]) -> Mapping[str, Handler[U]]:
    """Return the handlers of persons and units; `replica_of` finds the replica among a service's use cases."""

    def on(act: Callable[[Replica, Event], object]) -> Handler[U]:
        def handle(use: U, event: Event) -> None:
            act(replica_of(use), event)

        return handle

    return {
        "applicant.person.registered.v1": on(_card),
        "applicant.person.amended.v1": on(_card),
        "applicant.person.erased.v1": on(_erased),
        "applicant.unit.opened.v1": on(_opened),
        "applicant.units.opened.v1": on(_opened_together),
        "applicant.unit.moved.v1": on(_moved),
        "applicant.unit.closed.v1": on(_closed),
    }


def _card(replica: Replica, event: Event) -> None:
    replica.card_came(event.data, event.seq)


def _erased(replica: Replica, event: Event) -> None:
    replica.person_erased(event.data["person_id"], event.seq)


def _opened(replica: Replica, event: Event) -> None:
    replica.units.put(_unit(event.data))


def _opened_together(replica: Replica, event: Event) -> None:
    replica.units.put(*(_unit(data) for data in event.data["units"]))


def _unit(data: Mapping[str, Any]) -> Unit:
    return Unit(
        id=data["unit_id"],
        parent=data["parent_id"],
        path=tuple(data["org_path"]),
        kind=data["kind"],
        level=data["level"],
        title=data["title"],
        division=data["division"],
        opened_on=date.fromisoformat(data["opened_on"]),
    )


def _moved(replica: Replica, event: Event) -> None:
    replica.units.move(event.data["unit_id"], event.data["parent_id"], event.data["org_path"])


def _closed(replica: Replica, event: Event) -> None:
    replica.units.close(event.data["unit_id"], date.fromisoformat(event.data["closed_on"]))
