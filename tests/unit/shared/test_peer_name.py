"""A service is asked by a name it trusts, whatever the network calls it."""

from typing import Any

import requests
from joserfc import jwk
from requests.adapters import BaseAdapter

from shared.errands.peer import Peer
from shared.web.identity.tokens import Signer


class Wire(BaseAdapter):
    """Keeps what would have gone out."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **_options: Any) -> requests.Response:
        self.sent.append(request)
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"{}"
        return answer

    def close(self) -> None: ...


def test_a_peer_in_a_container_is_asked_as_localhost() -> None:
    wire, session = Wire(), requests.Session()
    session.mount("http://", wire)
    signer = Signer("loans", jwk.OKPKey.generate_key("Ed25519"))
    Peer("applicant", "http://applicant-web:8000", signer, session=session).get("/x")
    [request] = wire.sent
    assert request.url == "http://applicant-web:8000/applicant/internal/x"
    assert request.headers["Host"] == "localhost"
