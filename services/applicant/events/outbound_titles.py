"""News of enterprises and titles → the events that were promised; the stream is the woman's."""

from typing import Any

from services.applicant.domain.enterprise import EnterpriseRegistered, EnterpriseReported, Figures
from services.applicant.domain.enterprise import News as EnterpriseNews
from services.applicant.domain.nomination import News, Nomination
from shared.events.outbox import Message

SAID = "applicant.enterprise"


def enterprise_message(news: EnterpriseNews) -> Message:
    """Return the message of one piece of news of an enterprise."""
    one = news.enterprise
    whose = {"enterprise_id": one.id, "person_id": one.person_id, "org_path": list(one.path)}
    match news:
        case EnterpriseRegistered(_, on):
            data: dict[str, Any] = {**whose, "on": on.isoformat(), "kind": one.details.kind.value}
            return Message(f"{SAID}.registered.v1", one.person_id, one.id, data)
        case EnterpriseReported(_, report):
            told = {"on": report.on.isoformat(), "year": report.year, "source": report.source.value}
            figures = {name: getattr(report.figures, name) for name in Figures.__slots__}
            return Message(f"{SAID}.reported.v1", one.person_id, one.id, {**whose, **told, **figures})


def title_message(one: Nomination, news: News) -> Message:
    """Return the message of one step of a title."""
    holder = one.holder
    data = {
        "nomination_id": one.id,
        "enterprise_id": holder.enterprise_id,
        "person_id": holder.person_id,
        "org_path": list(holder.path),
        "on": news.on.isoformat(),
        "title": one.title,
    }
    return Message(f"{SAID}.{news.word}.v1", holder.person_id, one.id, {**data, **news.facts})
