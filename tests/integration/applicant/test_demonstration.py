"""The demonstration city's accounts: as conventions promise them, opened once."""

from services.applicant.errands.demonstration import COUNTIES, NAMES, DemonstrationAccounts
from services.applicant.errands.found_federation import FoundFederation
from shared.roles import STAFF
from shared.web.identity.passwords import Passwords

PROMISED = (
    "county_officer_1@tongdao", "county_leader_2@jingzhou", "coordinator_1@hongjiangqu", "hr_officer_2@tongdao",
    "village_officer_1@tongdao.shuangjiang.yutou", "township_leader_2@tongdao.shuangjiang", "inspector_1@huaihua",
    "auditor_1@huaihua", "operator_1@huaihua", "account_admin_2@huaihua", "city_leader_1@huaihua", "teacher_1@tongdao",
    "bank_leader_1@jingzhou", "panel_member_1@tongdao", "training_reviewer_1@tongdao", "finance_officer_1@tongdao",
)  # fmt: skip


def test_every_account_of_the_demonstration_opens_with_the_one_password_and_is_opened_once(bare):
    FoundFederation(bare.runner)("431200")
    passwords = Passwords()
    accounts = DemonstrationAccounts(bare.runner, passwords)
    count = accounts("seven looms by the river")
    assert accounts("another password here") == 0
    rows = {row["login"]: row for row in bare.db.accounts.find()}
    assert len(rows) == count
    assert set(PROMISED) <= set(rows)
    for suffix in COUNTIES:
        assert f"county_officer_1@{suffix}" in rows
    assert {post["role"] for row in rows.values() for post in row["posts"]} == set(STAFF) == set(NAMES)
    assert all(len(row["posts"]) == 1 and row["state"] == "active" for row in rows.values())
    one = bare.runner.ask(lambda use: use.account.begin_staff.accounts.with_login("hr_officer_2@tongdao"))
    assert passwords.fits(one.password, "seven looms by the river")
    assert one.posts[0].unit_kind == "hr"
    village = rows["village_officer_1@tongdao.shuangjiang.yutou"]["posts"][0]
    assert (village["title"], len(village["path"])) == ("芋头村", 4)
