"""Accounts of a place, for their administrators: open one, give and end posts, a new code, a lost second factor."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.applicant.usecases import UseCases
from services.applicant.usecases.account.open_account import Handed
from services.applicant.usecases.account.posts import Term
from services.applicant.web.sign_in_forms import AccountForm, Empty, EndForm, MarkForm, PostForm
from shared.ids import is_id
from shared.running import Runs
from shared.web.identity.gate import actor, allowed_scope, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/accounts"
PAGE = 50
Command = Callable[[UseCases], str]


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages."""
    accounts = Blueprint("applicant_accounts", __name__, url_prefix=HOME, template_folder="templates")
    _read(accounts, run)
    _open(accounts, run)
    _give(accounts, run)
    _act(accounts, run)
    _mark(accounts, run)
    return accounts


def _read(accounts: Blueprint, run: Runs[UseCases]) -> None:
    @accounts.get("")
    @needs("account.list", "after")
    def listed() -> ResponseReturnValue:
        after, by = request.args.get("after", "")[:100], actor()
        found = run.ask(lambda use: use.account.find.page(after or None, PAGE + 1, by=by))
        return render_template(
            "applicant/accounts.html",
            accounts=found[:PAGE],
            after=found[PAGE - 1].login if len(found) > PAGE else None,
            first=not after,
            today=run.ask(lambda use: use.account.find.clock.today()),
        )

    @accounts.get("/<account_id>")
    @needs("account.list", "unit")
    def one(account_id: str) -> ResponseReturnValue:
        return _page(run, account_id).show({"from_on": run.ask(lambda use: use.account.find.clock.today())})


def _page(run: Runs[UseCases], account_id: str) -> FormPage:
    def context() -> dict[str, Any]:
        by = actor()
        account = run.ask(lambda use: use.account.find(account_id, by=by))
        today = run.ask(lambda use: use.account.find.clock.today())
        return {"account": account, "today": today, "me": by.id, **_units(run)}

    return FormPage(PostForm(), "applicant/account.html", context)


def _units(run: Runs[UseCases]) -> dict[str, Any]:
    """Return the part of the tree to choose from: one unit (`?unit=`) with what is above and below, or the tops."""
    by, wanted = actor(), request.args.get("unit", "") or request.form.get("unit", "")
    if is_id(wanted):
        branch = run.ask(lambda use: use.unit.find.branch(wanted, by=by))
        mine = allowed_scope("unit.read")
        above = [one for one in branch.above if mine.holds(one.path)]
        return {"unit": branch.unit, "above": above, "below": _open_ones(branch.children)}
    return {"unit": None, "above": [], "below": run.ask(lambda use: use.unit.find.tops(by=by))}


def _open_ones(units: Any) -> list[Any]:
    return [unit for unit in units if unit.closed_on is None]


def _open(accounts: Blueprint, run: Runs[UseCases]) -> None:
    form = FormPage(AccountForm(), "applicant/account_new.html", lambda: _units(run))

    @accounts.get("/new")
    @needs("account.open", "unit")
    def ask() -> ResponseReturnValue:
        return form.show({"unit": request.args.get("unit", "")})

    @accounts.post("")
    @needs("account.open", "unit")
    def opened() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, login = actor(), values["login"].casefold()
            return _hand_over(run, lambda use: use.account.open(login, values["name"], values["unit"], by=by))

        return form.submit(work)

    @accounts.post("/<account_id>/code")
    @needs("account.renew")
    def renew(account_id: str) -> ResponseReturnValue:
        by = actor()
        return FormPage(Empty(), "applicant/account.html", _page(run, account_id).context).submit(
            lambda _values: _hand_over(run, lambda use: use.account.open.renew(account_id, by=by))
        )


def _hand_over(run: Runs[UseCases], work: Callable[[UseCases], Handed]) -> ResponseReturnValue:
    """Run it and show the code this once; a second press shows the account, for the code is kept nowhere."""
    kept: list[Handed] = []

    def command(use: UseCases) -> str:
        kept[:] = [work(use)]
        return kept[0].account.id

    done = run.once(once(), command)
    if done.replayed:
        return redirect(f"{HOME}/{done.resource_id}", 303)
    handed = kept[0]
    code = f"{handed.code[:5]}-{handed.code[5:]}"
    return render_template("applicant/account_code.html", account=handed.account, code=code)


def _give(accounts: Blueprint, run: Runs[UseCases]) -> None:
    @accounts.post("/<account_id>/posts")
    @needs("post.give", "unit")
    def give(account_id: str) -> ResponseReturnValue:
        by = actor()

        def work(values: dict[str, Any]) -> ResponseReturnValue:
            term = Term(values["from_on"], values.get("until_on"))
            return _done(
                run, lambda use: use.account.give_post(account_id, values["role"], values["unit"], term, by=by).id
            )

        return _page(run, account_id).submit(work)


def _act(accounts: Blueprint, run: Runs[UseCases]) -> None:
    def act(account_id: str, schema: Any, command: Callable[[dict[str, Any]], Command]) -> ResponseReturnValue:
        page = FormPage(schema, "applicant/account.html", _page(run, account_id).context)
        return page.submit(lambda values: _done(run, command(values)))

    @accounts.post("/<account_id>/posts/end")
    @needs("post.end")
    def end(account_id: str) -> ResponseReturnValue:
        by = actor()
        return act(account_id, EndForm(), lambda v: lambda use: use.account.end_post(account_id, v["post"], by=by).id)

    @accounts.post("/<account_id>/closure")
    @needs("account.close")
    def close(account_id: str) -> ResponseReturnValue:
        by = actor()
        return act(account_id, Empty(), lambda _v: lambda use: use.account.close(account_id, by=by).id)

    @accounts.post("/<account_id>/factor")
    @needs("factor.reset")
    def ask_reset(account_id: str) -> ResponseReturnValue:
        by = actor()
        return act(account_id, Empty(), lambda _v: lambda use: use.account.reset_factor.ask(account_id, by=by).id)

    @accounts.post("/<account_id>/factor/confirmation")
    @needs("factor.reset")
    def confirm_reset(account_id: str) -> ResponseReturnValue:
        by = actor()
        return act(account_id, Empty(), lambda _v: lambda use: use.account.reset_factor.confirm(account_id, by=by).id)


def _mark(accounts: Blueprint, run: Runs[UseCases]) -> None:
    def form(account_id: str) -> FormPage:
        by = actor()
        return FormPage(
            MarkForm(),
            "applicant/account_mark.html",
            lambda: {"account": run.ask(lambda use: use.account.find(account_id, by=by))},
        )

    @accounts.get("/<account_id>/mark")
    @needs("account.mark")
    def ask_mark(account_id: str) -> ResponseReturnValue:
        return form(account_id).show()

    @accounts.post("/<account_id>/mark")
    @needs("account.mark")
    def mark(account_id: str) -> ResponseReturnValue:
        by = actor()
        return form(account_id).submit(
            lambda words: _done(run, lambda use: use.account.mark(account_id, words["id_no"], by=by).id)
        )


def _done(run: Runs[UseCases], command: Command) -> ResponseReturnValue:
    return redirect(f"{HOME}/{run.once(once(), command).resource_id}", 303)
