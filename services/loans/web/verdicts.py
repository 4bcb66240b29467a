"""A verdict in words: condition, value, requirement and document of each criterion, and one sentence for her."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from services.loans.domain.judge import Criterion, Verdict
from shared import money
from shared.web.i18n import dated, word

RESULTS = {True: "done", False: "not", None: "unknown"}
ORDER = {"not": 0, "unknown": 1, "done": 2}
MONEY = frozenset({"amount", "other_loans"})
MONTHS = frozenset({"term", "trading_time"})


def rows(verdict: Verdict) -> list[dict[str, Any]]:
    """Return the rows of `parts.verdict`: not met first, then unknown, then met (look §4.11)."""
    found = [
        {
            "result": RESULTS[one.met],
            "condition": _of(one) + word(f"criterion.{one.slug}"),
            "value": value(one),
            "requirement": requirement(one),
            "source": documents(one),
            "sentence": sentence(one),
        }
        for one in verdict.criteria
    ]
    return sorted(found, key=lambda row: ORDER[row["result"]])


def about_her(verdict: Verdict) -> list[tuple[str, str]]:
    """Return what the verdict knows of herself, for the strip above it: how old, which groups, how many loans."""
    named = {"age": word("年龄"), "in_group": word("人群"), "times": word("以前贷款")}
    known = {one.slug: value(one) for one in verdict.criteria if not one.partner and one.value is not None}
    return [(text, known[slug]) for slug, text in named.items() if slug in known]


def documents(one: Criterion) -> str:
    """Return the number of the document that asks it, and of the one that sets its window where that is another."""
    return "、".join(dict.fromkeys((one.document, str(one.facts.get("window_document", one.document)))))


def sentence(one: Criterion) -> str:
    """Return what is said to her of a criterion: what is wrong and from when it is right, or what is still checked."""
    return _of(one) + _sentence(one)


def _of(one: Criterion) -> str:
    """Return of which partner it speaks; nothing for herself."""
    return word("criterion.partner", n=one.partner) if one.partner else ""


def _sentence(one: Criterion) -> str:
    facts = {"value": value(one), "threshold": requirement(one)}
    if one.met is None:
        said = word("criterion.unknown", condition=word(f"criterion.{one.slug}"), threshold=requirement(one))
        return said + _lacking(one)
    if one.facts.get("applies") is False:
        return word("criterion.passed_over", condition=word(f"criterion.{one.slug}"))
    if one.met:
        return word("criterion.met", condition=word(f"criterion.{one.slug}"), **facts) + _on(one, "until")
    if isinstance(ends := one.facts.get("loan_ends_before"), str):
        return word("criterion.age.term", day=dated(date.fromisoformat(ends)), **facts)
    return word(f"criterion.{one.slug}.not", **facts) + _on(one, "from")


def _on(one: Criterion, when: str) -> str:
    """Return from or until which day that is so, when time alone changes it."""
    found = one.facts.get(f"{when}_on")
    return word(f"criterion.{when}", day=dated(date.fromisoformat(found))) if isinstance(found, str) else ""


def _lacking(one: Criterion) -> str:
    """Return which parts of what she said are missing, where only parts are."""
    names = one.facts.get("missing")
    if not isinstance(names, tuple):
        return ""
    return word("criterion.missing", what="、".join(word(f"missing.{name}") for name in names))


def value(one: Criterion) -> str:
    """Return her value in words."""
    found = one.value
    if one.slug in ("in_group", "barred") and isinstance(found, tuple):
        return _listed("group" if one.slug == "in_group" else "barred", found)
    if found is None:
        return _nothing(one)
    if one.slug == "gap" and isinstance(found, str):
        known = {"running": word("还没还清"), "settled": word("还清了")}
        return known.get(found) or word("%(day)s还清", day=dated(date.fromisoformat(found)))
    if isinstance(found, bool):
        return word("是") if found else word("不是")
    return _counted(one.slug, int(found)) if isinstance(found, int) else str(found)


def requirement(one: Criterion) -> str:
    """Return what is asked, in words."""
    asked = one.threshold
    if one.facts.get("applies") is False:
        return word("您这样的申请不看这一条")
    if one.slug in _ASKED:
        return _ASKED[one.slug](asked)
    if asked is None:
        return word("看您的情况定")
    shown = _counted(one.slug, asked) if isinstance(asked, int) else str(asked)
    said, window = word(f"criterion.{one.slug}.asked", threshold=shown), one.facts.get("window_months")
    return word("%(n)s 个月内%(asked)s", n=window, asked=said) if window else said


def _nothing(one: Criterion) -> str:
    if one.met is None:
        return word("还不知道")
    return word("没有借过") if one.slug == "gap" else "—"


def _counted(slug: str, number: int) -> str:
    if slug in MONEY:
        return money.spoken(number)
    if slug in MONTHS:
        return word("%(n)s 个月", n=number)
    return word(f"count.{slug}", n=number)


def _age(asked: Any) -> str:
    least, most = asked
    if isinstance(most, int):
        return word("%(least)s 到 %(most)s 岁", least=least, most=most)
    if str(most)[:1].isdigit():
        return word("%(least)s 岁以上，%(day)s前", least=least, day=dated(date.fromisoformat(str(most))))
    return word("%(least)s 岁到法定退休", least=least)


def _groups(asked: Any) -> str:
    return word("%(n)s 类人群之一", n=len(asked))


def _settled(asked: Any) -> str:
    return word("还清满 %(n)s 个月", n=asked) if asked else word("以前的都还清")


def _on_time(asked: Any) -> str:
    return word("%(n)s 年里没有晚还过", n=asked) if asked else word("没有晚还过")


def _listed(kind: str, codes: Sequence[str | int]) -> str:
    known = [(str(code), word(f"{kind}.{code}")) for code in codes]
    return "、".join(code if text == f"{kind}.{code}" else text for code, text in known) or word("都不是")


_ASKED: Mapping[str, Callable[[Any], str]] = {
    "in_group": _groups,
    "age": _age,
    "gap": _settled,
    "overdue_before": _on_time,
    "barred": lambda _asked: word("criterion.barred.asked"),
    "residence": lambda _asked: word("criterion.residence.asked"),
}
