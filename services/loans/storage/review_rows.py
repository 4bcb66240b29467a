"""A review as part of an application's document: codes and days in clear, words and facts sealed under her key."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.loans.domain.desk_clock import DeskClock
from services.loans.domain.judge import Criterion, Verdict
from services.loans.domain.review import Asked, Entry, Fact, Finding, Hand, Outcome, Proposal, Review, Stop, Vote
from services.loans.domain.route import Limits, Route, Step
from shared.storage.mongo import Document

Texts = Mapping[str, str]
EMPTY = "{}"
SLOTS = ("", "side_")  # a case lies at one desk, or at two beside one another


def clear(review: Review | None) -> Document | None:
    """Return what stands in clear: the route, the clock, who did what when, with which reason codes."""
    if review is None:
        return None
    return {
        "route": _route_row(review.route),
        **_stop_row(review.stops[0]),
        **({"side": _stop_row(review.stops[1])} if review.stops[1:] else {}),
        "round": review.round,
        "asked": _asked_row(review.asked),
        "entries": [_entry_row(one) for one in review.entries],
    }


def sealed(review: Review | None, verdicts: Sequence[Verdict]) -> dict[str, str]:
    """Return what must be sealed, each as text: findings, the waiting proposal, the words to her, the verdicts."""
    found: dict[str, str] = {}
    if verdicts:
        found["verdicts"] = json.dumps([_verdict_row(one) for one in verdicts], ensure_ascii=False)
    if review is None:
        return found
    if review.entries:
        found["findings"] = json.dumps([_words(one.finding) for one in review.entries], ensure_ascii=False)
    for name, stop in zip(SLOTS, review.stops, strict=False):
        if stop.proposal is not None:
            found[f"{name}proposal"] = json.dumps(_words(stop.proposal.finding), ensure_ascii=False)
        if stop.votes:
            found[f"{name}votes"] = json.dumps([one.text for one in stop.votes], ensure_ascii=False)
    if review.asked is not None:
        found["note"] = json.dumps({"note": review.asked.note}, ensure_ascii=False)
    return found


def read(row: Document | None, texts: Texts) -> Review | None:
    """Return the review of a document and its opened texts; what was erased reads as empty."""
    if row is None:
        return None
    findings = _opened(texts.get("findings", "[]")) or [{} for _ in row["entries"]]
    return Review(
        route=_route(row["route"]),
        stops=[_stop(one, name, texts) for name, one in zip(SLOTS, (row, row.get("side")), strict=True) if one],
        round=row["round"],
        asked=_asked(row["asked"], _opened(texts.get("note", EMPTY)) or {}),
        entries=[_entry(one, words) for one, words in zip(row["entries"], findings, strict=True)],
    )


def read_verdicts(texts: Texts) -> list[Verdict]:
    """Return her verdicts, first to last; none once they are erased."""
    return [_verdict(one) for one in _opened(texts.get("verdicts", "[]")) or []]


def _opened(text: str) -> Any:
    # an erased woman's texts open as a word that is not JSON
    return json.loads(text) if text[:1] in ("{", "[") else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _route_row(route: Route) -> Document:
    limits = route.limits
    names = Step.__slots__
    return {
        "id": route.id,
        "steps": [{name: getattr(step, name) for name in names} for step in route.steps],
        "limits": {name: getattr(limits, name) for name in Limits.__slots__},
    }


def _route(row: Document) -> Route:
    return Route(row["id"], tuple(Step(**one) for one in row["steps"]), Limits(**row["limits"]))


def _stop_row(stop: Stop) -> Document:
    return {
        "at": stop.at,
        "clock": _clock_row(stop.clock),
        "entered_on": stop.entered_on.isoformat(),
        "before": stop.before,
        "since": stop.since,
        "proposal": _proposal_row(stop.proposal),
        **({"votes": [_vote_row(one) for one in stop.votes]} if stop.votes else {}),
    }


def _stop(row: Document, name: str, texts: Texts) -> Stop:
    said = _opened(texts.get(f"{name}votes", "[]")) or ["" for _ in row.get("votes", ())]
    return Stop(
        at=row["at"],
        clock=_clock(row["clock"]),
        entered_on=date.fromisoformat(row["entered_on"]),
        before=row["before"],
        proposal=_proposal(row["proposal"], _opened(texts.get(f"{name}proposal", EMPTY)) or {}),
        votes=tuple(_vote(one, text) for one, text in zip(row.get("votes", ()), said, strict=True)),
        since=row.get("since", 0),
        fresh=False,
    )


def _vote_row(vote: Vote) -> Document:
    return {"by": _hand_row(vote.by), "yes": vote.yes, "on": vote.on.isoformat(), "reasons": list(vote.reasons)}


def _vote(row: Document, text: str) -> Vote:
    return Vote(Hand(**row["by"]), row["yes"], text, date.fromisoformat(row["on"]), tuple(row["reasons"]))


def _clock_row(clock: DeskClock) -> Document:
    stopped_on = clock.stopped_on.isoformat() if clock.stopped_on else None
    return {
        "started_on": clock.started_on.isoformat(),
        "limit": clock.limit,
        "paused": clock.paused,
        "stopped_on": stopped_on,
    }


def _clock(row: Document) -> DeskClock:
    return DeskClock(date.fromisoformat(row["started_on"]), row["limit"], row["paused"], _day(row["stopped_on"]))


def _hand_row(hand: Hand | None) -> Document | None:
    return {"id": hand.id, "name": hand.name, "role": hand.role, "mark": hand.mark} if hand else None


def hand(row: Document | None) -> Hand | None:
    """Read who acts; None for nobody."""
    return Hand(**row) if row else None


def _words(finding: Finding) -> Document:
    return {"text": finding.text, "facts": dict(finding.facts)}


def _finding(row: Document, words: Mapping[str, Any]) -> Finding:
    facts = {name: _fact(value) for name, value in words.get("facts", {}).items()}
    return Finding(Outcome(row["outcome"]), words.get("text", ""), facts, tuple(row["reasons"]))


def _fact(value: Any) -> Fact:
    return tuple(value) if isinstance(value, list) else value


def _proposal_row(proposal: Proposal | None) -> Document | None:
    if proposal is None:
        return None
    finding = proposal.finding
    what = {"outcome": finding.outcome.value, "reasons": list(finding.reasons)}
    return {"by": _hand_row(proposal.by), "on": proposal.on.isoformat(), **what}


def _proposal(row: Document | None, words: Mapping[str, Any]) -> Proposal | None:
    return Proposal(_finding(row, words), Hand(**row["by"]), date.fromisoformat(row["on"])) if row else None


def _asked_row(asked: Asked | None) -> Document | None:
    if asked is None:
        return None
    return {"reasons": list(asked.reasons), "on": asked.on.isoformat(), "due_on": asked.due_on.isoformat()}


def _asked(row: Document | None, words: Mapping[str, Any]) -> Asked | None:
    if row is None:
        return None
    days = date.fromisoformat(row["on"]), date.fromisoformat(row["due_on"])
    return Asked(tuple(row["reasons"]), words.get("note", ""), *days)


def _entry_row(entry: Entry) -> Document:
    return {
        "desk": entry.desk,
        "act": entry.act,
        "office": entry.office,
        "on": entry.on.isoformat(),
        "days": entry.days,
        "limit": entry.limit,
        "round": entry.round,
        "outcome": entry.finding.outcome.value,
        "reasons": list(entry.finding.reasons),
        "by": _hand_row(entry.by),
        "seconded": _hand_row(entry.seconded),
    }


def _entry(row: Document, words: Mapping[str, Any]) -> Entry:
    return Entry(
        desk=row["desk"],
        act=row["act"],
        office=row["office"],
        on=date.fromisoformat(row["on"]),
        days=row["days"],
        limit=row["limit"],
        round=row["round"],
        finding=_finding(row, words),
        by=hand(row["by"]),
        seconded=hand(row["seconded"]),
    )


def _verdict_row(verdict: Verdict) -> Document:
    days = {"applied_on": verdict.applied_on.isoformat(), "judged_on": verdict.judged_on.isoformat()}
    names = Criterion.__slots__
    criteria = [{name: getattr(one, name) for name in names} for one in verdict.criteria]
    return {"policy_id": verdict.policy_id, **days, "criteria": [_plain(one) for one in criteria]}


def _plain(criterion: Document) -> Document:
    return {**criterion, "facts": dict(criterion["facts"])}


def _verdict(row: Document) -> Verdict:
    criteria = tuple(
        Criterion(
            one["slug"],
            _fact(one["value"]),
            _fact(one["threshold"]),
            one["met"],
            one["document"],
            {name: _fact(value) for name, value in one["facts"].items()},
        )
        for one in row["criteria"]
    )
    days = date.fromisoformat(row["applied_on"]), date.fromisoformat(row["judged_on"])
    return Verdict(row["policy_id"], *days, criteria)
