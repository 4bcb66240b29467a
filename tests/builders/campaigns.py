"""Each service on a real database with one of everything in it, for tests that go through all routes."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from services.applicant import wiring
from services.applicant.usecases import UseCases
from services.applicant.usecases.title.nominate import Wish
from services.loans.domain.bank_stop import BankStop
from services.loans.domain.batch import Batch, Item, Payout
from services.loans.domain.draft import Step
from services.loans.domain.loan import Loan
from services.loans.usecases import UseCases as LoanUseCases
from services.loans.usecases.desk.ports import Picture
from services.training.domain.feed import Kind as Feeding
from services.training.domain.followup import FollowUp
from services.training.domain.roster import Finding, Mode, Row, Verdict
from services.training.storage.claims import MongoClaims
from services.training.usecases import UseCases as ClassUseCases
from services.training.usecases.enrolment.enrol import Coming
from services.training.usecases.roster.bring import Sheet
from shared.access import SYSTEM, Actor, Kind
from shared.ids import new_id
from shared.running import Runs
from shared.storage.kept_forms import Kept
from shared.storage.replica import MongoCards, MongoUnits
from shared.storage.runner import Runner
from shared.web.identity.codes import fingerprint
from shared.web.kept_forms import NAME
from tests.builders import applicant as women
from tests.builders import desks, titles
from tests.builders import loans as drafts
from tests.builders import training as classes
from tests.builders.bad_input import OFFICER, Campaign
from tests.builders.journey import registered
from tests.builders.ledgers import a_checked_ledger
from tests.builders.money import TREASURER, WAN, MoneyWorld, money_world
from tests.builders.world import World, a_woman, an_officer

COUNTY = women.unit_id("431230")
PATH = (women.unit_id("431200"), COUNTY, women.unit_id("431230100"), women.unit_id("431230100201"))
SERVICE = Actor("svc:training", Kind.SERVICE)
SECRET = "0123456789abcdefghijklmnopqrstuv"
ROSTER = Path(__file__).parents[1] / "cases" / "roster-tongdao-2026-3.xlsx"
Prepare = Callable[[World, ExitStack, Path], Campaign]


def prepared_loans(found: World, stack: ExitStack, _folder: Path) -> Campaign:
    """A woman with a draft; others with a contract, a loan, a case at a desk; a fund that waits for money."""
    woman = a_woman()
    for unit in drafts.units():
        MongoUnits(found.db, None).put(unit)
    MongoCards(found.db, None).keep(drafts.a_card(woman.id))
    money = stack.enter_context(money_world(found.settings))
    money.top_up(100 * WAN)
    paid_in = money.wiring.worker.run(
        lambda use: use.fund.top_up.enter(drafts.COUNTY, WAN, "通财〔2026〕9号", money.clock.day, by=TREASURER)
    )
    ids = {"contract_id": money.signed().id, "top_up_id": paid_in.id, "number": "1", "page": "business"}
    ids |= _a_loan(money, woman) | _a_case(money.wiring.runner)
    begun = found.as_(woman).post("/loans/me/applications", data={"_once": new_id()})
    return Campaign(found, woman, drafts.PATH, ids | _a_draft(money.wiring.runner, begun.location, woman))


def _a_draft(run: Runs[LoanUseCases], begun: str, woman: Actor) -> dict[str, str]:
    """Let her and a partner fill in what there is, add a paper and ask her guarantor by phone."""
    mine = begun.rsplit("/", 1)[1]
    two = {"form": "partner", "heads": 2}
    sheets = drafts.SHEETS | {
        Step.BUSINESS: drafts.BUSINESS | two,
        Step.FAMILY: drafts.FAMILY | {"guarantor_phone": "13900000008"},
    }
    run.run(lambda use: use.application.fill.several(mine, sheets, by=woman))
    run.run(lambda use: use.consent.ask(mine, "guarantor", fingerprint(SECRET), by=woman))
    paper = run.run(lambda use: use.paper.add(mine, "id_card", b"picture", by=woman))
    ids = {"application_id": mine, "person_id": woman.id, "kind": "id_card", "paper_id": paper.id}
    return ids | {"who": "guarantor", "secret": SECRET}


def _a_case(run: Runs[LoanUseCases]) -> dict[str, str]:
    """Bring a case to the county's desk, with the photo of a visit, and let a package of it be asked for."""
    case, album = desks.walked(run, desks.handed_in(run), to="recommend"), new_id()
    run.run(lambda use: use.desk.pictures.put(case, album, [Picture(b"picture")]))
    officer = replace(drafts.officer(case.case.step), id=OFFICER)
    package = run.run(lambda use: use.archive.ask(case.id, "年终检查", "石银花", by=officer))
    run.run(lambda use: use.archive.keep.archives.keep(package, b"%PDF-1.4"))
    return {"case_id": case.id, "album_id": album, "archive_id": package.id}


