"""The archive package of a case: asked for with a purpose, made by a job, opened only by who asked."""

from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from services.loans.domain.archive import Archive, Sheet
from services.loans.domain.consent import Action, Consent
from services.loans.errands.archive_paper import page
from services.loans.usecases.archive.ask import MAKE, AskArchive
from services.loans.usecases.archive.keep import DROP, Gathered, KeepArchive
from services.loans.usecases.archive.read import ReadArchive
from shared.access import Actor
from shared.errors import NotFound
from shared.paper.child import Fetched, _inside, pdf
from tests.builders.loans import COUNTY, ELSEWHERE, OFFICES, an_application, at_desk, at_office
from tests.unit.loans.world import LoansWorld


@dataclass
class MemoryArchives:
    """Packages in a dict."""

    rows: dict[str, Archive] = field(default_factory=dict)
    papers: dict[str, bytes] = field(default_factory=dict)

    def get(self, archive_id: str) -> Archive:
        if archive_id not in self.rows:
            raise NotFound("archive_not_found")
        return self.rows[archive_id]

    def of(self, application_id: str, account: str) -> list[Archive]:
        return [one for one in self.rows.values() if (one.application_id, one.asked_by) == (application_id, account)]

    def add(self, one: Archive) -> None:
        self.rows[one.id] = one

    def keep(self, one: Archive, pdf: bytes) -> None:
        self.rows[one.id], self.papers[one.id] = one, pdf

    def pdf(self, one: Archive) -> bytes | None:
        return self.papers.get(one.id)

    def remove(self, archive_id: str) -> None:
        self.rows.pop(archive_id, None)
        self.papers.pop(archive_id, None)


@dataclass
class Shelf:
    """The use cases of packages over the world of the desks."""

    world: LoansWorld = field(default_factory=LoansWorld)
    archives: MemoryArchives = field(default_factory=MemoryArchives)
    said: dict[str, Consent] = field(default_factory=dict)

    @property
    def ask(self) -> AskArchive:
        world = self.world
        return AskArchive(world.applications, self.archives, world.due, world.ledger, world.clock)

    @property
    def read(self) -> ReadArchive:
        return ReadArchive(self.world.applications, self.archives, self.world.ledger)

    @property
    def keep(self) -> KeepArchive:
        world, none = self.world, SimpleNamespace(of_application=lambda _id: None)
        answers = SimpleNamespace(of=lambda _id: self.said)
        papers = SimpleNamespace(wanted=lambda _application: [], papers=None, consents=answers)
        kept = (world.pictures, none, world.desk.routes, world.due, world.clock)
        return KeepArchive(world.applications, self.archives, papers, *kept)  # type: ignore[arg-type]  # as much of the ports as is asked


def leader(account: str = "d" * 32) -> Actor:
    return at_office("county_leader", COUNTY, account)


def jpeg() -> bytes:
    content = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(content, "JPEG")
    return content.getvalue()


@pytest.fixture
def shelf() -> Shelf:
    found = Shelf()
    found.world.applications.add(at_desk("certify"))
    return found


CASE = f"{1:032x}"


def test_a_request_is_written_down_with_its_purpose_and_made_by_a_job(shelf: Shelf):
    one = shelf.ask(CASE, "省里检查", "石银花", by=leader())
    assert (MAKE, one.id) in shelf.world.due.promised
    assert [(deed.act, deed.reason) for _, deed in shelf.world.ledger.deeds] == [("archive.ask", "省里检查")]
    with pytest.raises(NotFound):
        shelf.read.content(CASE, one.id, by=leader())


def test_only_who_asked_opens_it_and_each_opening_is_written_down(shelf: Shelf):
    one = shelf.ask(CASE, "省里检查", "石银花", by=leader())
    shelf.keep.made(one.id, b"%PDF", "job")
    assert shelf.read.content(CASE, one.id, by=leader()) == b"%PDF"
    assert [deed.act for _, deed in shelf.world.ledger.deeds] == ["archive.ask", "archive.read"]
    with pytest.raises(NotFound):
        shelf.read.content(CASE, one.id, by=leader("e" * 32))
    assert shelf.read.listed(CASE, by=leader("e" * 32)) == []


