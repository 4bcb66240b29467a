"""The tree for officers: read it, add a unit below, give another title, close."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.applicant.domain.unit import Kind, Plan
from services.applicant.usecases import UseCases
from services.applicant.usecases.unit.find import Branch
from services.applicant.web.person_forms import TitleForm, UnitForm, closing_form
from shared.regions import Level
from shared.running import Runs
from shared.web.i18n import _, word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/units"
SAID = ("opened", "closed", "merged", "renamed")


def address(unit_id: str) -> str:
    """Return the page of one unit."""
    return f"{HOME}/{unit_id}"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages of the tree."""
    tree = Blueprint("applicant_units", __name__, url_prefix=HOME, template_folder="templates")
    _read(tree, run)
    _open(tree, run)
    _rename(tree, run)
    _close(tree, run)
    return tree


def _read(tree: Blueprint, run: Runs[UseCases]) -> None:
    @tree.get("")
    @needs("unit.read")
    def tops() -> ResponseReturnValue:
        by = actor()
        found = run.ask(lambda use: use.unit.find.tops(by=by))
        if len(found) == 1:
            return redirect(address(found[0].id), 303)
        return render_template("applicant/units.html", unit=None, kind=None, children=found, may_list=True, said="")

    @tree.get("/<unit_id>")
    @needs("unit.read", "said", "title")
    def one(unit_id: str) -> ResponseReturnValue:
        found, said, title = _branch(run, unit_id), request.args.get("said", ""), request.args.get("title", "").strip()
        unit, by = found.unit, actor()
        named = run.ask(lambda use: use.unit.find.named(unit_id, title, by=by)) if title else found.children
        return render_template(
            "applicant/units.html",
            unit=unit,
            kind=word(f"unit_kind.{unit.kind.value}"),
            above=_crumbs(found),
            children=named,
            title=title,
            may_search=unit.kind is Kind.FEDERATION and unit.level is Level.COUNTY,
            may_edit=allowed("unit.edit"),
            may_add=unit.kind is Kind.FEDERATION and unit.level is not Level.VILLAGE,
            may_list=allowed("person.list"),
            said=said if said in SAID else "",
        )


def _open(tree: Blueprint, run: Runs[UseCases]) -> None:
    def form(unit_id: str) -> FormPage:
        return FormPage(
            UnitForm(), "applicant/unit_form.html", _words(run, unit_id, "below", _("添一个下级单位"), _("添上"))
        )

    @tree.get("/<unit_id>/below")
    @needs("unit.edit")
    def ask_below(unit_id: str) -> ResponseReturnValue:
        return form(unit_id).show({"kind": Kind.FEDERATION.value})

    @tree.post("/<unit_id>/below")
    @needs("unit.edit")
    def open_below(unit_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            plan, by = Plan(Kind(values["kind"]), values["title"], values.get("division")), actor()
            run.once(once(), lambda use: use.unit.open_below(unit_id, plan, by=by).id)
            return redirect(f"{address(unit_id)}?said=opened", 303)

        return form(unit_id).submit(work)


def _rename(tree: Blueprint, run: Runs[UseCases]) -> None:
    def form(unit_id: str) -> FormPage:
        return FormPage(TitleForm(), "applicant/unit_form.html", _words(run, unit_id, "title", _("改名称"), _("改好")))

    @tree.get("/<unit_id>/title")
    @needs("unit.edit")
    def ask_title(unit_id: str) -> ResponseReturnValue:
        return form(unit_id).show({"title": _branch(run, unit_id).unit.title})

    @tree.post("/<unit_id>/title")
    @needs("unit.edit")
    def rename(unit_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.unit.rename(unit_id, values["title"], by=by).id)
            return redirect(f"{address(unit_id)}?said=renamed", 303)

        return form(unit_id).submit(work)


def _close(tree: Blueprint, run: Runs[UseCases]) -> None:
    def form(unit_id: str) -> FormPage:
        by = actor()
        words = _words(run, unit_id, "closure", _("停用"), _("停用这个单位"))
        note = _("停用以后不能再登记到这里，以前办的事、算的数都不变。")
        beside = run.ask(lambda use: use.unit.find.successors(unit_id, by=by))
        schema = closing_form([(one.id, one.title) for one in beside])
        return FormPage(schema, "applicant/unit_form.html", lambda: {**words(), "note": note, "danger": True})

    @tree.get("/<unit_id>/closure")
    @needs("unit.edit")
    def ask_closure(unit_id: str) -> ResponseReturnValue:
        return form(unit_id).show()

    @tree.post("/<unit_id>/closure")
    @needs("unit.edit")
    def close(unit_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, into = actor(), values.get("into")
            if into:
                run.once(once(), lambda use: use.unit.merge(unit_id, into, by=by).id)
            else:
                run.once(once(), lambda use: use.unit.close(unit_id, by=by).id)
            return redirect(f"{address(unit_id)}?said={'merged' if into else 'closed'}", 303)

        return form(unit_id).submit(work)


def _words(run: Runs[UseCases], unit_id: str, noun: str, what: str, button: str) -> Callable[[], dict[str, Any]]:
    def context() -> dict[str, Any]:
        found = _branch(run, unit_id)
        home = address(unit_id)
        return {
            "unit": found.unit,
            "above": _crumbs(found),
            "home": home,
            "action": f"{home}/{noun}",
            "what": what,
            "button": button,
        }

    return context


def _branch(run: Runs[UseCases], unit_id: str) -> Branch:
    by = actor()
    return run.ask(lambda use: use.unit.find.branch(unit_id, by=by))


def _crumbs(found: Branch) -> list[tuple[str, str]]:
    """Return title and address of every ancestor the officer may open."""
    inside = {post.unit for post in actor().posts}
    open_ones = [unit for unit in found.above if inside & set(unit.path)]
    return [(unit.title, address(unit.id)) for unit in open_ones]