def _a_loan(money: MoneyWorld, woman: Actor) -> dict[str, str]:
    """Return her loan, the list of a quarter it stands on, and a bank that was stopped."""
    money.woman = lambda: woman.id
    loan, day = money.loan(), money.clock.day
    batch = Batch(new_id(), drafts.COUNTY, date(2026, 9, 20), day, "b" * 32, 2, [_owed(loan, woman.id)])
    stop = BankStop(drafts.COUNTY, drafts.OFFICES["bank"], day, 210)
    money.wiring.worker.run(lambda use: use.subsidy.find.batches.add(batch))
    money.wiring.worker.run(lambda use: use.fund.stop.stops.add(stop))
    return {"loan_id": loan.id, "batch_id": batch.id, "bank_id": stop.bank_id}


def _owed(loan: Loan, woman_id: str) -> Item:
    first, last = date(2026, 6, 21), date(2026, 9, 20)
    return Item(loan.id, woman_id, "JJ-1", first, last, 92 * WAN, 345, 88_000, 44_000, 0, 30_800, Payout.NET)


def prepared_training(found: World, stack: ExitStack, folder: Path) -> Campaign:
    """A class women can enrol in with one in it, and her certificate of before."""
    prefix = found.settings.database.removesuffix("training")
    school = stack.enter_context(classes.school(found.settings.mongodb_url, prefix, folder))
    school.furnish()
    woman = a_woman(school.woman().person_id)
    one, paper = school.opened().id, classes.a_certificate(person=woman.id)
    coming = Coming(woman.id, "self", SYSTEM)
    place = school.run(lambda use: use.enrolment.enrol(one, coming, by=woman)).id
    school.run(lambda use: use.certificate.find.certificates.add(paper.issued()))
    school.run(lambda use: use.certificate.find.certificates.keep_paper(paper, b"%PDF-1.4"))
    session = school.ask(lambda use: use.training_class.find.sessions_of([one]))[0].id
    ids = {"class_id": one, "person_id": woman.id, "enrolment_id": place, "session_id": session}
    claim = classes.a_claim(one, woman.id)
    MongoClaims(found.db, None).add(claim)
    ids |= {"certificate_id": paper.id, "code": paper.code, "courses/code": "HW-DJ1", "claim_id": claim.id}
    ids |= {"thing_id": classes.ROOM, "sort": "room", "form": "roster"}
    ids |= _on_paper(school, one, session) | _of_hers(school, one, woman) | _a_code(school, session)
    return Campaign(found, woman, (*classes.PATH, classes.TOWN, classes.VILLAGE), ids)


def _on_paper(school: classes.School, class_id: str, session_id: str) -> dict[str, str]:
    """Return a roster that was looked at, with a good row and a bad one, and a sheet that was printed."""
    officer = classes.a_coordinator()

    def roster(use: ClassUseCases) -> str:
        sheet = Sheet(ROSTER.read_bytes(), 2, classes.DAY, {"id_no": ("F", "身份证号")})
        made = use.roster.bring.upload(class_id, sheet, Mode.PREVIEW, by=officer)
        rows = [Row(4, "1", Verdict.ACCEPT, []), Row(5, "2", Verdict.ERROR, [Finding("id_no", "required")])]
        made.start()
        made.finish(rows, classes.NOW)
        use.roster.bring.rosters.save(made)
        use.roster.bring.rosters.put_rows(made.id, rows)
        return made.id

    def printed(use: ClassUseCases) -> str:
        made = use.attendance.print_roll.ask(session_id, "<p>签到表</p>", by=officer)
        use.attendance.print_roll.prints.keep(made.id, b"%PDF-1.4")
        return made.id

    return {"roster_id": school.run(roster), "print_id": school.run(printed)}


