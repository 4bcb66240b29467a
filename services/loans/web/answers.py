"""What she has answered, in words: for check-your-answers and for officers who read a draft."""

from typing import Any

from services.loans.domain.draft import Draft
from services.loans.domain.sheets import Step
from services.loans.web.form_pages import PAGES, Page
from services.loans.web.sheet_schemas import SHEETS
from shared import money
from shared.web import forms
from shared.web.forms import Control
from shared.web.i18n import day


def shown(draft: Draft) -> list[dict[str, Any]]:
    """Return each page with its heading and (label, value) of what is answered."""
    return [{"page": page, "title": page.title, "facts": _facts(draft, page)} for page in PAGES]


def _facts(draft: Draft, page: Page) -> list[tuple[str, str]]:
    controls = forms.controls(page.schema, page.stored(draft))
    return [(one.label, _said(one)) for one in controls if one.value not in ("", [], None)]


def _said(control: Control) -> str:
    if control.money_echo is not None:
        return control.money_echo
    given = control.value if isinstance(control.value, list | tuple) else [control.value]
    labels = {choice.value: choice.label for choice in control.choices}
    if labels:
        return "、".join(labels.get(str(one), str(one)) for one in given)
    return day(control.value) if hasattr(control.value, "weekday") else str(control.value)


def label(name: str) -> str:
    """Return the label of an answer by sheet.name, such as need.amount_fen."""
    return _control(name, None).label


def said(name: str, value: Any) -> str:
    """Return one stored answer in words, — for none."""
    if value in (None, "", (), []):
        return "—"
    own = name.partition(".")[2]
    typed = money.spoken(value) if own.endswith("_fen") and isinstance(value, int) else ""
    return typed or _said(_control(name, list(value) if isinstance(value, tuple) else value))


def _control(name: str, value: Any) -> Control:
    step, _, own = name.partition(".")
    [found] = forms.controls(SHEETS[Step(step)], {own: str(value) if isinstance(value, int) else value}, only=(own,))
    return found
