"""Units and persons, bound to one transaction."""

from pymongo.client_session import ClientSession

from services.applicant.storage.consents import AuditReaders, MongoConsents
from services.applicant.storage.drafts import MongoDrafts
from services.applicant.usecases.person import PersonUseCases
from services.applicant.usecases.person import find as find_person
from services.applicant.usecases.person.amend import Amend
from services.applicant.usecases.person.case_label import CaseLabel
from services.applicant.usecases.person.check_rows import CheckRows
from services.applicant.usecases.person.consent import Consenting
from services.applicant.usecases.person.draft import Drafting
from services.applicant.usecases.person.facts import TellFacts
from services.applicant.usecases.person.label import Labels
from services.applicant.usecases.person.ledger_rows import CheckLedgerRows, RegisterLedgerRow
from services.applicant.usecases.person.notices import NoticesInForce
from services.applicant.usecases.person.printed import Printed
from services.applicant.usecases.person.register import Admit, Register
from services.applicant.usecases.person.register_row import RegisterRow
from services.applicant.usecases.person.reveal import Reveal
from services.applicant.usecases.unit import UnitUseCases
from services.applicant.usecases.unit import find as find_unit
from services.applicant.usecases.unit.change import Close, Move, Rename
from services.applicant.usecases.unit.found import Found
from services.applicant.usecases.unit.merge import Follow, Merge
from services.applicant.usecases.unit.open_below import OpenBelow
from services.applicant.wiring.enterprises import enterprises_of
from services.applicant.wiring.stores import Base, due_of, ledger_of, messages_of, persons_of, units_of
from shared.frame import Guards


def unit(base: Base, session: ClientSession | None) -> UnitUseCases:
    clock, ledger, guards = base.frame.clock, ledger_of(base, session), Guards(base.frame.db, session)
    units = units_of(base, session)
    return UnitUseCases(
        find=find_unit.Find(units),
        found=Found(units, clock),
        open_below=OpenBelow(units, guards, ledger, clock),
        rename=Rename(units, ledger),
        move=Move(units, persons_of(base, session), guards, ledger, clock),
        close=Close(units, guards, ledger, clock),
        merge=Merge(units, guards, ledger, clock, due_of(base, session)),
        follow=Follow(persons_of(base, session), units, clock, due_of(base, session)),
    )


def person(base: Base, session: ClientSession | None) -> PersonUseCases:
    frame, clock, ledger = base.frame, base.frame.clock, ledger_of(base, session)
    units, persons, guards = units_of(base, session), persons_of(base, session), Guards(frame.db, session)
    places, messages = find_unit.Find(units), messages_of(base, session)
    consents, notices = MongoConsents(frame.db, session), NoticesInForce(base.policy)
    admit = Admit(persons, consents, notices, guards, clock)
    return PersonUseCases(
        register=Register(admit, places, ledger, messages),
        register_row=RegisterRow(admit, places, units, ledger, messages),
        check_rows=CheckRows(persons, places),
        find=find_person.Find(persons, units, consents, AuditReaders(frame.db, session), ledger),
        labels=Labels(persons, units),
        case_label=CaseLabel(persons, units, ledger),
        reveal=Reveal(persons, ledger),
        printed=Printed(persons, ledger),
        amend=Amend(persons, places, guards, ledger, clock),
        consent=Consenting(consents, notices, clock),
        draft=Drafting(MongoDrafts(frame.db, session, frame.vault)),
        facts=TellFacts(persons, enterprises_of(base, session), base.mark, ledger, clock),
        check_ledger=CheckLedgerRows(persons, places, clock),
        register_ledger=RegisterLedgerRow(admit, places, units, ledger),
    )
