"""Somebody at a browser, without the browser: requests through nginx with her cookies, forms filled as they were shown.

Python's cookie jar does not return a `__Host-` cookie over plain http, browsers do: so cookies are kept by hand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html

from shared.ids import new_id


@dataclass
class Visitor:
    """One person at one address. Every request says it comes from the same site, as a browser's own forms do."""

    base_url: str
    cookies: dict[str, str] = field(default_factory=dict)
    http: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, *, follow: bool = True, **more: Any) -> requests.Response:
        """Open an address."""
        return self.ask("GET", path, follow=follow, **more)

    def post(self, path: str, data: Any = None, *, follow: bool = True, **more: Any) -> requests.Response:
        """Post a form or, with json=, a command with an idempotency key of its own."""
        headers = {"Idempotency-Key": new_id(), **more.pop("headers", {})}
        return self.ask("POST", path, data=data, follow=follow, headers=headers, **more)

    def submit(
        self, page: requests.Response, values: Mapping[str, Any], *, form: int | str = 0, **more: Any
    ) -> requests.Response:
        """Fill a form of a page (by place, or by a part of its action) and press its button; hidden fields go along."""
        shown = form_of(page, form)
        typed = {**hidden_fields(shown), **values}
        return self.post(urljoin(page.url, shown.get("action") or page.url), typed, **more)

    def ask(
        self, method: str, path: str, *, follow: bool, headers: Mapping[str, str] | None = None, **more: Any
    ) -> requests.Response:
        """Send one request; follow redirects as a browser does."""
        sent = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.http.request(
            method, urljoin(self.base_url, path), headers=sent, allow_redirects=False, timeout=30, **more
        )
        self._keep(answer)
        if follow and answer.is_redirect:
            return self.ask("GET", urljoin(answer.url, answer.headers["Location"]), follow=True)
        return answer

    def sign_in_staff(self, login: str, password: str) -> "Visitor":
        """Sign in as an officer; fails the test when that does not lead inside."""
        page = self.get("/applicant/staff/sign-in")
        answer = self.submit(page, {"login": login, "password": password}, form="/applicant/staff/sign-in")
        assert answer.status_code == 200, (answer.status_code, text_of(answer)[:300])
        assert "sign-in" not in urlsplit(answer.url).path, text_of(answer)[:300]
        return self

    def _keep(self, answer: requests.Response) -> None:
        for cookie in answer.raw.headers.getlist("Set-Cookie"):
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


def form_of(page: requests.Response, which: int | str = 0) -> Any:
    """Return a form of a page: by its place, or the first whose action holds a text; not those of the frame."""
    forms = html.fromstring(page.content).xpath("//main//form|//body[not(.//main)]//form")
    if isinstance(which, int):
        return forms[which]
    return next(form for form in forms if which in (form.get("action") or page.url))


def hidden_fields(form: Any) -> dict[str, str]:
    """Return the hidden fields of a form."""
    return {item.get("name"): item.get("value", "") for item in form.xpath(".//input[@type='hidden'][@name]")}


def text_of(page: requests.Response) -> str:
    """Return the words of a page, spaces folded."""
    return " ".join(html.fromstring(page.content).text_content().split())