def _of_hers(school: classes.School, class_id: str, woman: Actor) -> dict[str, str]:
    """Return her calendar's address and what she is asked half a year after a certificate."""
    feed = school.run(lambda use: use.feed.keep.make(Feeding.HERS, "", SECRET, by=woman))
    before = school.wiring.frame.clock.today() - timedelta(days=200)
    path = (*classes.PATH, classes.TOWN, classes.VILLAGE)
    asked = FollowUp(new_id(), "ZS-1", woman.id, class_id, "HW-DJ1", classes.COUNTY, path, before)
    school.run(lambda use: use.followup.followups.put(asked, asked.next_on(use.followup.rule(before))))
    return {"feed_id": feed.id, "secret": SECRET, "followup_id": asked.id}


def _a_code(school: classes.School, session_id: str) -> dict[str, str]:
    """Return what a phone reads from the screen of a session."""
    clock = school.wiring.frame.clock
    rule = school.ask(lambda use: use.catalogue.code(clock.today()))
    _, window, signed = school.wiring.errands.roll_code.address(session_id, rule, clock.now()).rsplit("/", 2)
    return {"window": window, "signed": signed}


def prepared_applicant(found: World, stack: ExitStack, _folder: Path) -> Campaign:
    """A registered woman in a small tree, her road so far, and an officer with an account."""
    base = wiring.Base.open(found.settings)
    stack.callback(base.frame.close)
    runner = Runner(base.frame.client, base.frame.db, lambda session: wiring.use(base, session))
    runner.run(lambda use: use.unit.find.units.add(women.a_tree()))
    woman = a_woman(runner.run(lambda use: use.person.register_row(COUNTY, women.a_row(), None, by=SERVICE)).person.id)
    runner.run(lambda use: use.journey.note(woman.id, *registered(list(PATH))))
    admin, login = an_officer("account_admin", PATH[:2]), "wang_li@tongdao"
    handed = runner.run(lambda use: use.account.open(login, "王丽", COUNTY, by=admin))
    runner.run(lambda use: use.account.activate(login, handed.code, "hash"))
    ids = {"person_id": woman.id, "unit_id": COUNTY, "account_id": handed.account.id, "division": "431230"}
    ids["login"] = login
    ids |= {"year": "2026", "indicator": "funded", "month": "2026-10"}
    return Campaign(found, woman, PATH, ids | _a_title(runner, woman))


def _a_title(runner: Runner[UseCases], woman: Actor) -> dict[str, str]:
    """Let her have an enterprise that is put forward for a title; another one holds it."""
    officer = an_officer("county_officer", PATH[:2])
    made = runner.run(lambda use: use.enterprise.register(woman.id, titles.details(), by=woman)).id
    wish = Wish("cooperative", made, agreed=True)
    nomination = runner.run(lambda use: use.title.nominate(woman.id, wish, by=officer)).id
    held = titles.recognised()
    runner.run(lambda use: use.title.public.nominations.add(held))
    return {"enterprise_id": made, "nomination_id": nomination, "code": held.code}


def with_ledgers(prepare: Prepare, *folders: str) -> Prepare:
    """Return what also brings a ledger of each folder that waits for its first signature, and a form that was kept."""

    def prepared(found: World, stack: ExitStack, folder: Path) -> Campaign:
        campaign = prepare(found, stack, folder)
        more = {
            f"{one}/ledger_id": a_checked_ledger(found, one.partition("-")[0], campaign.path[:2]) for one in folders
        }
        more["kept_id"] = found.app.extensions[NAME][1].keep(new_id(), Kept("/", [("words", "x")]))
        return replace(campaign, ids=campaign.ids | more)

    return prepared


PREPARED: dict[str, Prepare] = {
    "applicant": with_ledgers(prepared_applicant, "title-ledgers"),
    "training": with_ledgers(prepared_training, "certificate-ledgers", "training-ledgers", "official-ledgers"),
    "loans": with_ledgers(
        prepared_loans, "loan-ledgers", "fund-ledgers", "repayment-files", "disbursement-files", "overdue-files"
    ),
}
