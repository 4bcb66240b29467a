"""A title's whole road on a real database: two hands, the notice that ends by itself, what is told, races."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from deploy.local import secrets
from services.applicant import wiring
from services.applicant.domain.nomination import Action, Nomination, State
from services.applicant.errands.title_due import TitleDue, TitleReport
from services.applicant.storage import indexes
from services.applicant.usecases.title.nominate import Wish
from services.applicant.usecases.title.remind import KIND as REPORT
from services.applicant.usecases.title.remind import next_march
from services.applicant.usecases.title.take_over import Past
from services.applicant.usecases.title.waiting import KIND
from shared import settings
from shared.access import Actor, Kind
from shared.clock import SHANGHAI, Clock
from shared.errors import Conflict, NotFound, Problem, Refused
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from tests.builders.applicant import a_row, unit_id
from tests.builders.databases import REUSED, furnish, leave
from tests.builders.titles import a_uscc, details, figures
from tests.builders.world import a_woman, an_officer, environment
from tests.integration.applicant.conftest import Applicant

COUNTY_PATH = (unit_id("431200"), unit_id("431230"))
TOWN_PATH = (*COUNTY_PATH, unit_id("431230100"))
OFFICER, LEADER = an_officer("county_officer", COUNTY_PATH), an_officer("county_leader", COUNTY_PATH)
TOWN = an_officer("township_officer", TOWN_PATH)
ELSEWHERE = an_officer("county_officer", (unit_id("431200"), unit_id("431229")))
SERVICE = Actor("svc:training", Kind.SERVICE)
SEEN = {"profit_by_trade": True, "not_abnormal": True}


class Later(Clock):
    """A clock that can be moved on."""

    by = timedelta()

    def now(self) -> datetime:
        """Return the business instant."""
        return self.real_now() + self.by


class Road:
    """A woman of 芋头村 with an enterprise, and everybody who acts on her title."""

    def __init__(self, applicant: Applicant, clock: Later) -> None:
        self.clock, self.db = clock, applicant.db
        self.run, self.events = applicant.runner.run, applicant.events
        verbs = {KIND: TitleDue(applicant.runner), REPORT: TitleReport(applicant.runner)}
        self.loop = JobLoop(Jobs(self.db), verbs, clock)
        county = unit_id("431230")
        self.her = self.run(lambda use: use.person.register_row(county, a_row(), None, by=SERVICE)).person.id
        self.she = a_woman(self.her)
        self.enterprise = self.run(lambda use: use.enterprise.register(self.her, details(), by=self.she)).id
        year = clock.today().year
        self.run(lambda use: use.enterprise.report(self.enterprise, year, figures(), by=self.she))

    def nominated(self) -> Nomination:
        wish = Wish("cooperative", self.enterprise, agreed=True)
        return self.run(lambda use: use.title.nominate(self.her, wish, by=OFFICER))

    def checked(self) -> str:
        one = self.nominated().id
        self.run(lambda use: use.title.check(one, SEEN, "去看过，属实", by=TOWN))
        return one

    def noticed(self) -> Nomination:
        one = self.checked()
        self.run(lambda use: use.title.propose(one, Action.PUBLISH, by=OFFICER))
        return self.run(lambda use: use.title.confirm(one, by=LEADER))

    def recognised(self) -> Nomination:
        one = self.noticed()
        assert one.until is not None
        self.come(one.until + timedelta(days=1))
        return self.one(one.id)

    def one(self, nomination_id: str) -> Nomination:
        return self.run(lambda use: use.title.find.sheet(nomination_id, by=OFFICER)).nomination

    def come(self, day: date) -> None:
        """Let a day come, ten in the morning, and what is due by then happen."""
        self.clock.by = datetime.combine(day, time(10), SHANGHAI) - self.clock.real_now()
        while self.loop.once():
            pass


@pytest.fixture
def road(mongo_url: str, tmp_path: Path) -> Iterator[Road]:
    secrets.make(tmp_path / "secrets")
    (tmp_path / "data").mkdir()
    clock = Later()
    read = settings.read("applicant", environment("applicant", mongo_url, REUSED, tmp_path))
    base = wiring.Base.open(read, clock)
    furnish(base.frame.db, indexes.ensure)
    applicant = Applicant(base)
    applicant.plant()
    yield Road(applicant, clock)
    leave(base.frame.db)
    base.frame.close()


def test_from_nomination_to_a_title_that_runs_out(road: Road) -> None:
    one = road.recognised()
    today = road.clock.today()
    assert (one.state, one.number) == (State.RECOGNISED, f"FZ-431230-{today.year}-0001")
    assert len(one.code) == 16
    kinds = [
        row["type"].removeprefix("applicant.enterprise.").removesuffix(".v1")
        for row in road.db.outbox.find({"type": {"$regex": "enterprise"}}).sort("seq")
    ]
    assert kinds == ["registered", "reported", "nominated", "noticed", "recognised"]
    assert [step.note for step in one.steps if step.what == "check"] == ["去看过，属实"]
    assert "去看过" not in str(list(road.db.nominations.find()))
    assert one.valid_until is not None
    road.come(one.valid_until)
    assert road.one(one.id).state is State.RECOGNISED
    road.come(one.valid_until + timedelta(days=1))
    assert road.one(one.id).state is State.EXPIRED
    road.come(next_march(road.clock.today()))
    assert road.db.jobs.count_documents({"kind": {"$in": [KIND, REPORT]}}) == 0


def test_whoever_holds_a_title_is_reminded_each_march_of_the_year_she_has_not_told(road: Road) -> None:
    def reminders() -> int:
        return road.db.messages.count_documents({"key": "title_report"})

    road.recognised()
    year = road.clock.today().year
    road.come(date(year + 1, 2, 28))
    assert reminders() == 0
    road.come(date(year + 1, 3, 1))  # she told this year already, before she was put forward
    assert reminders() == 0
    road.come(date(year + 2, 3, 1))
    assert reminders() == 1


def test_the_notice_hangs_out_to_its_last_day_with_a_masked_name_and_no_longer(road: Road) -> None:
    one = road.noticed()
    assert one.until is not None
    road.come(one.until)
    (shown,) = road.run(lambda use: use.title.public.notices())
    assert (shown.person, shown.enterprise, shown.place) == ("龙*英", "通道侗锦坊", "双江镇")
    road.come(one.until + timedelta(days=1))
    assert road.run(lambda use: use.title.public.notices()) == []
    code = road.one(one.id).code
    assert road.run(lambda use: use.title.public.verify(code)).number.startswith("FZ-")
    with pytest.raises(NotFound, match="title_not_found"):
        road.run(lambda use: use.title.public.verify("0" * 16))


def test_whoever_takes_her_consent_back_is_shown_no_longer_and_not_recognised(road: Road) -> None:
    one = road.noticed()
    (given,) = [row["_id"] for row in road.db.consents.find({"purpose": "title"})]
    road.run(lambda use: use.person.consent.withdraw(road.her, given))
    assert road.run(lambda use: use.title.public.notices()) == []
    assert one.until is not None
    road.come(one.until + timedelta(days=1))
    after = road.one(one.id)
    assert (after.state, after.steps[-1].reason) == (State.CHECKED, "consent_withdrawn")


def test_nobody_is_nominated_without_her_consent_nor_from_another_county(road: Road) -> None:
    wish = Wish("cooperative", road.enterprise)
    with pytest.raises(Refused, match="consent_first"):
        road.run(lambda use: use.title.nominate(road.her, wish, by=OFFICER))
    with pytest.raises(NotFound):
        road.run(
            lambda use: use.title.nominate(road.her, Wish("cooperative", road.enterprise, agreed=True), by=ELSEWHERE)
        )
    assert road.db.nominations.count_documents({}) == 0
    assert road.db.consents.count_documents({"purpose": "title"}) == 0


def test_what_is_not_known_keeps_a_title_from_being_hung_out(road: Road) -> None:
    one = road.nominated().id
    road.run(lambda use: use.title.check(one, {"not_abnormal": True}, "", by=TOWN))
    with pytest.raises(Refused, match="criteria_open"):
        road.run(lambda use: use.title.propose(one, Action.PUBLISH, by=OFFICER))
    with pytest.raises(Refused, match="reason_needed"):
        road.run(lambda use: use.title.propose(one, Action.REFUSE, by=OFFICER, reason="no such"))
    road.run(lambda use: use.title.propose(one, Action.REFUSE, by=OFFICER, reason="criteria"))
    assert road.run(lambda use: use.title.confirm(one, by=LEADER)).state is State.REFUSED
    assert road.nominated().state is State.NOMINATED  # next year, or next month, she may be put forward again


def test_a_loan_that_was_paid_for_her_puts_her_title_on_watch_once(road: Road) -> None:
    one = road.recognised()
    for _ in range(2):
        road.run(lambda use: use.title.subrogate(road.her, road.clock.today()))
    after = road.one(one.id)
    assert (after.state, after.steps[-1].reason, after.until is not None) == (State.WATCH, "subrogated", True)
    assert [row["reason"] for row in road.events("applicant.enterprise.watched.v1")] == ["subrogated"]
    road.run(lambda use: use.title.propose(one.id, Action.REVOKE, by=OFFICER, reason="subrogated"))
    assert road.run(lambda use: use.title.confirm(one.id, by=LEADER)).state is State.REVOKED


def test_a_title_on_its_road_is_looked_at_again_when_her_loan_was_paid_for_her(road: Road) -> None:
    one = road.noticed()
    road.run(lambda use: use.title.subrogate(road.her, road.clock.today()))
    assert road.one(one.id).state is State.CHECKED
    with pytest.raises(Refused, match="criteria_unmet"):
        road.run(lambda use: use.title.propose(one.id, Action.PUBLISH, by=OFFICER))


def test_a_title_of_the_ledger_holds_with_its_own_number_and_shows_no_name_before_she_agrees(road: Road) -> None:
    today = road.clock.today()
    past = Past(
        road.her, "cooperative", "县妇〔2024〕3号-7", date(2024, 3, 8), today + timedelta(days=30), road.enterprise
    )
    one = road.run(lambda use: use.title.take_over(past, by=OFFICER))
    (told,) = road.events("applicant.enterprise.recognised.v1")
    assert (told["origin"], told["number"], told["on"]) == ("ledger", "县妇〔2024〕3号-7", "2024-03-08")
    shown = road.run(lambda use: use.title.public.verify(one.code))
    assert (shown.person, shown.enterprise, shown.recognised_on) == ("", "", date(2024, 3, 8))
    with pytest.raises(Conflict, match="nominated_already"):
        road.nominated()
    road.come(today + timedelta(days=31))
    assert road.one(one.id).state is State.EXPIRED


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do several things at the same moment; return the slugs of the refusals."""
    barrier, refused = Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except Problem as problem:
            refused.append(problem.slug)

    threads = [Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_two_officers_put_the_same_title_forward_at_once_and_one_stands(road: Road) -> None:
    assert at_once(road.nominated, road.nominated) == ["nominated_already"]
    assert road.db.nominations.count_documents({}) == 1


def test_two_leaders_decide_at_once_and_one_wins(road: Road) -> None:
    one = road.checked()
    road.run(lambda use: use.title.propose(one, Action.PUBLISH, by=OFFICER))
    second = an_officer("county_leader", COUNTY_PATH)
    refused = at_once(
        lambda: road.run(lambda use: use.title.confirm(one, by=LEADER)),
        lambda: road.run(lambda use: use.title.hand_back(one, "再看一遍", by=second)),
    )
    assert refused == ["nothing_proposed"]


def test_one_code_is_one_enterprise(road: Road) -> None:
    other = a_woman(road.her)
    with pytest.raises(Conflict, match="enterprise_taken"):
        road.run(lambda use: use.enterprise.register(road.her, details(name="别家"), by=other))
    road.run(lambda use: use.enterprise.register(road.her, details(uscc=""), by=other))
    road.run(lambda use: use.enterprise.register(road.her, details(uscc=a_uscc(body="MA4L00099")), by=other))
    assert "通道侗锦坊" not in str(list(road.db.enterprises.find()))
