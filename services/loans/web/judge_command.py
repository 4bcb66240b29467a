"""`python -m services.loans judge`: facts as JSON in, the verdict with every criterion and its sentence out."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click

from services.loans.domain.judge import Verdict, facts_of, verdict
from services.loans.domain.judge.judging import TOPIC
from services.loans.web.verdicts import sentence
from shared.commands.policy_verbs import DAY
from shared.commands.tables import say, stop
from shared.errors import NotFound
from shared.policy import NATION, Policy
from shared.regions import in_a_province, is_division
from shared.web import i18n

LONGEST = 100  # digits; no number of a case is near that


def command(folder: Path) -> click.Command:
    """Return the verb over the policy files of a folder."""

    @click.command("judge")
    @click.option("--on", "day", type=DAY, required=True, help="the day of applying, 2026-03-01")
    @click.option("--place", default=NATION, show_default=True, help="division code of 6 digits")
    @click.option("--product", default=TOPIC, show_default=True, help="another loan than everybody's: loan.women_gd")
    @click.argument("facts", type=click.File("r", encoding="utf-8-sig"), default="-")
    def judged(day: datetime, place: str, product: str, facts: TextIO) -> None:
        """Judge one case from a JSON file or standard input; nothing is stored.

        A missing key is unknown; `settled_on: null` says that a loan before still runs.
        """
        if not is_division(place) or not in_a_province(place):
            raise stop(f"{place} is no division code (6, 9 or 12 digits) in a province we know.")
        try:
            given, on = facts_of(_read(facts)), day.date()
            found = verdict(given, Policy.load(folder).on(on, place, product), on, on)
        except NotFound as error:
            raise stop(f"Nothing is in force on {day.date()} at {place}: no {product} policy covers it.") from error
        except ValueError as error:
            raise stop(f"These facts cannot be read: {error}.") from error
        say(json.dumps(shown(found), ensure_ascii=False, indent=2))

    return judged


def _read(facts: TextIO) -> Any:
    """Return what the JSON says; raises ValueError for what is none, for a key said twice, for boxes without end."""
    text = facts.read()
    if not text.strip():
        raise ValueError("there is nothing in them")
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise ValueError(f"they are no JSON: line {error.lineno}, sign {error.colno}, {error.msg}") from error
    except RecursionError as error:
        raise ValueError("boxes in boxes without end") from error


def _whole(digits: str) -> int:
    if len(digits) > LONGEST:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
        raise ValueError(f"{twice[0]} is said twice")
    return found


def shown(found: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON values, sentences in Chinese."""
    with i18n.outside():
        criteria = [
            {
                "slug": one.slug,
                "value": one.value,
                "threshold": one.threshold,
                "met": one.met,
                "document": one.document,
                "sentence": sentence(one),
            }
            for one in found.criteria
        ]
    return {"eligible": found.eligible, "policy_id": found.policy_id, "criteria": criteria}
