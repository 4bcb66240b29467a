"""Our news, in the words that were promised."""

from datetime import date

import pytest

from services.loans.domain.news import ApplicationStarted, ApplicationWithdrawn
from services.loans.events.outbound import to_message
from shared.events.registry import contracts
from tests.builders.loans import PATH


@pytest.mark.parametrize(
    "news",
    [
        ApplicationStarted("1" * 32, "a" * 32, PATH, "self", date(2026, 11, 24)),
        ApplicationWithdrawn("1" * 32, "a" * 32, date(2026, 11, 24)),
    ],
)
def test_every_news_is_what_its_contract_promises_on_her_own_stream(news):
    message = to_message(news)
    contracts().validate(message.type, message.data)
    assert message.stream == "a" * 32
    assert message.subject == "1" * 32
