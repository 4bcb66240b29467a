"""Our news in the words that were promised (shared/contracts/loans.py); the stream is the woman."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from services.loans.domain import news as told
from services.loans.domain.news import News
from shared.events.outbox import Message

NAMES: Mapping[type[Any], str] = {
    told.ApplicationStarted: "loans.application.started.v1",
    told.ApplicationWithdrawn: "loans.application.withdrawn.v1",
    told.ApplicationSubmitted: "loans.application.submitted.v1",
    told.ApplicationPassed: "loans.application.passed.v1",
    told.ApplicationGuaranteed: "loans.application.guaranteed.v1",
    told.ApplicationReturned: "loans.application.returned.v1",
    told.ApplicationResubmitted: "loans.application.resubmitted.v1",
    told.ApplicationAppealed: "loans.application.appealed.v1",
    told.ApplicationRejected: "loans.application.rejected.v1",
    told.ApplicationApproved: "loans.application.approved.v1",
    told.ApplicationLapsed: "loans.application.lapsed.v1",
    told.ApplicationContracted: "loans.application.contracted.v1",
}
RENAMED = {"place": "org_path"}


def to_message(news: News) -> Message:
    """Return what the others are told: the fields of the news have the names of the contract, a place is org_path."""
    data = {RENAMED.get(name, name): _plain(value) for name, value in asdict(news).items()}
    return Message(NAMES[type(news)], news.person_id, news.application_id, data)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
