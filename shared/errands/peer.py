"""One service asking another's internal API: own token, the end user kept, short time, refusals passed on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import requests

from shared.access import Actor, Kind
from shared.errors import Conflict, Denied, Malformed, NotFound, Problem, Refused, Unavailable
from shared.trace import current
from shared.web.identity.tokens import Signer

_KINDS: dict[int, type[Problem]] = {
    400: Malformed,
    401: Denied,
    403: Denied,
    404: NotFound,
    409: Conflict,
    422: Refused,
}


@dataclass(frozen=True, slots=True)
class Peer:
    """The internal API of one other service at a fixed address; `seconds` bounds each question."""

    name: str
    url: str
    signer: Signer
    seconds: float = 3.0
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, *, by: Actor | None = None, params: Mapping[str, str] | None = None) -> Any:
        """Ask; returns the JSON answer. Raises Unavailable when it does not come, or the peer's own refusal."""
        return self._ask("GET", path, by, params=params)

    def post(self, path: str, body: Any, *, by: Actor | None = None, seconds: float | None = None) -> Any:
        """Ask with a JSON body, also for questions that must not stand in an address."""
        return self._ask("POST", path, by, json=body, seconds=seconds)

    def _ask(self, method: str, path: str, by: Actor | None, *, seconds: float | None = None, **options: Any) -> Any:
        asker = Actor(f"svc:{self.signer.issuer}", Kind.SERVICE, on_behalf_of=by)
        headers = {
            "Authorization": f"Bearer {self.signer.sign(asker, self.name)}",
            "X-Request-Id": current().correlation_id,
            "Host": "localhost",  # trusted by every service, whatever name the network gives it
        }
        try:
            answer = self.session.request(
                method,
                f"{self.url}/{self.name}/internal{path}",
                headers=headers,
                timeout=(1.0, seconds or self.seconds),
                allow_redirects=False,
                **options,
            )
        except requests.RequestException as error:
            raise Unavailable("peer_unavailable", service=self.name) from error
        return _read(answer, self.name)


def _read(answer: requests.Response, name: str) -> Any:
    if answer.ok:
        return answer.json() if answer.content else None
    kind = _KINDS.get(answer.status_code)
    if kind is None or answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unavailable("peer_unavailable", service=name)
    body = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
    raise kind(body.get("slug", "peer_refused"), **body.get("facts", {}))
