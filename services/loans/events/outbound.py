"""Our news in the words that were promised (shared/contracts/loans.py); the stream is the woman."""

from services.loans.domain.news import ApplicationStarted, ApplicationWithdrawn, News
from shared.events.outbox import Message


def to_message(news: News) -> Message:
    """Return what the others are told."""
    match news:
        case ApplicationStarted():
            return _started(news)
        case ApplicationWithdrawn():
            return _withdrawn(news)


def _started(news: ApplicationStarted) -> Message:
    data = {
        "application_id": news.application_id,
        "person_id": news.person_id,
        "org_path": list(news.place),
        "channel": news.channel,
        "on": news.on.isoformat(),
    }
    return Message("loans.application.started.v1", news.person_id, news.application_id, data)


def _withdrawn(news: ApplicationWithdrawn) -> Message:
    data = {"application_id": news.application_id, "person_id": news.person_id, "on": news.on.isoformat()}
    return Message("loans.application.withdrawn.v1", news.person_id, news.application_id, data)
