"""What she has answered, in words: for check-your-answers and for officers who read a draft."""

from typing import Any

from services.loans.domain import numerals
from services.loans.domain.draft import Draft
from services.loans.domain.hand_in import Told
from services.loans.domain.sheets import Step
from services.loans.web.form_pages import PARTNER, Page, pages_of
from services.loans.web.sheet_schemas import SHEETS
from shared import money, uscc
from shared.web import forms
from shared.web.forms import Control
from shared.web.i18n import day, word

SHOWN_OF = {"id_no": (6, 4), "account_no": (0, 4)}  # how many signs at the beginning and at the end an office reads


def shown(draft: Draft, *, hers: bool = False) -> list[dict[str, Any]]:
    """Return each page with its heading and (label, value) of what is answered; whole numbers only for herself."""
    return [{"page": page, "title": page.title, "facts": _facts(draft, page, hers)} for page in pages_of(draft)]


def registered(draft: Draft, told: Told | None) -> str | None:
    """Return how an enterprise's code stands to those registered as hers; None where there is nothing to compare."""
    code = uscc.plain(draft.business.uscc or "")
    if draft.business.form != "enterprise" or not code or told is None:
        return None
    known = [uscc.plain(one) for one in told.enterprises]
    if code in known:
        return word("和她在妇联登记的企业一样")
    return word("和她在妇联登记的企业不一样，请对照执照") if known else word("她在妇联没有登记企业，请对照执照")


def _facts(draft: Draft, page: Page, hers: bool) -> list[tuple[str, str]]:
    controls = forms.controls(page.schema, page.stored(draft))
    found = [(one.label, _said(one) if hers else _masked(one)) for one in controls if one.value not in ("", [], None)]
    need = draft.need
    if Step.NEED in page.steps and draft.business.form == "enterprise" and need.amount_fen and not need.amount_capital:
        found.append((label("need.amount_capital"), numerals.capital(need.amount_fen)))
    return found


def _masked(control: Control) -> str:
    text = _said(control)
    kept = next((sides for name, sides in SHOWN_OF.items() if control.name.endswith(name)), None)
    if kept is None or len(text) <= sum(kept):
        return text
    first, last = kept
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]


def _said(control: Control) -> str:
    if control.money_echo is not None:
        return control.money_echo
    given = control.value if isinstance(control.value, list | tuple) else [control.value]
    labels = {choice.value: choice.label for choice in control.choices}
    if labels:
        return "、".join(labels.get(str(one), str(one)) for one in given)
    text = day(control.value) if hasattr(control.value, "weekday") else str(control.value)
    odd = uscc.oddity(uscc.plain(text)) if control.name == "uscc" else None
    return f"{text}（{word('looks.' + odd[0], **odd[1])}）" if odd else text


def label(name: str) -> str:
    """Return the label of an answer by sheet.name, such as need.amount_fen or partner.1.name."""
    found = _control(name, None).label
    return f"{word('page.partner', n=name.split('.')[1])}：{found}" if name.startswith("partner.") else found


def said(name: str, value: Any) -> str:
    """Return one stored answer in words, as an office reads it, — for none."""
    if value in (None, "", (), []):
        return "—"
    if name.endswith("_fen") and isinstance(value, int):
        return money.spoken(value)
    return _masked(_control(name, list(value) if isinstance(value, tuple) else value))


def _control(name: str, value: Any) -> Control:
    step, _, own = name.partition(".")
    schema, own = (PARTNER, own.partition(".")[2]) if step == "partner" else (SHEETS[Step(step)], own)
    if own == "share_permille":
        own, value = "share_percent", value // 10 if isinstance(value, int) else value
    [found] = forms.controls(schema, {own: str(value) if isinstance(value, int) else value}, only=(own,))
    return found