def test_a_package_is_thrown_away_after_the_days_of_the_countys_data(shelf: Shelf):
    one = shelf.ask(CASE, "省里检查", "石银花", by=leader())
    shelf.keep.made(one.id, b"%PDF", "job")
    assert shelf.world.due.promised[DROP, one.id] == shelf.world.clock.now() + timedelta(days=7)
    shelf.keep.gone(one.id, "job")
    with pytest.raises(NotFound):
        shelf.read.content(CASE, one.id, by=leader())


@pytest.mark.parametrize(("role", "unit"), [("county_leader", ELSEWHERE[-1]), ("hr_leader", OFFICES["hr"])])
def test_who_is_not_of_this_county_or_may_not_ask_finds_nothing(shelf: Shelf, role: str, unit: str):
    by = at_office(role, unit)
    by = replace(by, posts=(replace(by.posts[0], path=ELSEWHERE if unit == ELSEWHERE[-1] else by.posts[0].path),))
    with pytest.raises(NotFound):
        shelf.ask(CASE, "看看", "", by=by)


def test_a_draft_has_no_package(shelf: Shelf):
    shelf.world.applications.add(an_application(person_id="b" * 32, number=2))
    with pytest.raises(NotFound):
        shelf.ask(f"{2:032x}", "看看", "", by=leader())


def test_the_photos_of_a_visit_and_the_sheet_she_signed_are_in_the_package(shelf: Shelf):
    found = shelf.world.applications.rows[CASE]
    visit = next(one for one in found.case.entries if one.act == "report")
    facts = {"album": "1" * 32, "photos": 2, "sheet": 3}
    found.case.entries[found.case.entries.index(visit)] = replace(visit, finding=replace(visit.finding, facts=facts))
    shelf.world.pictures.kept["1" * 32] = [b"a", b"b", b"c"]
    one = shelf.ask(CASE, "省里检查", "石银花", by=leader())
    sheets = shelf.keep.gather(one.id).sheets
    assert [(sheet.title, sheet.content) for sheet in sheets] == [
        ("上门照片 1", b"a"),
        ("上门照片 2", b"b"),
        ("她签字的纸", b"c"),
    ]


def test_each_page_says_who_asked_and_what_for_and_every_picture_is_listed_with_its_hash(shelf: Shelf):
    one = shelf.ask(CASE, "省里检查", "石银花", by=leader())
    sheets = (Sheet("身份证", one.asked_on, jpeg()), Sheet("户口本", one.asked_on, None))
    told = page(Gathered(one, shelf.world.applications.rows[CASE], None, sheets), {})
    assert told.count("省里检查") == 2
    assert told.count("data:image/jpeg") == 1
    assert "已删除" in told
    assert "情况属实" in told
    assert "上门" in told


def test_what_her_husband_answered_on_his_phone_is_in_the_package(shelf: Shelf):
    found = shelf.world.applications.rows[CASE]
    found.draft = replace(found.draft, family=replace(found.draft.family, married="yes", spouse_name="龙开明"))
    today = shelf.world.clock.today()
    asked = Consent.ask("c" * 32, (found.id, found.person_id), "spouse", b"x", (today, 7))
    shelf.said["spouse"] = asked
    one = shelf.ask(CASE, "省里检查", "石银花", by=leader())
    assert f"<td>丈夫同意</td><td>龙开明</td><td>{today}</td><td>等他点</td>" in page(shelf.keep.gather(one.id), {})
    asked.answer(Action.AGREE, today)
    assert f"<td>同意了</td><td>{today}</td>" in page(shelf.keep.gather(one.id), {})


def test_a_document_carries_its_pictures_and_fetches_nothing():
    assert b"/DCTDecode" in pdf(f'<img src="data:image/jpeg;base64,{b64encode(jpeg()).decode()}">')
    for strange in ("http://example.org/a.jpg", "file:///etc/hostname", "data:text/css;base64,YQ=="):
        with pytest.raises(Fetched):
            _inside(strange)
