"""Errors, guards and gate: what every answer carries, and what every request must show."""

from collections.abc import Callable

import pytest
from flask import Flask

from shared import errors as kinds
from shared.access import Actor, Kind, Post
from shared.ids import new_id
from shared.web import logs
from shared.web.errors import STATUS, sign_in_address
from shared.web.guards import CSP
from shared.web.identity.gate import actor, allowed, allowed_scope, check, needs, permissions, person
from tests.unit.shared.web.app import ORIGIN, an_app

WOMAN = Actor("w1", Kind.WOMAN)
OFFICER = Actor("o1", Kind.STAFF, (Post("county_officer", "c", ("r", "c")),))
HERE = {"Sec-Fetch-Site": "same-origin"}


def with_view(view: Callable[..., object], path: str = "/loans/api/x", action: str = "open", **actors: Actor) -> Flask:
    app = an_app(**actors)
    app.add_url_rule(path, "x", needs(action)(view), methods=["GET", "POST"])
    return app


def raising(problem: Exception) -> Callable[..., object]:
    def view(**_parts: str) -> object:
        raise problem

    return view


def test_every_kind_of_refusal_has_its_status():
    declared = {kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, kinds.Problem)}
    assert set(STATUS) == declared - {kinds.Problem}


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (kinds.Malformed("malformed"), 400),
        (kinds.Unknown("sign_in_first"), 401),
        (kinds.Denied("not_your_role"), 403),
        (kinds.NotFound("not_found"), 404),
        (kinds.Conflict("not_in_this_state"), 409),
        (kinds.Stale("changed_meanwhile"), 409),
        (kinds.Refused("reason_needed", most=200), 422),
        (kinds.TooMany("code_too_often", seconds=30), 429),
        (kinds.Unavailable("database_unavailable"), 503),
    ],
)
def test_a_refusal_is_problem_json_for_programs_and_a_page_for_people(problem: kinds.Problem, status: int):
    program = with_view(raising(problem)).test_client().get("/loans/api/x")
    assert (program.status_code, program.mimetype) == (status, "application/problem+json")
    assert program.json["slug"] == problem.slug
    assert program.json["request_id"] == program.headers["X-Request-Id"]
    if status != 401:
        page = with_view(raising(problem), "/loans/x").test_client().get("/loans/x")
        assert (page.status_code, page.mimetype) == (status, "text/html")


def test_when_to_try_again_is_said():
    busy = with_view(raising(kinds.TooMany("code_too_often", seconds=30))).test_client().get("/loans/api/x")
    away = with_view(raising(kinds.Unavailable("database_unavailable"))).test_client().get("/loans/api/x")
    assert (busy.headers["Retry-After"], away.headers["Retry-After"]) == ("30", "5")


def test_a_bug_says_nothing_of_itself_but_a_number_to_ask_for():
    answer = with_view(raising(ZeroDivisionError("secret value"))).test_client().get("/loans/api/x")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json["request_id"]


def test_an_address_that_is_not_there_is_a_page_or_a_problem_by_its_place():
    app = an_app()
    assert app.test_client().get("/loans/nothing").mimetype == "text/html"
    assert app.test_client().get("/loans/api/nothing").mimetype == "application/problem+json"
    wrong = with_view(lambda: "x").test_client().delete("/loans/api/x", headers=HERE)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")


def test_who_is_not_signed_in_is_led_to_her_door_or_the_staffs():
    app = with_view(lambda: "x", "/loans/me", "own")
    with app.test_request_context("/loans/me"):
        assert sign_in_address("/loans/me") == "/applicant/sign-in?back=%2Floans%2Fme"
    with app.test_request_context("/loans/applications"):
        assert sign_in_address("/x").startswith("/applicant/staff/sign-in")
    answer = app.test_client().get("/loans/me?a=1")
    assert (answer.status_code, answer.location) == (302, "/applicant/sign-in?back=%2Floans%2Fme%3Fa%3D1")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": ORIGIN}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}, 403),
    ],
)
def test_a_write_must_come_from_our_own_pages(headers: dict[str, str], status: int):
    assert with_view(lambda: "x").test_client().post("/loans/api/x", headers=headers).status_code == status


def test_services_among_themselves_have_no_origin():
    app = with_view(lambda: "x", "/loans/internal/x", "open")
    assert app.test_client().post("/loans/internal/x").status_code == 200


def test_a_parameter_may_stand_once():
    assert with_view(lambda: "x").test_client().get("/loans/api/x?a=1&a=2").status_code == 400


def test_every_answer_carries_the_content_policy():
    answer = with_view(lambda: "x").test_client().get("/loans/api/x")
    assert answer.headers["Content-Security-Policy"] == CSP
    assert "unsafe" not in CSP
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_request_keeps_the_id_it_came_with_when_it_looks_like_ours():
    client, mine = with_view(lambda: "x").test_client(), new_id()
    assert client.get("/loans/api/x", headers={"X-Request-Id": mine}).headers["X-Request-Id"] == mine
    assert client.get("/loans/api/x", headers={"X-Request-Id": "<script>"}).headers["X-Request-Id"] != "<script>"


