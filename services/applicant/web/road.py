"""Her road in words: the eight steps with day, who, how long it took, and what comes next."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from services.applicant.domain.fresh_road import steps_done
from services.applicant.domain.journey import LEDGER, ROAD, Row, Stage
from services.applicant.domain.next_step import Next
from services.applicant.usecases.journey.find import Road
from shared import money
from shared.web.i18n import day, word

BACK = frozenset({"papers", "overdue", "mend_title"})


def names() -> list[str]:
    """Return the short names of the eight steps, as they stand under the band."""
    return [word(f"stage.{stage}") for stage in ROAD]


def band(row: Row) -> dict[str, Any]:
    """Return what the woven band needs."""
    return {"names": names(), "done": steps_done(row)}


def told(step: Next, *, hers: bool) -> str:
    """Return what comes next, to her or about her."""
    return word(f"journey.{'her_next' if hers else 'next'}.{step.slug}", **step.facts)


def shown(road: Road) -> dict[str, Any]:
    """Return everything an officer's page shows of one woman's road but her name."""
    return {
        "steps": timeline(road),
        "band": band(road.row),
        "where": " › ".join(road.titles[unit] for unit in road.row["scope"] if unit in road.titles),
        "desks": desks(road.row, road.titles),
        "classes": sorted(road.row["facts"].get("places", {}).values(), key=lambda place: str(place["on"])),
    }


def timeline(road: Road) -> list[dict[str, Any]]:
    """Return the steps for an officer: those done with day and who, the next one with what it waits for, the rest."""
    stages = road.row["stages"]
    last = list(ROAD).index(Stage(road.row["stage"])) if road.row["stage"] else -1
    steps, before = [], None
    for n, stage in enumerate(ROAD):
        step = stages.get(stage.value)
        if step is not None:
            steps.append(_done(stage, step, road.titles, before))
            before = date.fromisoformat(step["on"])
        else:
            steps.append(_open(stage, road.next if n == last + 1 else None, road.row))
    return steps


def _done(stage: Stage, step: Row, titles: Mapping[str, str], before: date | None) -> dict[str, Any]:
    on = date.fromisoformat(step["on"])
    what = gettext("，").join(part for part in (*_about(stage, step, titles), _after(on, before)) if part)
    return {"state": "done", "who": word(f"stage_long.{stage}"), "when": day(on), "what": what}


def _about(stage: Stage, step: Row, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield what the step was, its number, its amount and who did it, as far as each is known."""
    if step.get("origin") == LEDGER:
        yield gettext("老台账里的")
    if "title" in step:
        yield word(f"title.{step['title']}") if stage is Stage.TITLED else step["title"]
    yield step.get("number", "")
    yield money.spoken(step["amount_fen"]) if "amount_fen" in step else ""
    yield titles.get(step.get("by", ""), "") if "title" not in step or stage is Stage.TITLED else ""


def _after(on: date, before: date | None) -> str:
    days = (on - before).days if before else 0
    return gettext("上一步之后 %(num)s 天", num=days) if days > 0 else ""


def _open(stage: Stage, step: Next | None, row: Row) -> dict[str, Any]:
    state = "later" if step is None else "back" if step.slug in BACK else "here"
    what = told(step, hers=False) if step else ""
    if stage is Stage.TITLED and row["lost"]:
        what = gettext("%(day)s评上过，后来没有了", day=day(date.fromisoformat(row["lost"]["on"])))
    return {"state": state, "who": word(f"stage_long.{stage}"), "what": what}


def desks(row: Row, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return for every desk that is done with an application of hers: which, who, when, how many working days."""
    found = []
    for one in row["facts"].get("applications", {}).values():
        for desk, done in one.get("desks", {}).items():
            about = {
                "number": one.get("number", ""),
                "desk": word(f"desk.{desk}"),
                "who": titles.get(done["office"], ""),
            }
            found.append({**about, "on": done["on"], "days": done["days"], "late": done["late"]})
    return sorted(found, key=lambda one: str(one["on"]))
