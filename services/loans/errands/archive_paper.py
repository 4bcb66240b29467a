"""How an archive package looks: what offices did and phones answered, then a page for each picture; all are marked."""

import base64
import gettext
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

from services.loans.domain.consent import Consent, kind_of, name_of, number_of
from services.loans.domain.draft import Draft
from services.loans.domain.review import Entry
from services.loans.errands import archive_loan
from services.loans.usecases.archive.keep import Gathered
from shared import money, web

PAPERS = Path(__file__).with_name("papers")
WORDS = Path(web.__file__).with_name("translations")


def page(found: Gathered, titles: dict[str, str]) -> str:
    """Return the HTML document of a package; `titles` are the offices' by unit id. It needs nothing from outside."""
    asked = found.application.asked
    return _template().render(
        one=found.archive,
        application=found.application,
        asked=money.spoken(asked.amount_fen),
        amount=money.spoken(found.application.amount_fen),
        term_months=asked.term_months,
        state=_word(f"application_state.{found.application.state.value}"),
        entries=[_entry(one, titles) for one in found.application.case.entries],
        said=[_said(one, found.application.draft, found.archive.asked_on) for one in found.said],
        loan=found.loan,
        lived=archive_loan.told(found.loan) if found.loan else [],
        loan_state=_word(f"loan_state.{found.loan.state.value}") if found.loan else "",
        money=money,
        sheets=[
            {"n": n, "title": one.title, "on": one.on, "data": _data(one.content), "hash": _hash(one.content)}
            for n, one in enumerate(found.sheets, start=1)
        ],
    )


def _entry(entry: Entry, titles: dict[str, str]) -> dict[str, Any]:
    hands = [one.name for one in (entry.by, entry.seconded) if one is not None]
    return {
        "on": entry.on,
        "office": titles.get(entry.office, _word(f"desk.{entry.desk}")),
        "act": _word(f"act.{entry.act}"),
        "outcome": _word(f"outcome.{entry.finding.outcome.value}"),
        "days": entry.days,
        "hands": "、".join(hands),
        "text": entry.finding.text,
        "reasons": "、".join(entry.finding.reasons),
    }


def _said(one: Consent, draft: Draft, on: date) -> dict[str, Any]:
    return {
        "task": _word(f"consent_task.{kind_of(one.who)}") % {"n": number_of(one.who)},
        "name": name_of(draft, one.who),
        "asked_on": one.asked_on,
        "state": _word(f"consent_state.{one.standing(on)}"),
        "answered_on": one.answered_on or "",
    }


def _data(content: bytes | None) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}" if content else ""


def _hash(content: bytes | None) -> str:
    return sha256(content).hexdigest()[:16] if content else ""


def _word(message_id: str) -> str:
    return _chinese().gettext(message_id)


@cache
def _chinese() -> gettext.NullTranslations:
    return gettext.translation("messages", WORDS, ["zh_Hans_CN"])


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAPERS), autoescape=True).get_template("archive.html")
