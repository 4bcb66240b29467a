"""What is done to the inbox inside one transaction: a batch, a first-served event, a drain, a failure."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from shared.events.envelope import Event
from shared.events.gate import Inbox, Key, Outcome, Parked, Position, Reason, Verdict, judge, key_of

Act = Callable[[Event], None]
Judge = Callable[[Position, Event], Verdict]


def batch(inbox: Inbox, act: Act, events: Sequence[Event], verdict: Judge = judge) -> Outcome:
    """Take events through the gate in order; whatever `act` raises goes out and undoes all of it."""
    before = inbox.open({key_of(event) for event in events})
    after = {key: replace(position) for key, position in before.items()}
    waits: list[Parked] = []
    counts = {Verdict.APPLY: 0, Verdict.DROP: 0, Verdict.PARK: 0}
    for event in events:
        position = after[key_of(event)]
        decided = verdict(position, event)
        counts[decided] += 1
        if decided is Verdict.APPLY:
            act(event)
            position.pos = event.seq
        elif decided is Verdict.PARK:
            waits.append(Parked(event, Reason.BEHIND if position.halted else Reason.GAP))
    for key, new in (inbox.park(waits) if waits else {}).items():
        after[key].parked += new
    inbox.save(before, after)
    ready = (key for key, position in after.items() if position.parked and position.pos > before[key].pos)
    return Outcome(counts[Verdict.APPLY], counts[Verdict.DROP], counts[Verdict.PARK], frozenset(ready))


def first(inbox: Inbox, act: Act, event: Event) -> Outcome:
    """Apply an erasure whatever waits before it, forget what is parked of her, move the position past it."""
    key = key_of(event)
    before = inbox.open({key})
    if event.seq <= before[key].pos:
        return Outcome(dropped=1)
    act(event)
    inbox.clear(event.stream)
    cleared = inbox.open({key})
    inbox.save(cleared, {key: replace(cleared[key], pos=max(event.seq, cleared[key].pos))})
    return Outcome(applied=1)


def drain(inbox: Inbox, act: Act, key: Key, limit: int, *, replay: bool = False) -> int:
    """Apply up to `limit` parked events that follow the position without a gap; a failed head only on `replay`."""
    before = inbox.open({key})
    position = replace(before[key])
    if position.halted and not replay:
        return 0
    done = 0
    for row in inbox.waiting(key, position.pos, limit):
        if row.event.seq != position.pos + 1:
            break
        act(row.event)
        position.pos, position.halted = row.event.seq, False
        done += 1
    position.parked = inbox.settle(key, position.pos)
    inbox.save(before, {key: position})
    return done


def blame(inbox: Inbox, key: Key, event: Event | None, failure: tuple[Reason, str]) -> None:
    """Park the next event of a stream as failed and halt the stream; `event` None means the parked head."""
    before = inbox.open({key})
    position = replace(before[key])
    if event is None:
        event = next((row.event for row in inbox.waiting(key, position.pos, 1)), None)
    if event is None or event.seq <= position.pos:
        return
    if event.seq > position.pos + 1:
        position.parked += inbox.park([Parked(event, Reason.GAP)]).get(key, 0)
    else:
        inbox.fail(Parked(event, *failure))
        position.halted, position.parked = True, inbox.settle(key, position.pos)
    inbox.save(before, {key: position})
