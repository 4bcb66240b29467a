"""The pages of fund, contract and loan on a real database: what each office sees and does there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.clock import Clock
from tests.builders.loans import COUNTY, OFFICES, PATH
from tests.builders.money import (
    AGENCY_LEADER,
    AGENT,
    BANK_LEADER,
    SECOND_TREASURER,
    TELLER,
    TREASURER,
    WAN,
    MoneyWorld,
    money_world,
)
from tests.builders.pages import post
from tests.builders.world import World, a_woman, an_officer


@pytest.fixture
def money(loans: World) -> Iterator[MoneyWorld]:
    with money_world(loans.settings) as found:
        found.clock.day = Clock().today()  # the app stands in the same day
        yield found


def test_a_top_up_waits_for_the_second_treasurer_and_a_wrong_one_is_taken_out(loans: World, money: MoneyWorld):
    page = "/loans/fund"
    assert "账本还是空的" in loans.as_(AGENT).get(page).text
    typed = {"amount_fen": "1200万", "document": "通财〔2026〕7号", "on": money.clock.day.isoformat()}
    assert post(loans, TREASURER, page, "/loans/fund/top-ups", **typed) == page
    own = loans.as_(TREASURER).get(page).text
    assert "要另一个人入账" in own
    (row,) = loans.db.top_ups.find()
    action = f"/loans/fund/top-ups/{row['_id']}"
    assert post(loans, SECOND_TREASURER, page, f"{action}/booking") == page
    assert post(loans, TREASURER, page, "/loans/fund/top-ups", **typed | {"amount_fen": "120万"}) == page
    waiting = loans.db.top_ups.find_one({"amount_fen": 120 * WAN})
    assert post(loans, TREASURER, page, f"/loans/fund/top-ups/{waiting['_id']}/removal") == page
    assert "录错了，作废" not in loans.as_(SECOND_TREASURER).get(page).text
    shown = loans.as_(AGENCY_LEADER).get(page).text
    assert "1,200.00 万元基金 × 5 倍 = 6,000.00 万元" in shown
    assert "财政注资" in shown
    assert "录入这笔注资" not in shown


def test_the_bank_signs_with_two_hands_pays_out_and_books_what_comes(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    application = money.approved()
    assert application.number in loans.as_(TELLER).get("/loans/contracts").text
    form = f"/loans/applications/{application.id}/contract"
    typed = {"number": "HT-2026-0031", "plan": "interest_monthly", "rate_bp": "9.99", "other_loans": "yes"}
    refused = post(loans, TELLER, form, form, **typed)
    assert "利率最高 4.50%（LPR 3.00% 加 150 个基点）" in refused
    assert "有不该有的别的贷款" in refused
    assert 'value="9.99"' in refused
    typed |= {"rate_bp": "3.95", "other_loans": "no"}
    wrong = post(loans, TELLER, form, form, **typed | {"number": "HT-2026-0013"})
    assert post(loans, BANK_LEADER, wrong, f"{wrong}/removal") == "/loans/contracts"
    assert "HT-2026-0013" not in loans.as_(TELLER).get("/loans/contracts").text
    contract = post(loans, TELLER, form, form, **typed)
    shown = loans.as_(BANK_LEADER).get(contract).text
    assert "壹拾叁万元整" in shown
    assert "等银行负责人复核" in loans.as_(TELLER).get(contract).text
    assert post(loans, BANK_LEADER, contract, f"{contract}/confirmation") == contract
    receipt = {"number": "JJ-2026-0031", "account_last4": "34x7"}
    assert "请填 4 位数字" in post(loans, TELLER, contract, f"{contract}/disbursement", **receipt)
    loan = post(loans, TELLER, contract, f"{contract}/disbursement", **receipt | {"account_last4": "3417"})
    assert loan.startswith("/loans/loans/")
    assert "JJ-2026-0031" in loans.as_(BANK_LEADER).get("/loans/loans").text
    page = loans.as_(TELLER).get(loan).text
    assert "**** 3417" in page
    assert "**** 3417" not in loans.as_(AGENT).get(loan).text
    too_much = post(loans, TELLER, loan, f"{loan}/repayments", principal_fen="14万", interest_fen="0")
    assert "本金只剩 13 万元" in too_much
    assert post(loans, TELLER, loan, f"{loan}/repayments", principal_fen="3万", interest_fen="0") == loan
    assert "10.00" in loans.as_(TELLER).get(loan).text


def test_she_reads_her_loan_in_plain_words_and_nobody_elses(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    loan = money.loan()
    page = loans.as_(a_woman(loan.origin.person_id)).get(f"/loans/me/loans/{loan.id}")
    assert page.status_code == 200, page.text
    assert "还剩 13 万元没还" in page.text
    assert "下次还" in page.text
    assert len(page.data) < 50_000
    for word in ("审批", "流程", "提交", "逾期"):
        assert word not in page.text
    assert loans.as_(a_woman()).get(f"/loans/me/loans/{loan.id}").status_code == 404


def test_the_agency_sends_a_demand_back_and_pays_the_next_with_two_hands(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    loan = money.loan()
    loans.db.loans.update_one({"_id": loan.id}, {"$set": {"state": "overdue", "overdue_since": "2026-11-20"}})
    page = f"/loans/loans/{loan.id}"
    assert post(loans, TELLER, page, f"{page}/demand") == page
    assert post(loans, AGENT, page, f"{page}/demand-refusal") == page
    assert "等担保机构经办人看材料" not in loans.as_(TELLER).get(page).text
    assert post(loans, TELLER, page, f"{page}/demand") == page
    assert "等担保机构经办人看材料" in loans.as_(TELLER).get(page).text
    assert post(loans, AGENT, page, f"{page}/payment-preparation") == page
    assert post(loans, AGENCY_LEADER, page, f"{page}/payment") == page
    assert post(loans, AGENT, page, f"{page}/recoveries", amount_fen="1万") == page
    assert "120,000 元" in loans.as_(AGENT).get(page).text
    assert "追偿中" in loans.as_(AGENT).get("/loans/loans?show=claimed").text


def test_lists_refuse_what_they_do_not_know_and_page_on(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    money.loan()
    client = loans.as_(TELLER)
    assert client.get("/loans/loans?show=nothing").status_code == 400
    assert client.get("/loans/loans?after=x").status_code == 400
    after = f"2020-01-01.{'0' * 32}"
    assert "JJ-901" in client.get(f"/loans/loans?after={after}").text
    assert client.get("/loans/fund").status_code == 403
    assert loans.as_(an_officer("county_leader", ("1" * 32, "5" * 32))).get("/loans/fund").status_code == 200


def test_each_office_finds_its_work_with_money_on_its_list(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    waits = money.approved()
    contract = money.signed()
    loan = money.loan()
    loans.db.loans.update_one({"_id": loan.id}, {"$set": {"state": "overdue", "overdue_since": "2026-11-20"}})
    teller = loans.as_(TELLER).get("/loans/my-work").text
    assert f"/loans/applications/{waits.id}/contract" in teller
    assert f"/loans/contracts/{contract.id}" in teller
    assert f"/loans/loans/{loan.id}" in teller
    village = an_officer("village_officer", PATH)
    assert f"/loans/loans/{loan.id}" in loans.as_(village).get("/loans/my-work").text
    money.wiring.worker.run(lambda use: use.loan.subrogate.demand(loan.id, by=TELLER))
    assert "银行请代偿" in loans.as_(AGENT).get("/loans/my-work").text
    day = money.clock.day
    money.wiring.worker.run(lambda use: use.fund.top_up.enter(COUNTY, WAN, "通财〔2026〕9号", day, by=TREASURER))
    assert "等您入账" in loans.as_(SECOND_TREASURER).get("/loans/my-work").text
    assert "等您入账" not in loans.as_(TREASURER).get("/loans/my-work").text


def test_the_others_are_told_of_her_loan_and_she_sees_it_among_hers(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    loan = money.loan()
    her = a_woman(loan.origin.person_id)
    answer = loans.as_service("applicant", her).get(f"/loans/internal/persons/{her.id}/applications")
    (line,) = answer.json["items"]
    first = loan.account.lines()[0]
    assert line["loan"] == {
        "loan_id": loan.id,
        "state": "active",
        "balance_fen": 13 * WAN,
        "next_due_on": first.due_on.isoformat(),
        "next_due_fen": first.left_fen,
    }
    page = loans.as_(her).get("/loans/me").text
    assert f"/loans/me/loans/{loan.id}" in page
    assert ("这一笔还清了，才能再申请" in page, "开始填申请" in page) == (
        True,
        False,
    )  # not told only after she filled it in


def test_after_a_no_she_asks_for_more_time_anew_and_three_offices_answer_on_the_page(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    loan = money.loan()
    her, page, mine = a_woman(loan.origin.person_id), f"/loans/loans/{loan.id}", f"/loans/me/loans/{loan.id}"
    assert post(loans, TELLER, page, f"{page}/extension", months="3") == page
    assert post(loans, AGENT, page, f"{page}/extension-refusal", reason="guarantor") == page
    assert "展期申请没有同意：担保人不同意" in loans.as_(TELLER).get(page).text
    assert "申请晚点还" in loans.as_(her).get(f"{mine}/extension").text
    assert "最长能借 12 个月" in post(loans, her, f"{mine}/extension", f"{mine}/extension", months="13")
    assert post(loans, her, f"{mine}/extension", f"{mine}/extension", months="6") == mine
    consent = {"consent_on": money.clock.day.isoformat(), "document": "TY-2026-07"}
    assert post(loans, AGENT, page, f"{page}/extension-consent", **consent) == page
    assert "等银行" in loans.as_(her).get(mine).text
    assert post(loans, BANK_LEADER, page, f"{page}/extension-confirmation") == page
    assert "展期中" in loans.as_(TELLER).get("/loans/loans").text
    assert money.again(loan).terms.agreed_end == loan.terms.matures_on
    assert [one["matures_on"] for one in money.events("loan.extended")] == [
        money.again(loan).terms.matures_on.isoformat()
    ]


def test_a_loan_that_a_visit_found_misused_is_called_in_and_she_reads_why_and_until_when(
    loans: World, money: MoneyWorld
):
    money.top_up(100 * WAN)
    loan = money.loan()
    page, due = f"/loans/loans/{loan.id}", (money.clock.day + timedelta(days=20)).isoformat()
    village = an_officer("village_officer", PATH)
    assert post(loans, village, page, f"{page}/visits", use="misused", trading="no") == page
    assert "可以提前收回" in loans.as_(TELLER).get(page).text
    call = {"reason": "false_papers", "due_on": due}
    assert post(loans, TELLER, page, f"{page}/call-preparation", **call) == page
    assert post(loans, BANK_LEADER, page, f"{page}/call-removal") == page
    assert post(loans, TELLER, page, f"{page}/call-preparation", **call | {"reason": "misuse"}) == page
    assert post(loans, BANK_LEADER, page, f"{page}/call") == page
    assert "钱没有用在生意上" in loans.as_(a_woman(loan.origin.person_id)).get(f"/loans/me/loans/{loan.id}").text
    assert [one["reason"] for one in money.events("loan.called")] == ["misuse"]


def test_a_loss_is_posted_for_all_without_a_name_before_the_treasury_may_approve(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    loan = money.loan()
    loans.db.loans.update_one({"_id": loan.id}, {"$set": {"state": "overdue", "overdue_since": "2026-11-20"}})
    page = f"/loans/loans/{loan.id}"
    for by, noun in ((TELLER, "demand"), (AGENT, "payment-preparation"), (AGENCY_LEADER, "payment")):
        assert post(loans, by, page, f"{page}/{noun}") == page
    assert post(loans, AGENT, page, f"{page}/notice", reason="missing") == page
    assert post(loans, AGENT, page, f"{page}/notice-removal") == page
    assert loan.number[-4:] not in loans.as_(None).get("/loans/notices").text
    assert post(loans, AGENT, page, f"{page}/notice", reason="death") == page
    shown = loans.as_(None).get("/loans/notices").text
    assert "借款人去世" in shown
    assert f"借据尾号 {loan.number[-4:]}" in shown
    assert loan.number not in shown
    assert post(loans, AGENT, page, f"{page}/notice-comments", document="XF-3", against="yes") == page
    assert "1 条，1 条不同意" in loans.as_(TREASURER).get(page).text
    assert "公示完了才能批" in loans.as_(TREASURER).get(page).text
    over = (money.clock.day - timedelta(days=1)).isoformat()
    loans.db.loans.update_one({"_id": loan.id}, {"$set": {"notice.until": over}})
    assert post(loans, TREASURER, page, f"{page}/write-off") == page
    assert "同意核销" not in loans.as_(TREASURER).get(page).text
    assert [one["reason"] for one in money.events("loan.written-off")] == ["death"]
    assert money.differences() == []


def test_a_bank_with_too_many_bad_loans_is_stopped_till_finance_and_hr_let_it_go_on(loans: World, money: MoneyWorld):
    money.top_up(100 * WAN)
    loan, run = money.loan(), money.wiring.worker.run
    late = (money.clock.day - timedelta(days=200)).isoformat()
    loans.db.loans.update_one({"_id": loan.id}, {"$set": {"state": "overdue", "overdue_since": late}})
    run(lambda use: use.fund.stop.look(use.fund.stop.terms.county(PATH)))
    page, bank = "/loans/fund", f"/loans/fund/banks/{OFFICES['bank']}"
    hr = an_officer("hr_leader", (*PATH[:2], OFFICES["hr"]))
    assert "不良率" in post(loans, TREASURER, page, f"{bank}/resumption-request")
    money.repay(loan, *money.again(loan).owed(money.clock.day))
    assert post(loans, TREASURER, page, f"{bank}/resumption-request") == page
    assert "起停放" in loans.as_(hr).get(page).text
    assert post(loans, hr, page, f"{bank}/resumption") == page
    assert "起停放" not in loans.as_(hr).get(page).text
