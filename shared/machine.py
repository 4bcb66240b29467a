"""State machines are tables: MOVES = {(state, action): next}."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from shared.errors import Conflict

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


def move(moves: Mapping[tuple[S, A], S], state: S, action: A) -> S:
    """Return the state after the action; raises Conflict("not_in_this_state") when the table has no such move."""
    after = moves.get((state, action))
    if after is None:
        raise Conflict("not_in_this_state", state=state.value, action=action.value)
    return after
