"""What training tells the others: classes as they open, and who has a place."""

from marshmallow import fields, validate

from shared.contracts.fields import CHANNELS, Contract, a_code, a_count, a_day, a_path, a_title, an_id


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


class Dropped(Enrolment):
    """She gave her place back, or lost it; the reason is a code."""

    reason = a_code()


PUBLISHED = {
    "training.class.planned.v1": ClassPlanned(),
    "training.class.filed.v1": ClassStep(),
    "training.class.approved.v1": ClassStep(),
    "training.class.opened.v1": ClassStep(),
    "training.enrolment.enrolled.v1": Enrolled(),
    "training.enrolment.waitlisted.v1": Waitlisted(),
    "training.enrolment.dropped.v1": Dropped(),
}
