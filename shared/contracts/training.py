"""What training tells the others: classes on their road, who has a place, who passed, and certificates."""

from marshmallow import fields, validate

from shared.contracts.fields import (
    CHANNELS,
    ID,
    Contract,
    a_code,
    a_count,
    a_day,
    a_flag,
    a_path,
    a_title,
    an_id,
    an_instant,
)


class ClassStep(Contract):
    """A class took one step on its road."""

    class_id = an_id()
    on = a_day()


class ClassPlanned(Contract):
    """A class is planned: stream `class:<id>`; minutes of class time, not hours."""

    class_id = an_id()
    number = fields.String(required=True, validate=validate.Regexp(r"\APX-[0-9]{6}-[0-9]{4}-[0-9]{4}\Z"))
    course = a_code()
    title = a_title()
    org_path = a_path()
    capacity = a_count(at_least=1)
    minutes = a_count(at_least=1)
    starts_on = a_day()
    ends_on = a_day()
    on = a_day()


class ClassClosed(ClassStep):
    """A class is over, with the heads of its closing sheet (domain.md §3.2); persons, not person-times."""

    course = a_code()
    org_path = a_path()
    minutes = a_count(at_least=1)
    enrolled = a_count()
    attended = a_count()
    examined = a_count()
    passed = a_count()
    certified = a_count()


class Enrolment(Contract):
    """A woman and a class; stream = her id."""

    enrolment_id = an_id()
    person_id = an_id()
    class_id = an_id()
    course = a_code()
    title = a_title()
    on = a_day()


class Enrolled(Enrolment):
    """She has a place."""

    channel = a_code(*CHANNELS)
    starts_on = a_day()
    ends_on = a_day()


class Waitlisted(Enrolment):
    """The class is full; she waits."""

    channel = a_code(*CHANNELS)


class Offered(Enrolment):
    """A freed seat is kept for her until `answer_by`; then it goes to the next."""

    answer_by = an_instant()


class Dropped(Enrolment):
    """She gave her place back, or lost it; the reason is a code."""

    reason = a_code()


class Moved(Enrolment):
    """A session of hers went from one day to another, with a series all that follow; Shanghai time."""

    was_on = a_day()
    now_on = a_day()
    begins = fields.String(required=True, validate=validate.Regexp(r"\A[0-2][0-9]:[0-5][0-9]\Z"))
    starts_on = a_day()


class Attended(Enrolment):
    """She was there long enough to be examined; minutes of class time that count."""

    minutes = a_count()


class Examined(Enrolment):
    """She was examined, once more when she tried again."""

    passed = a_flag()


class Corrected(Enrolment):
    """Her attendance or her points were put right: how she stands now; `passed` is left out while no try counts.

    `changed` tells whether what she was told before is true no longer.
    """

    eligible = a_flag()
    changed = a_flag()
    passed = fields.Boolean()


class OpinionAsked(Enrolment):
    """The lessons are over; until this day she may say what they were like."""

    until = a_day()


class CertificateIssued(Contract):
    """She holds a certificate; `org_path` is where it counts, `origin` ledger when it was there before this system.

    `reissue` replaces lost paper and counts nowhere.
    """

    certificate_id = an_id()
    number = fields.String(required=True, validate=validate.Length(min=4, max=40))
    person_id = an_id()
    class_id = fields.String(required=True, allow_none=True, validate=ID)
    course = a_code()
    title = a_title()
    kind = a_code()
    org_path = a_path()
    origin = a_code("system", "ledger")
    reissue = a_flag()
    on = a_day()


class CertificateRevoked(Contract):
    """It is no longer worth anything from this day; the reason is a code."""

    certificate_id = an_id()
    person_id = an_id()
    reason = a_code()
    on = a_day()


class IncomeAsked(Contract):
    """So many months after her certificate she is asked what she earns; the answer stays in training."""

    certificate_id = an_id()
    person_id = an_id()
    course = a_code()
    title = a_title()
    months = a_count(at_least=1)
    on = a_day()


PUBLISHED = {
    "training.class.planned.v1": ClassPlanned(),
    "training.class.filed.v1": ClassStep(),
    "training.class.approved.v1": ClassStep(),
    "training.class.opened.v1": ClassStep(),
    "training.class.started.v1": ClassStep(),
    "training.class.closed.v1": ClassClosed(),
    "training.enrolment.enrolled.v1": Enrolled(),
    "training.enrolment.waitlisted.v1": Waitlisted(),
    "training.enrolment.offered.v1": Offered(),
    "training.enrolment.dropped.v1": Dropped(),
    "training.enrolment.moved.v1": Moved(),
    "training.enrolment.attended.v1": Attended(),
    "training.enrolment.examined.v1": Examined(),
    "training.enrolment.corrected.v1": Corrected(),
    "training.enrolment.opinion-asked.v1": OpinionAsked(),
    "training.certificate.issued.v1": CertificateIssued(),
    "training.certificate.revoked.v1": CertificateRevoked(),
    "training.certificate.income-asked.v1": IncomeAsked(),
}
