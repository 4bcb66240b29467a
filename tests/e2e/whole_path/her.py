"""Her part, on a phone, with or without script: the same acts either way."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.whole_path.forms import ALONE, Form
from tests.e2e.whole_path.hands import TONGDAO, Home, Story, fill, named, press, send
from tests.stack.people import clean, code, until


@dataclass
class Woman:
    """One woman and her phone."""

    story: Story
    page: Page
    name: str
    phone: str
    number: str
    home: Home = TONGDAO

    @property
    def main(self) -> str:
        """Return what the page before her says."""
        return self.page.locator("main").inner_text()

    def registers(self) -> str:
        """Register herself where she lives, with consent; returns her person's id."""
        page = self.page
        page.goto("/applicant/sign-in")
        page.fill("#f-phone", self.phone)
        press(page, "发验证码")
        page.fill("#f-code", code(self.story.stack, self.phone))
        page.click("main button >> nth=0")
        page.click("text=我还没登记过")
        page.fill("#f-name", self.name)
        page.fill("#f-id_no", self.number)
        page.locator("#f-education").select_option(label="初中")
        page.click("text=存好，下一步")
        page.locator("#f-county").select_option(label=self.home.county_title)
        page.fill("#f-place", self.home.village_title)
        page.click("text=农业 >> nth=0")
        fill(page, {"groups": "RURAL_SELF"})
        page.click("text=存好，下一步")
        page.check("#f-consent_registration")
        send(page, lambda: named(page, "登记").click())
        expect(page.locator("h1")).to_have_text("登记好了")
        newest = self.story.stack.db("applicant").outbox.find_one(
            {"type": "applicant.person.registered.v1", "data.channel": "self"}, sort=[("_id", -1)]
        )
        assert newest is not None
        return str(newest["data"]["person_id"])

    def enrols(self, class_id: str) -> None:
        """Take a place in the open class."""
        self.page.goto(f"/training/classes/open/{class_id}")
        press(self.page, "报这个班")
        self.page.goto("/training/me")
        expect(self.page.locator("main")).to_contain_text("在班")

    def has_her_certificate(self) -> str:
        """Find it on her page and look at what anybody may see of it; returns the public address."""
        self.page.goto("/training/me")
        link = self.page.locator("main a[href*='/training/v/']").first
        address = str(link.get_attribute("href"))
        self.page.goto(address)
        expect(self.page.locator("main")).not_to_contain_text(self.name)
        fill(self.page, {"name": self.name})
        press(self.page, "比一比")
        expect(self.page.locator("main")).to_contain_text("对得上")
        return address

    def applies(self, photo: Path, form: Form = ALONE) -> str:
        """Fill its pages, bring its staff, photograph its papers, look it over, hand it in; returns the application's
        id.
        """
        page = self.page
        page.goto("/loans/me")
        press(page, "开始填申请")
        home = page.url
        for slug, answers in form.pages.items():
            page.goto(f"{home}/{slug}")
            fill(page, answers)
            if slug not in ALONE.pages:
                clean(page, f"loan-{slug}")
            page.click("main form .actions button >> nth=0")
            page.wait_for_url(lambda url, left=f"/{slug}": not url.endswith(left))
        if form.staff:
            self.brings_staff(home, form)
        for slug, answers in form.pages.items():
            if slug.startswith("partner-"):
                self.asks(home, slug, str(answers["name"]), str(answers["phone"]))
        for kind in form.papers:
            self.photographs(home, kind, photo)
        self.hands_in(home)
        return home.rpartition("/")[2]

    def brings_staff(self, home: str, form: Form) -> None:
        """Fill the empty roster that is handed out there and give it back."""
        page = self.page
        page.goto(f"{home}/staff-roster")
        with page.expect_download() as empty:
            page.get_by_role("link", name="下载空表").click()
        page.set_input_files("#f-file", form.filled(empty.value.path()))
        page.click("main form .actions button >> nth=0")
        expect(page.locator("main")).to_contain_text(f"收好了 {len(form.staff)} 个人。")
        clean(page, "loan-staff")

    def asks(self, home: str, who: str, name: str, phone: str) -> None:
        """Have one who borrows with her agree on a phone of his own."""
        self.page.goto(f"{home}/consents/{who}")
        press(self.page, "发短信给他")
        clean(self.page, "loan-consent")
        his = self.story.new_page(width=375, base_url=self.story.stack.base_url)
        his.goto(self._link(phone))
        fill(his, {"name": name})
        clean(his, "loan-consent-partner")
        press(his, "我同意")
        expect(his.locator("main")).to_contain_text("同意了")

    def _link(self, phone: str) -> str:
        until(lambda: self._texts(phone))
        return self._texts(phone)[-1]

    def _texts(self, phone: str) -> list[str]:
        sent = [one for one in self.story.stack.messages() if one["to"] == phone]
        return [link for one in sent for link in re.findall(r"http\S+", one["text"])]

    def photographs(self, home: str, kind: str, photo: Path) -> None:
        """Give one photo of a paper."""
        self.page.goto(f"{home}/papers/{kind}")
        self.page.set_input_files("#f-photo", photo)
        press(self.page, "交这张照片")
        expect(self.page.locator("main")).to_contain_text(re.compile(r"\d 张"))

    def hands_in(self, home: str) -> None:
        """Look it over, agree, hand it in."""
        page = self.page
        page.goto(f"{home}/hand-in")
        for name in ("truth", "share", "credit"):
            page.check(f"#f-{name}", force=True)
        press(page, "交上去")
        expect(page.locator("main")).to_contain_text("正在看")

    def puts_right(self, application_id: str, kind: str, photo: Path) -> None:
        """Read on her home what is missing, give it, hand in again."""
        self.page.goto("/applicant/me")
        expect(self.page.locator("main")).to_contain_text("补")
        home = f"/loans/me/applications/{application_id}"
        self.photographs(home, kind, photo)
        self.hands_in(home)

    def registers_her_enterprise(self, name: str, founded_on: str) -> str:
        """Register a sole trader's workshop; returns its id."""
        page = self.page
        page.goto("/applicant/me/enterprises/new")
        fill(
            page,
            {
                "name": name,
                "kind": "sole_trader",
                "trade": "craft",
                "founded_on": founded_on,
                "women_share": "100",
            },
        )
        page.click("main form button >> nth=0")
        page.wait_for_url(re.compile(r"/me/enterprises\?said=new"))
        row = self.story.stack.db("applicant").enterprises.find_one(sort=[("_id", -1)])
        assert row is not None
        return str(row["_id"])

    def reports(self, enterprise_id: str, year: int) -> None:
        """Tell how a year went."""
        page = self.page
        page.goto(f"/applicant/me/enterprises/{enterprise_id}/reports")
        told = {"running": "yes", "staff": "14", "women": "12", "households": "25", "sales_fen": "60万"}
        fill(page, {"year": str(year), **told})
        page.click("main form button >> nth=0")
        page.wait_for_url(re.compile(r"/me/enterprises\?said=reported"))
