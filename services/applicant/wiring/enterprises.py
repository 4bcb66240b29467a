"""Enterprises and titles, bound to one transaction."""

import secrets

from pymongo.client_session import ClientSession

from services.applicant.storage.consents import MongoConsents
from services.applicant.storage.defaults import MongoDefaults
from services.applicant.storage.enterprises import MongoEnterprises
from services.applicant.storage.nominations import MongoNominations
from services.applicant.storage.persons import Seals
from services.applicant.usecases.enterprise import EnterpriseUseCases
from services.applicant.usecases.enterprise import find as find_enterprise
from services.applicant.usecases.enterprise.amend import Amend
from services.applicant.usecases.enterprise.register import Register
from services.applicant.usecases.enterprise.report import Report
from services.applicant.usecases.person.notices import NoticesInForce
from services.applicant.usecases.title import TitleUseCases
from services.applicant.usecases.title import find as find_title
from services.applicant.usecases.title.check import Check
from services.applicant.usecases.title.decide import Confirm, HandBack, Propose
from services.applicant.usecases.title.fall_due import FallDue, Numbering
from services.applicant.usecases.title.nominate import Agreements, Nominate
from services.applicant.usecases.title.public import Public
from services.applicant.usecases.title.remind import Remind, Yearly
from services.applicant.usecases.title.rules import Standing, TitlesInForce
from services.applicant.usecases.title.subrogate import Subrogate
from services.applicant.usecases.title.take_over import TakeOver
from services.applicant.usecases.title.waiting import Waiting
from services.applicant.usecases.title.watch import Disturb, Watch
from services.applicant.wiring.stores import Base, due_of, ledger_of, persons_of, tell_of, units_of
from shared.storage.numbering import MongoNumbers


def enterprise(base: Base, session: ClientSession | None) -> EnterpriseUseCases:
    kept, ledger, clock = enterprises_of(base, session), ledger_of(base, session), base.frame.clock
    return EnterpriseUseCases(
        register=Register(kept, persons_of(base, session), ledger, clock),
        amend=Amend(kept, ledger, clock),
        report=Report(kept, ledger, clock),
        find=find_enterprise.Find(kept, clock),
    )


def title(base: Base, session: ClientSession | None) -> TitleUseCases:
    frame, clock, ledger = base.frame, base.frame.clock, ledger_of(base, session)
    kept = MongoNominations(frame.db, session, frame.outbox, frame.vault)
    persons, units, enterprises = persons_of(base, session), units_of(base, session), enterprises_of(base, session)
    titles, defaults = TitlesInForce(base.policy, units, clock), MongoDefaults(frame.db, session)
    agreements = Agreements(MongoConsents(frame.db, session), NoticesInForce(base.policy), clock)
    numbering = Numbering(MongoNumbers(frame.db, session), titles, lambda: secrets.token_hex(8))
    waiting, yearly = Waiting(due_of(base, session), clock), Yearly(due_of(base, session), clock)
    standing = Standing(titles, persons, enterprises, defaults)
    return TitleUseCases(
        nominate=Nominate(kept, titles, persons, enterprises, agreements, ledger),
        check=Check(kept, ledger, clock),
        propose=Propose(kept, standing, ledger, clock),
        confirm=Confirm(kept, titles, waiting, ledger),
        hand_back=HandBack(kept, ledger, clock),
        disturb=Disturb(kept, titles, ledger),
        watch=Watch(kept, titles, ledger),
        fall_due=FallDue(kept, titles, numbering, agreements, waiting, yearly),
        remind=Remind(kept, enterprises, titles, tell_of(base, session), yearly),
        subrogate=Subrogate(kept, defaults, titles),
        take_over=TakeOver(kept, titles, persons, enterprises, numbering, waiting, yearly, ledger),
        find=find_title.Find(kept, standing, enterprises, persons, units),
        public=Public(kept, persons, enterprises, units, agreements, titles),
    )


def enterprises_of(base: Base, session: ClientSession | None) -> MongoEnterprises:
    frame = base.frame
    return MongoEnterprises(frame.db, session, frame.outbox, Seals(frame.vault, base.blind))
