"""What loans tells the others: applications from their first draft on."""

from shared.contracts.fields import Contract, a_code, a_day, a_path, an_id


class ApplicationStarted(Contract):
    """She, or a village officer for her, began a draft; nothing has been asked of any office yet."""

    application_id = an_id()
    person_id = an_id()
    org_path = a_path()
    channel = a_code("self", "officer")
    on = a_day()


class ApplicationWithdrawn(Contract):
    """She took it back before a contract was signed."""

    application_id = an_id()
    person_id = an_id()
    on = a_day()


PUBLISHED = {
    "loans.application.started.v1": ApplicationStarted(),
    "loans.application.withdrawn.v1": ApplicationWithdrawn(),
}
