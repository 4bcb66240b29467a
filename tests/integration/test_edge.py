"""The one address: who reaches which service, with which headers, and what is said when nobody answers."""

import json
import re
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.local import edge
from deploy.local.children import Child, wait_for
from deploy.local.place import Place, temporary_place
from deploy.local.secrets import certificate


@dataclass
class Echo:
    """Stands for a service: answers with what reached it; `/_identity` answers like applicant."""

    port: int
    asked: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def open(self) -> None:
        echo = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                echo.asked.append(self.path)
                if "breaks-off" in self.path:
                    return
                length = int(self.headers.get("Content-Length") or 0)
                seen = {"path": self.path, "headers": self.headers.items(), "body": self.rfile.read(length).decode()}
                self.send_response(500 if "broken" in self.path else 200)
                if self.path.startswith("/_identity"):
                    self.send_header("X-Identity", f"{self.headers['Cookie']}|{self.path.partition('=')[2]}")
                    self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(json.dumps(seen).encode())

            do_POST = do_GET  # noqa: N815  # the name http.server calls

            def log_message(self, *_args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@dataclass
class Edge:
    place: Place
    services: dict[str, Echo]

    def ask(self, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> tuple[int, str, dict]:
        address = f"http://127.0.0.1:{self.place.gate}{path}"
        request = urllib.request.Request(address, body, headers or {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode(errors="replace"), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), dict(error.headers)

    def seen(self, path: str, headers: dict[str, str] | None = None) -> dict[str, str]:
        _, body, _ = self.ask(path, headers)
        return {name.lower(): value for name, value in json.loads(body)["headers"]}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    place = temporary_place(tmp_path_factory.mktemp("edge"))
    services = {name: Echo(port) for name, port in place.web.items()}
    for echo in services.values():
        echo.open()
    child = Child(edge.program(place))
    child.start()
    edge.wait_until_ready(child, place)
    yield Edge(place, services)
    child.stop()
    for echo in services.values():
        echo.close()


@pytest.fixture
def applicant_down(gate: Edge) -> Iterator[None]:
    gate.services["applicant"].close()
    yield
    gate.services["applicant"].open()


def test_each_service_gets_the_token_made_for_it(gate: Edge):
    cookie = {"Cookie": "lang=en; __Host-sid=abc123; other=1"}
    assert gate.seen("/loans/x", cookie)["authorization"] == "Bearer __Host-sid=abc123|loans"
    assert gate.seen("/training/x", cookie)["authorization"] == "Bearer __Host-sid=abc123|training"
    assert gate.seen("/", cookie)["authorization"] == "Bearer __Host-sid=abc123|applicant"


def test_a_service_gets_the_cookies_it_reads_and_only_applicant_the_session(gate: Edge):
    sent = "__Host-code=c1.x; lang=en;__Host-sid=abc123; __Host-device=d-1_; __Host-keys=off; __Host-sid=two"
    cookie = {"Cookie": sent}
    assert gate.seen("/", cookie)["cookie"] == gate.seen("/applicant/me", cookie)["cookie"] == sent
    assert gate.seen("/loans/x", cookie)["cookie"].strip("; ") == "lang=en; __Host-keys=off"
    assert gate.seen("/loans/k/x", cookie)["cookie"].strip("; ") == "lang=en; __Host-keys=off"
    for path in ("/training/x", "/training/calendar/x.ics"):
        assert gate.seen(path, cookie)["cookie"].strip("; ") == "lang=en; __Host-keys=off; __Host-device=d-1_"
    assert "cookie" not in gate.seen("/loans/x", {"Cookie": "__Host-sid=abc123"})


def test_nobody_is_not_asked_for_and_gets_no_token(gate: Edge):
    asked = len(gate.services["applicant"].asked)
    assert "authorization" not in gate.seen("/loans/x")
    assert len(gate.services["applicant"].asked) == asked


def test_what_outsiders_claim_to_be_does_not_arrive(gate: Edge):
    forged = {
        "Authorization": "Bearer forged",
        "X-Internal-User": "root",
        "X-Identity": "x",
        "X-Forwarded-For": "9.9.9.9",
    }
    seen = gate.seen("/loans/x", forged)
    assert not {"authorization", "x-internal-user", "x-identity"} & seen.keys()
    assert seen["x-forwarded-for"] == "127.0.0.1"


def test_the_host_and_what_forms_need_arrive_unchanged(gate: Edge):
    sent = {
        "Host": "jinguo.example:8443",
        "Sec-Fetch-Site": "same-origin",
        "Idempotency-Key": "k1",
        "HX-Request": "true",
    }
    seen = gate.seen("/training/x", sent)
    assert [seen[name] for name in ("host", "sec-fetch-site", "idempotency-key", "hx-request")] == list(sent.values())


def test_a_body_arrives_whole(gate: Edge):
    status, answer, _ = gate.ask("/loans/x", {"Content-Type": "text/plain"}, "织锦".encode() * 5000)
    assert status == 200
    assert json.loads(answer)["body"] == "织锦" * 5000


def test_a_request_gets_an_id_or_keeps_the_one_it_has(gate: Edge):
    assert len(gate.seen("/loans/x")["x-request-id"]) == 32
    assert gate.seen("/loans/x", {"X-Request-Id": "a" * 32})["x-request-id"] == "a" * 32
    assert gate.seen("/loans/x", {"X-Request-Id": "bad id"})["x-request-id"] != "bad id"


@pytest.mark.parametrize(
    "path",
    [
        "/applicant/internal/persons",
        "/loans/internal",
        "/loans//internal/x",
        "/loans/%69nternal/x",
        "/loans/y/../internal/x",
        "/loans%2Finternal/x",
        "/_identity?audience=loans",
        "/%5Fidentity",
        "//_identity",
    ],
)
def test_what_services_say_to_each_other_is_not_for_outsiders(gate: Edge, path: str):
    before = {name: len(echo.asked) for name, echo in gate.services.items()}
    assert gate.ask(path, {"Cookie": "__Host-sid=zz"})[0] == 404
    assert {name: len(echo.asked) for name, echo in gate.services.items()} == before


def test_an_identity_is_asked_once_in_five_seconds(gate: Edge):
    before = len(gate.services["applicant"].asked)
    for _ in range(5):
        gate.seen("/loans/x", {"Cookie": "__Host-sid=seen-five-times"})
    assert len(gate.services["applicant"].asked) == before + 1
    gate.seen("/loans/x", {"Cookie": "__Host-sid=new-after-sign-in"})
    assert len(gate.services["applicant"].asked) == before + 2


def test_who_is_signed_in_works_on_while_applicant_is_down(gate: Edge):
    cookie = {"Cookie": "__Host-sid=stays"}
    known = gate.seen("/loans/x", cookie)["authorization"]
    gate.services["applicant"].close()
    try:
        threading.Event().wait(5.5)
        assert gate.seen("/loans/x", cookie)["authorization"] == known
    finally:
        gate.services["applicant"].open()


@pytest.mark.usefixtures("applicant_down")
def test_a_service_that_is_down_is_said_in_words(gate: Edge):
    status, page, headers = gate.ask("/applicant/me")
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "现在连不上" in page
    status, page, _ = gate.ask("/applicant/me", body=b"a=1")
    assert status == 503
    assert "不会算两次" in page
    status, problem, headers = gate.ask("/applicant/api/v1/persons")
    assert (status, headers["Content-Type"]) == (503, "application/problem+json; charset=utf-8")
    assert json.loads(problem)["slug"] == "unavailable"
    assert gate.ask("/loans/x")[0] == 200


@pytest.mark.parametrize(("service", "where"), [("training", "/training/calendar/"), ("loans", "/loans/k/")])
def test_an_address_that_is_a_secret_stands_in_no_log(gate: Edge, service: str, where: str):
    secret, signed_in = "S3cretOfHers", {"Cookie": f"__Host-sid=reads-{service}"}
    for path in (f"{where}{secret}", f"{where}{secret}-broken", f"{where}{secret}-breaks-off", f"/{where}{secret}"):
        gate.ask(path, signed_in)
        gate.ask(path, signed_in, b"x" * 100_000)
    gate.ask(f"{where}{secret}", body=b"x" * (12 * 1024 * 1024 + 1))
    for down in (gate.services[service], gate.services["applicant"]):
        down.close()
        assert gate.ask(f"{where}{secret}", {"Cookie": f"__Host-sid=new-{down.port}"})[0] in (200, 503)
        gate.ask(f"/{service}/tells-it-is-down")
        down.open()
    gate.ask(f"/{service}/last-{service}")
    wait_for("the last line", lambda: f"/last-{service}" in logged(gate), 10)
    assert f" GET {where} 200" in logged(gate)
    assert f"/{service}/tells-it-is-down" in (gate.place.logs / "nginx.log").read_text()
    assert secret not in logged(gate)


def logged(gate: Edge) -> str:
    return "".join(file.read_text() for file in gate.place.logs.rglob("*") if file.is_file())


def test_a_services_own_errors_pass_unchanged(gate: Edge):
    status, body, _ = gate.ask("/loans/broken")
    assert status == 500
    assert json.loads(body)["path"] == "/loans/broken"


def test_a_file_that_is_too_large_is_refused_in_words(gate: Edge):
    status, page, _ = gate.ask("/loans/x", body=b"x" * (12 * 1024 * 1024 + 1))
    assert status == 413
    assert "文件太大" in page


def test_a_versioned_file_is_kept_and_another_is_asked_for_again(gate: Edge):
    named = next(path for path in edge.STATIC.iterdir() if path.suffix == ".css").name
    assert "immutable" in gate.ask(f"/static/{named}?v=0123456789")[2]["Cache-Control"]
    _, _, headers = gate.ask(f"/static/{named}", {"Accept-Encoding": "gzip"})
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Content-Encoding"] == "gzip"


def test_the_address_speaks_tls_with_its_own_certificate(tmp_path: Path):
    place = replace(temporary_place(tmp_path), tls=True)
    child = Child(edge.program(place))
    child.start()
    edge.wait_until_ready(child, place)
    trust = ssl.create_default_context(cafile=certificate(place.secrets, place.public_url))
    with pytest.raises(urllib.error.HTTPError, match="404") as refused:
        urllib.request.urlopen(f"{place.public_url}/loans/internal/x", context=trust)
    refused.value.close()
    child.stop()


@pytest.mark.parametrize(
    ("url", "open_to_all"), [(None, False), ("https://localhost:9443", False), ("https://jinguo.example:9443", True)]
)
def test_with_tls_others_come_in_only_under_an_address_that_is_not_this_machines(
    tmp_path: Path, url: str | None, open_to_all: bool
):
    outside = {"PUBLIC_URL": url} if url else {}
    place = replace(temporary_place(tmp_path), tls=True, outside=outside)
    edge.program(place)
    listens = re.findall(r"^ *listen (\S+) ssl;", (place.data / "nginx" / "jinguo.conf").read_text(), re.MULTILINE)
    assert listens
    assert (f"{place.gate}" in listens) is open_to_all
    assert all(one.startswith(("127.0.0.1:", "[::1]:")) for one in listens) is not open_to_all


def test_the_configuration_has_no_name_without_a_value(gate: Edge):
    run = Path(gate.place.data) / "nginx"
    assert "${" not in (run / "jinguo.conf").read_text() + (run / "nginx.conf").read_text()
