"""The subsidy of a class: who counts, for how much, and the claim on its road, on stores in memory."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.training.domain.enrolment import TAUGHT
from services.training.domain.followup import Income
from services.training.domain.subsidy import (
    Action,
    Basis,
    Candidate,
    Claim,
    Head,
    Payment,
    State,
    Subsidised,
    judged,
    why_not,
)
from services.training.domain.subsidy_table import ForWork, SubsidyRule, Yearly
from services.training.domain.terms import terms_on
from services.training.domain.training_class import TrainingClass
from services.training.usecases.catalogue import Catalogue
from shared import workdays
from shared.access import SYSTEM
from shared.clock import FixedClock
from shared.errors import Conflict, NotFound, Refused, Stale, Unavailable
from tests.builders.training import ELSEWHERE, HR, OTHER_HR, PATH, POLICIES
from tests.builders.world import an_officer
from tests.fakes.training import Memory
from tests.unit.training.test_to_the_certificate import BY, REVIEWER, certified, places, revoked

HR_PATH = (*PATH, HR)
OFFICER, LEADER = an_officer("hr_officer", HR_PATH), an_officer("hr_leader", HR_PATH)
ENDED = date(2026, 11, 20)
BASIS = Basis("SUBSIDY-HN2024", "doc", "HW-DL", "craft", 1, ENDED)
SHE = "9" * 32


def rule(day: date = ENDED) -> SubsidyRule:
    return Catalogue(POLICIES).subsidy(day, "431230")


def before(on: date, trade: str = "craft", rank: int = 1) -> Subsidised:
    return Subsidised(SHE, "a" * 32, trade, rank, on)


def why(*earlier: Subsidised, number: str = "ZS-1", day: date = ENDED) -> str:
    basis = Basis("", "", "HW-DL", "craft", 1, day)
    return why_not(Candidate("e", SHE, number, earlier), rule(day), terms_on(POLICIES, day, "431230"), basis)


# -- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "course", "fen"),
    [
        (date(2022, 6, 1), "HW-DJ2", 70000),
        (date(2023, 12, 31), "HW-BZ", 30000),
        (date(2024, 1, 1), "HW-BZ", 55000),
        (date(2026, 11, 24), "ST-SYB", 55000),
    ],
)
def test_the_table_in_force_on_the_first_day_says_what_she_counts_for(day: date, course: str, fen: int):
    assert rule(day).fen(course) == fen


def test_a_trade_that_lacks_hands_counts_a_tenth_more_and_never_above_the_most():
    table = rule()
    short = SubsidyRule(
        "x", "x", {"a": 55000, "b": 576000}, "a", {"HW-DL": "b"}, [], 576000, ["HW-BZ", "HW-DL"], 100, True, 7, 30
    )
    assert (short.fen("HW-BZ"), short.fen("HW-DL")) == (60500, 576000)
    assert table.fen("HW-BZ") == 55000, "no trade of ours is on the list until a county says so"


def a_table(year: int, standard: int = 80000, **more: Any) -> SubsidyRule:
    """Return a table of one standard, which is of a key family."""
    return SubsidyRule("x", "x", {"key_1": standard}, "key_1", {}, [], 576000, [], 100, True, 7, 30, year, **more)


@pytest.mark.parametrize(
    ("year", "standard", "fen"),
    [
        (2024, 80000, 80000),
        (2025, 80000, 84000),
        (2026, 80000, 88000),
        (2026, 350000, 385000),
        (2025, 12350, 12968),  # 12,967.5
        (2025, 12349, 12966),  # 12,966.45
        (2030, 500000, 576000),  # never above the most of one woman
    ],
)
def test_the_standard_of_a_key_family_grows_by_a_twentieth_of_its_first_amount_each_year(
    year: int, standard: int, fen: int
):
    yearly = rule().yearly
    assert (yearly.permille, yearly.since, yearly.verified) == (50, 2024, "press")
    assert a_table(year, standard, yearly=yearly).fen("X") == fen
    assert rule(date(2026, 11, 20)).fen("HW-BZ") == 55000, "no course of ours has such a standard"


def test_a_fifth_more_for_who_is_known_to_work_for_others_within_six_months():
    table = rule()
    assert (table.fen("HW-BZ"), table.fen("HW-BZ", employed=True), table.work.verified) == (55000, 66000, "copy")
    assert rule(date(2023, 12, 31)).fen("HW-BZ", employed=True) == 30000, "the table of 2022 adds nothing"
    assert Catalogue(POLICIES).subsidy(ENDED, "330000").work is None, "nor does another province's"
    both = a_table(2026, 12345, yearly=Yearly("", "no", 50, 2024, ["key_1"]), work=ForWork("", "no", 200, 6, ["work"]))
    assert both.fen("X", employed=True) == 16049, "shares of the standard, put together before one rounding: 16,048.5"

    def said(doing: str, on: date) -> bool:
        return table.work.found([Income(100000, doing, on, "c")], date(2026, 8, 31))

    assert said("work", date(2027, 2, 28))
    assert not said("work", date(2027, 3, 1))
    assert not any(said(doing, date(2026, 12, 1)) for doing in ("sell", "farm", "none"))


def test_no_certificate_no_subsidy():
    assert why(number="") == "no_certificate"
    assert why() == ""


def test_the_rotation_training_of_officials_is_not_paid_for():
    basis = Basis("", "", "RT-ZW", "rotation", 1, ENDED)
    terms = terms_on(POLICIES, ENDED, "431230")
    assert why_not(Candidate("e", SHE, "ZS-1"), rule(), terms, basis) == "course_not_paid"


def test_once_a_year_in_a_trade_whichever_county_counted_her():
    assert why(before(date(2026, 1, 5))) == "counted_this_year"
    assert why(before(date(2026, 1, 5), trade="ecommerce")) == ""


def test_since_2024_not_the_same_trade_at_the_same_or_a_lower_level():
    assert why(before(date(2025, 1, 5))) == "had_this_level"
    assert why(before(date(2025, 1, 5), rank=0)) == ""
    assert why(before(date(2022, 1, 5)), day=date(2023, 11, 20)) == "", "the rule of 2022 did not ask"


def test_three_subsidised_trainings_in_a_lifetime_counted_from_2024():
    three = [before(date(year, 3, 1), trade=f"t{year}") for year in (2024, 2025, 2026)]
    assert why(*three) == "lifetime_limit"
    assert why(*three[1:], before(date(2023, 3, 1), trade="t2023")) == ""


def test_the_whole_amount_is_what_the_women_who_count_count_for():
    candidates = [Candidate("1", SHE, "ZS-1"), Candidate("2", "8" * 32, "", ())]
    heads = judged(candidates, rule(), terms_on(POLICIES, ENDED, "431230"), BASIS)
    assert heads == (Head("1", SHE, "ZS-1", 55000), Head("2", "8" * 32, "", 0, "no_certificate"))
    claim = Claim("c", "k", PATH, HR, BASIS, heads)
    assert (claim.fen, len(claim.counted)) == (55000, 1)


# -- the road ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def here() -> Memory:
    return Memory()


def closed(here: Memory) -> TrainingClass:
    one = certified(here)
    return here.use.training_class.finish.close(one.id, by=BY)


def claimed(here: Memory) -> Claim:
    return here.use.subsidy.claim(closed(here).id, by=BY)


def test_from_the_claim_to_the_money_four_people_have_a_hand_in_it(here: Memory):
    claim, step = claimed(here), here.use.subsidy.step
    assert (claim.state, claim.fen, len(claim.counted)) == (State.CLAIMED, 3 * 55000, 3)
    claim = step.review(claim.id, by=REVIEWER, version=0)
    claim = step.agree(claim.id, by=OFFICER, version=1)
    today = here.clock.today()
    assert claim.pay_by == workdays.add(today, 30)
    with pytest.raises(Refused, match="day_to_come"):
        step.pay(claim.id, Payment(today + timedelta(1), "0031"), by=LEADER, version=2)
    claim = step.pay(claim.id, Payment(today, "0031"), by=LEADER, version=2)
    assert (claim.state, claim.paid) == (State.PAID, Payment(today, "0031"))
    assert [act.action for act in claim.acts] == [Action.CLAIM, Action.REVIEW, Action.AGREE, Action.PAY]
    acts = [deed.act for _, deed in here.noted.deeds]
    assert acts[-4:] == ["subsidy.claim", "subsidy.review", "subsidy.agree", "subsidy.pay"]
    with pytest.raises(Conflict, match="claimed_already"):
        here.use.subsidy.claim(claim.class_id, by=BY)


def test_money_is_paid_on_a_day_of_ours_between_the_agreement_and_today(here: Memory):
    """At 02:00 in Tongdao it is still yesterday in UTC."""
    claim, step = claimed(here), here.use.subsidy.step
    step.review(claim.id, by=REVIEWER, version=0)
    night = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    here.clock = FixedClock(night)
    step = here.use.subsidy.step
    step.agree(claim.id, by=OFFICER, version=1)
    with pytest.raises(Refused, match="paid_before_agreed") as refused:
        step.pay(claim.id, Payment(date(2026, 11, 30), "0031"), by=LEADER, version=2)
    assert refused.value.facts == {"on": date(2026, 12, 1)}
    assert step.pay(claim.id, Payment(date(2026, 12, 1), "0031"), by=LEADER, version=2).state is State.PAID


def test_only_a_class_that_is_over_is_claimed_for_and_only_by_its_own_coordinator(here: Memory):
    one = certified(here)
    with pytest.raises(Conflict, match="class_not_closed"):
        here.use.subsidy.claim(one.id, by=BY)
    with pytest.raises(NotFound, match="class_not_found"):
        here.use.subsidy.claim(one.id, by=an_officer("coordinator", ELSEWHERE))
    assert here.use.subsidy.find.to_claim(by=BY) == []


def test_each_step_belongs_to_its_office_and_to_another_person(here: Memory):
    claim, step = claimed(here), here.use.subsidy.step
    both = an_officer("training_reviewer", PATH, actor_id=BY.id)
    with pytest.raises(Refused, match="same_person"):
        step.review(claim.id, by=both, version=0)
    with pytest.raises(NotFound, match="claim_not_found"):
        step.review(claim.id, by=an_officer("training_reviewer", ELSEWHERE), version=0)
    with pytest.raises(NotFound, match="claim_not_found"):
        step.agree(claim.id, by=an_officer("hr_officer", (*ELSEWHERE, OTHER_HR)), version=0)
    with pytest.raises(Conflict, match="not_in_this_state"):
        step.agree(claim.id, by=OFFICER, version=0)
    step.review(claim.id, by=REVIEWER, version=0)
    with pytest.raises(Stale):
        step.agree(claim.id, by=OFFICER, version=0)


def test_what_goes_back_says_why_and_its_women_may_count_elsewhere_until_it_is_claimed_again(here: Memory):
    claim, step = claimed(here), here.use.subsidy.step
    with pytest.raises(Refused, match="reason_missing"):
        step.hand_back(claim.id, " 缺 ", by=REVIEWER, version=0)
    step.review(claim.id, by=REVIEWER, version=0)
    with pytest.raises(NotFound):
        step.hand_back(claim.id, "现在归人社局", by=REVIEWER, version=1)
    claim = step.hand_back(claim.id, "出勤簿没有签名", by=OFFICER, version=1)
    assert (claim.state, claim.acts[-1].role, here.counted.rows) == (State.RETURNED, "hr_officer", {})
    her = places(here, here.classes.rows[claim.class_id])[0].person_id
    here.counted.put([Subsidised(her, "b" * 32, "knotting", 1, date(2026, 3, 1))])
    again = here.use.subsidy.claim(claim.class_id, by=BY)
    assert (again.id, again.state, again.fen) == (claim.id, State.CLAIMED, 2 * 55000)
    assert [head.why for head in again.heads if head.why] == ["counted_this_year"]
    step.review(again.id, by=REVIEWER, version=again.version)


def test_a_certificate_that_was_revoked_meanwhile_stops_the_claim(here: Memory):
    claim = claimed(here)
    paper = here.use.certificate.find.of_class(claim.class_id, by=BY)[0]
    revoked(here, paper.id)
    with pytest.raises(Refused, match="certificates_gone") as refused:
        here.use.subsidy.step.review(claim.id, by=REVIEWER, version=0)
    assert refused.value.facts == {"count": 1, "numbers": paper.number}
    assert here.claims.rows[claim.id].state is State.CLAIMED


def test_a_certificate_revoked_after_hr_agreed_is_handed_back_by_its_leader_and_claimed_for_the_others(here: Memory):
    claim, step = claimed(here), here.use.subsidy.step
    step.review(claim.id, by=REVIEWER, version=0)
    step.agree(claim.id, by=OFFICER, version=1)
    revoked(here, here.use.certificate.find.of_class(claim.class_id, by=BY)[0].id)
    with pytest.raises(Refused, match="certificates_gone"):
        step.pay(claim.id, Payment(here.clock.today(), "0031"), by=LEADER, version=2)
    with pytest.raises(NotFound):
        step.hand_back(claim.id, "有一张证撤销了", by=OFFICER, version=2)
    back = step.hand_back(claim.id, "有一张证撤销了", by=LEADER, version=2)
    assert (back.state, back.pay_by, back.acts[-1].role) == (State.RETURNED, None, "hr_leader")
    assert here.use.subsidy.claim(claim.class_id, by=BY).fen == 2 * 55000


def works(here: Memory, number: str) -> None:
    """Let a woman say in her follow-up that she works for others."""
    [asked] = here.followups.numbered(SYSTEM, [number])
    asked.answers[3] = Income(300000, "work", here.clock.today(), "c")
    here.followups.put(asked, None)


def test_who_found_work_counts_a_fifth_more_and_who_is_known_to_only_after_the_claim_when_it_is_claimed_again(
    here: Memory,
):
    one = closed(here)
    numbers = [paper.number for paper in here.use.certificate.find.of_class(one.id, by=BY)]
    works(here, numbers[0])
    claim = here.use.subsidy.claim(one.id, by=BY)
    assert [(head.fen, head.job_fen) for head in claim.heads] == [(66000, 11000), (55000, 0), (55000, 0)]
    assert (claim.fen, here.use.subsidy.find.working_since(claim, one)) == (176000, 0)
    works(here, numbers[2])
    assert here.use.subsidy.find.working_since(claim, one) == 1
    here.use.subsidy.step.hand_back(claim.id, "有人后来就业了", by=REVIEWER, version=0)
    assert here.use.subsidy.claim(one.id, by=BY).fen == 187000


def test_every_woman_is_guarded_before_it_is_looked_at_what_she_had(here: Memory):
    one = closed(here)
    here.noted.touched.clear()
    here.use.subsidy.claim(one.id, by=BY)
    whom = {place.person_id for place in here.enrolments.of_classes([one.id], TAUGHT)}
    assert here.noted.touched == sorted(f"subsidised:{person}" for person in whom)


def test_nothing_is_claimed_for_nobody_and_without_an_office_to_decide(here: Memory):
    one = closed(here)
    papers = here.use.certificate.find.of_class(one.id, by=BY)
    here.replica.units.close(HR, date(2026, 1, 2))
    with pytest.raises(Refused, match="no_hr_office"):
        here.use.subsidy.claim(one.id, by=BY)
    for paper in papers:
        revoked(here, paper.id)
    with pytest.raises(Refused, match="nobody_counts"):
        here.use.subsidy.claim(one.id, by=BY)


def test_before_the_tree_has_told_of_the_county_it_is_asked_to_wait(here: Memory, monkeypatch: pytest.MonkeyPatch):
    one = closed(here)
    nowhere: Any = lambda _path: None  # noqa: E731
    monkeypatch.setattr(type(here.replica), "county_of", lambda _self, path: nowhere(path))
    with pytest.raises(Unavailable, match="county_not_known_yet"):
        here.use.subsidy.claim(one.id, by=BY)


def test_a_class_without_a_claim_is_on_the_list_with_the_day_its_papers_are_due(here: Memory):
    one = closed(here)
    (waiting,) = here.use.subsidy.find.to_claim(by=BY)
    assert (waiting.klass.id, waiting.due_on) == (one.id, workdays.add(one.plan.ends_on, 7))
    klass, heads, document = here.use.subsidy.find.preview(one.id, by=BY)
    assert (klass.id, sum(head.fen for head in heads), "2024" in document) == (one.id, 165000, True)
    assert here.use.subsidy.find.of_class(one.id, by=BY) is None
    claim = here.use.subsidy.claim(one.id, by=BY)
    assert here.use.subsidy.find.to_claim(by=BY) == []
    assert here.use.subsidy.find.listed({State.CLAIMED}, by=OFFICER) == [claim]
    assert here.use.subsidy.find.one(claim.id, by=LEADER).id == claim.id
    assert here.use.subsidy.find.class_of(claim).id == one.id
