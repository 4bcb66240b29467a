"""A version of the loan policy in plain words: what it says, value by value, each with the number of its document."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from shared.money import spoken
from shared.policy import Change, Version
from shared.web.i18n import word

Row = tuple[str, str, str]


class Words:
    """Finds values of one version and pairs their words with their document; what is not said yields nothing."""

    def __init__(self, version: Version) -> None:
        self.version = version

    def get(self, name: str) -> Any:
        """Return the value of a dotted name, None when the policy does not say it."""
        found: Any = self.version.values
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def row(self, label: str, words: str | None, name: str) -> Iterator[Row]:
        """Yield a row when there are words for it."""
        if words is not None:
            yield label, words, self.version.document(name)

    def money(self, label: str, name: str) -> Iterator[Row]:
        """Yield a sum."""
        found = self.get(name)
        yield from self.row(label, None if found is None else spoken(found), name)

    def months(self, label: str, name: str) -> Iterator[Row]:
        """Yield a number of months."""
        found = self.get(name)
        yield from self.row(label, word("%(n)s 个月", n=found) if found else None, name)


def sections(version: Version) -> list[tuple[str, list[Row]]]:
    """Return the parts of the page: the money, interest and guarantee, who may borrow."""
    said = Words(version)
    parts = (
        (word("钱"), [*_money(said), *_terms(said)]),
        (word("利息和担保"), [*_interest(said), *_guarantee(said)]),
        (word("谁能借"), [*_person(said), *_business(said)]),
    )
    return [(title, rows) for title, rows in parts if rows]


def next_change(version: Version, versions: tuple[Version, ...], place: str, on: date) -> date | None:
    """Return the next day on which anything begins or ends that covers the place; None when no file says one."""
    edge = timedelta(days=1)
    there = [one for one in versions if one.topic == version.topic and one.covers(place)]
    spans: list[Version | Change] = [*there, *(change for one in there for change in one.changes)]
    days = [one.starts_on for one in spans] + [one.ends_on + edge for one in spans if one.ends_on]
    return min((day for day in days if day > on), default=None)


def _money(said: Words) -> Iterator[Row]:
    yield from said.money(word("个人最多"), "amount.individual")
    yield from said.money(word("妇女最多"), "amount.women")
    yield from said.money(word("小企业最多"), "amount.enterprise")
    jobs = said.get("amount.with_jobs")
    if jobs:
        facts = {"jobs": jobs["jobs"], "own": spoken(jobs["individual"]), "firm": spoken(jobs["enterprise"])}
        words = word("12 个月里招满 %(jobs)s 人：个人 %(own)s，企业 %(firm)s", **facts)
        yield from said.row(word("招了人能多借"), words, "amount.with_jobs")
    yield from said.row(word("几个人合伙"), _partners(said.get("amount.partner")), "amount.partner")
    lent, helped = said.get("amount.individual"), said.get("amount.subsidised.individual")
    if helped is not None and helped < lent:
        firm = spoken(said.get("amount.subsidised.enterprise"))
        words = word("个人前 %(own)s，企业前 %(firm)s", own=spoken(helped), firm=firm)
        yield from said.row(word("贴息只贴"), words, "amount.subsidised")


def _partners(each: Mapping[str, Any] | None) -> str | None:
    if not each:
        return None
    words = word("每人 %(each)s", each=spoken(each["per_head"]))
    if each.get("uplift_permille"):
        words += word("，合起来可以多 %(n)s %%", n=each["uplift_permille"] // 10)
    if "ceil" in each:
        words += word("，不超过小企业的数")
    return words + (word("，一共不超过 %(most)s", most=spoken(each["total"])) if "total" in each else "")


def _terms(said: Words) -> Iterator[Row]:
    yield from said.months(word("个人最长"), "term_months.individual")
    yield from said.months(word("小企业最长"), "term_months.enterprise")
    more = said.get("extension")
    if more:
        words = word("%(times)s 次，最多 %(n)s 个月", times=more["times"], n=more["max_months"])
        yield from said.row(word("还不上能延"), words, "extension.times")
    times = said.get("repeat.max_times")
    yield from said.row(word("一个人能借几次"), word("%(n)s 次", n=times) if times else None, "repeat.max_times")
    yield from said.months(word("还清以后隔多久"), "repeat.gap_months")


def _interest(said: Words) -> Iterator[Row]:
    own, firm = said.get("subsidy"), said.get("subsidy.enterprise")
    yield from said.row(word("财政贴息"), subsidy_words(own), "subsidy.method")
    yield from said.row(word("小企业贴息"), subsidy_words(firm) if firm else None, "subsidy.enterprise.method")
    without = [word(f"unsubsidised.{code}") for code in said.get("not_subsidised") or ()]
    yield from said.row(word("不贴息"), "、".join(without) or None, "not_subsidised")
    bounds = said.get("rate.ceiling_bp")
    words = "；".join(_ceiling(region, bp) for region, bp in bounds.items()) if bounds else None
    yield from said.row(
        word("利率"), words or word("由银行和您在合同里定；全国没有查到统一上限，以县里的为准"), "rate.base"
    )
    yield word("费用"), word("除了利息，谁也不能再收钱。有人要钱打 12338"), ""


def _ceiling(region: str, bp: int) -> str:
    return word(f"ceiling.{region}", points=_points(bp))


def subsidy_words(rule: Mapping[str, Any]) -> str:
    """Return how a rule subsidises interest, in one phrase."""
    facts = {
        "share": rule.get("share_permille", 0) // 10,
        "points": _points(-rule.get("above_base_bp", 0)),
        "years": "、".join(f"{up}/{down}" if down > 1 else word("全部") for up, down in rule.get("tiers", ())),
    }
    return word(f"subsidy.{rule['method']}", **facts)


def _points(bp: int) -> str:
    whole, rest = divmod(abs(bp), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def _guarantee(said: Words) -> Iterator[Row]:
    free = said.get("counter_guarantee.exempt_up_to")
    words = word("个人和合伙贷款 %(most)s以内", most=spoken(free)) if free else None
    yield from said.row(word("不用反担保"), words, "counter_guarantee.exempt_up_to")
    people = said.get("counter_guarantee.guarantors")
    yield from said.row(word("担保人"), word("%(n)s 人", n=people) if people else None, "counter_guarantee.guarantors")
    reasons = [word(f"exempt.{code}") for code in said.get("counter_guarantee.exempt_reasons") or ()]
    yield from said.row(word("这些人也不用反担保"), "、".join(reasons) or None, "counter_guarantee.exempt_reasons")


def _person(said: Words) -> Iterator[Row]:
    age = said.get("age")
    until = word("%(most)s 岁", most=age["max"]) if age["rule"] == "FIXED" else word("法定退休")
    yield from said.row(word("年龄"), word("%(least)s 岁到 %(until)s", least=age["min"], until=until), "age")
    yield from said.row(
        word("是下面任何一种人"), "、".join(word(f"group.{one}") for one in said.get("groups")), "groups"
    )
    yield from said.row(word("不能借的人"), "、".join(word(f"barred.{one}") for one in said.get("barred")), "barred")
    needed = word("要本地户口") if said.get("residence.required") else None
    yield from said.row(word("户口"), needed, "residence.required")
    step = said.get("federation_step")
    yield from said.row(word("妇联推荐"), word(f"federation_step.{step}"), "federation_step")


def _business(said: Words) -> Iterator[Row]:
    yield from said.months(word("生意要做满"), "trading.min_months")
    yield from said.months(word("只开网店要做满"), "trading.eshop_min_months")
    rule = said.get("hire")
    facts = {
        "window": rule["window_months"],
        "small": rule["ratio_small_permille"] // 10,
        "large": rule["ratio_large_permille"] // 10,
        "over": rule["large_over"],
    }
    words = word("%(window)s 个月里新招的人占 %(small)s %%，超过 %(over)s 人的占 %(large)s %%", **facts)
    yield from said.row(word("小企业要招人"), words, "hire.ratio_small_permille")
    owed = said.get("other_loans.consumer_most")
    if owed is not None:
        words = word("助学、扶贫、房贷、车贷不算；信用卡和消费贷不超过 %(most)s，别的都要还清", most=spoken(owed))
        yield from said.row(word("别的贷款"), words, "other_loans")
