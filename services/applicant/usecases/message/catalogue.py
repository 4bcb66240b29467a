"""The approved texts, from the dated file."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.applicant.domain.message import Text, unknown
from services.applicant.usecases.account.ports import Clock
from shared.errors import NotFound
from shared.policy import NATION, Policy


@dataclass(frozen=True, slots=True)
class CatalogueInForce:
    """Reads policy/messages.toml as of today."""

    policy: Policy
    clock: Clock

    def words(self, kind: str) -> Mapping[str, str]:
        """Return the words for the codes of a kind: words.desk, words.missing."""
        return self.policy.on(self.clock.today(), NATION, f"words.{kind}").values

    def text(self, key: str) -> Text:
        """Return the text of a key; raises NotFound("unknown_message")."""
        try:
            version = self.policy.on(self.clock.today(), NATION, f"message.{key}")
        except NotFound as error:
            raise unknown(key) from error
        return Text(key, version.values["text"])