def test_the_gate_asks_the_table_before_any_view():
    app = with_view(lambda: actor().id, "/loans/api/x", "officer", officer=OFFICER, woman=WOMAN)
    client = app.test_client()
    assert client.get("/loans/api/x").status_code == 401
    assert client.get("/loans/api/x", headers={"Authorization": "Bearer woman"}).status_code == 403
    assert client.get("/loans/api/x", headers={"Authorization": "Bearer officer"}).text == "o1"
    assert client.get("/loans/api/x", headers={"Authorization": "Basic officer"}).status_code == 401


def test_between_services_only_a_service_enters():
    service = Actor("svc:training", Kind.SERVICE)
    app = with_view(lambda: "x", "/loans/internal/x", "officer", officer=OFFICER, service=service)
    assert app.test_client().get("/loans/internal/x", headers={"Authorization": "Bearer officer"}).status_code == 403


def test_an_id_that_has_not_the_shape_of_one_leads_nowhere():
    app = with_view(lambda one_id: one_id, "/loans/api/x/<one_id>")
    assert app.test_client().get("/loans/api/x/{$gt:''}").status_code == 404
    assert app.test_client().get(f"/loans/api/x/{'a' * 32}").status_code == 200


def test_a_route_that_declares_nothing_stops_the_start():
    app = an_app()
    app.add_url_rule("/x", "x", lambda: "x")
    with pytest.raises(RuntimeError, match="route x declares no permission"):
        permissions(app)


def test_a_view_asks_who_it_is_and_what_lies_in_reach():
    def view() -> object:
        check("officer", path=("r", "c"))
        return {"units": sorted(allowed_scope("officer").units or ()), "may": allowed("officer"), "own": allowed("own")}

    app = with_view(view, "/loans/api/x", "officer", officer=OFFICER)
    answer = app.test_client().get("/loans/api/x", headers={"Authorization": "Bearer officer"})
    assert answer.json == {"units": ["c"], "may": True, "own": False}


def test_outside_ones_units_a_thing_does_not_exist_and_her_pages_are_for_her():
    def elsewhere() -> object:
        check("officer", path=("r", "d"), slug="person_not_found")
        return "never"

    app = with_view(elsewhere, "/loans/api/x", "officer", officer=OFFICER)
    assert app.test_client().get("/loans/api/x", headers={"Authorization": "Bearer officer"}).status_code == 404
    mine = with_view(person, "/loans/api/x", "open", officer=OFFICER, woman=WOMAN)
    assert mine.test_client().get("/loans/api/x", headers={"Authorization": "Bearer officer"}).status_code == 403
    assert mine.test_client().get("/loans/api/x", headers={"Authorization": "Bearer woman"}).text == "w1"


def answers_of(app: Flask, *addresses: str) -> list[int]:
    return [app.test_client().get(address).status_code for address in addresses]


def test_an_address_takes_the_parameters_it_has_declared_and_no_others():
    app = an_app(t=OFFICER)
    app.add_url_rule("/loans/x", "page", needs("officer", "show", "after")(lambda: "x"))
    app.add_url_rule("/loans/x", "form", needs("officer")(lambda: "x"), methods=["POST"])
    client, known = app.test_client(), {"Authorization": "Bearer t"} | HERE
    told = [client.get(one, headers=known).status_code for one in ("/loans/x?show=1&after=2", "/loans/x?shew=1")]
    assert told == [200, 400]
    assert client.post("/loans/x?show=1", headers=known).status_code == 200, "a form goes where its page stands"
    assert client.post("/loans/x?zz=1", headers=known).status_code == 400


def test_a_public_link_may_carry_what_a_chat_hangs_on_it_and_a_page_behind_the_door_may_not():
    app = with_view(lambda: "x", "/loans/x")
    assert answers_of(app, "/loans/x?from=singlemessage&isappinstalled=0", "/loans/x?from=a&zz=1") == [200, 400]
    client = with_view(lambda: "x", "/loans/y", "officer", t=OFFICER).test_client()
    assert client.get("/loans/y?from=timeline", headers={"Authorization": "Bearer t"}).status_code == 400


def test_a_bug_is_logged_by_its_endpoint_because_an_address_may_be_a_secret(capsys: pytest.CaptureFixture[str]):
    app = with_view(raising(KeyError("x")), "/loans/k/<secret>")
    logs.configure("INFO")
    assert app.test_client().get("/loans/k/S3cretOfHers").status_code == 500
    said = capsys.readouterr().out
    assert '"event": "bug"' in said
    assert "S3cretOfHers" not in said
