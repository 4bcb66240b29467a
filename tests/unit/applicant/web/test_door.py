"""Where the doors lead, and what they note of a browser."""

import pytest
from flask import Flask

from services.applicant.web.door import origin, safe


@pytest.mark.parametrize("back", ["/", "/loans/applications?state=draft", "/training/me", "/applicant/kept/0a1b"])
def test_a_page_of_ours_is_come_back_to(back):
    assert safe(back, "/home") == back


@pytest.mark.parametrize(
    "back",
    [
        None,
        "",
        "loans/me",
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/\\/evil",
        "javascript:alert(1)",
        "/applicant/../..//evil.example",
        "/loans/..",
        "/static/x",
        "/_identity",
        "/evil",
        "/applicant/me\n",
        "/applicant/me\r\nSet-Cookie: a=b",
        "/applicant/\u202eme",
        "/applicant/" + "a" * 500,
        "/applicant/sign-in",
        "/applicant/staff/sign-in?back=/x",
        "http:/loans/me",
        "/applicant/%0d%0a".replace("%", "\x00"),
    ],
)
def test_anything_else_leads_home(back):
    assert safe(back, "/home") == "/home"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/116 Mobile Safari/537 XWEB MicroMessenger/8.0",
            "微信 · Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit Version/17 Mobile Safari/604", "Safari · iPhone"),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_two_words(header, words):
    app = Flask("x")
    with app.test_request_context(headers={"User-Agent": header}):
        assert origin().agent == words


def test_a_browser_without_a_mark_gets_one_and_is_known_by_its_fingerprint_alone():
    app = Flask("x")
    app.add_url_rule("/", view_func=lambda: origin().device)
    client = app.test_client()
    first = client.get("/")
    cookie = client.get_cookie("__Host-device").value
    assert cookie not in first.text
    assert client.get("/").text == first.text
    assert app.test_client().get("/").text != first.text
