"""What may be touched where: the database in storage, keys in the vault, the network in errands."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, Module, modules

OUTSIDE = {"shared/events/", "shared/jobs/", "shared/storage/", "shared/commands/"}
MAY_IMPORT = {
    # library → where it may be imported; a folder ends with a slash
    "pymongo": (*OUTSIDE, "shared/frame.py", "shared/parking.py", "storage/", "wiring.py"),
    "bson": ("shared/storage/", "storage/"),
    "kafka": ("shared/events/",),
    "requests": ("shared/errands/", "errands/"),
    "cryptography": ("shared/storage/vault.py", "shared/web/identity/"),
    "joserfc": ("shared/web/identity/",),
    "argon2": ("shared/web/identity/",),
    "pyotp": ("shared/web/identity/",),
    "flask": ("shared/web/", "web/", "app.py"),
    "marshmallow": ("shared/web/", "shared/contracts/", "shared/events/", "shared/xlsx/", "web/"),
    "subprocess": ("shared/xlsx/",),
    "random": ("shared/events/patience.py",),
}
CATCHES_ALL = {
    "shared/events/consumer.py",
    "shared/events/relay.py",
    "shared/events/work.py",  # a loop that ends takes its process with it, whatever ended it
    "shared/jobs/loop.py",
    "shared/web/errors.py",
}
NEVER = {"eval", "exec", "compile", "__import__"}
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "telnetlib", "ftplib"}


def allowed(path: str, places: tuple[str, ...]) -> bool:
    inside = re.sub(r"^services/[a-z]+/", "", path) if path.startswith("services/") else path
    return any(inside == place or (place.endswith("/") and inside.startswith(place)) for place in places)


@pytest.mark.parametrize("module", modules(), ids=lambda one: one.path)
def test_a_library_is_imported_only_where_it_belongs(module: Module):
    found = [
        (name, line)
        for name, line in module.imports()
        if (places := MAY_IMPORT.get(name.partition(".")[0])) and not allowed(module.path, places)
    ]
    assert found == []


@pytest.mark.parametrize("module", modules(), ids=lambda one: one.path)
def test_keyed_hashes_are_made_where_keys_are_kept(module: Module):
    made = [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "hmac"
        and node.attr != "compare_digest"
    ]
    assert not made or allowed(module.path, ("shared/storage/", "shared/web/identity/"))


@pytest.mark.parametrize("module", modules(), ids=lambda one: one.path)
def test_nothing_runs_text_or_unpacks_objects(module: Module):
    called = [
        node.func.id
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NEVER
    ]
    assert called == []
    assert not {name.partition(".")[0] for name, _ in module.imports()} & NEVER_IMPORTED
    assert "yaml.load(" not in module.text
    assert "shell=True" not in module.text
    assert "|safe" not in module.text


@pytest.mark.parametrize("module", modules(), ids=lambda one: one.path)
def test_only_the_four_loops_and_the_web_catch_everything(module: Module):
    found = [node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler) and catches_all(node)]
    assert found == [] or module.path in CATCHES_ALL


def catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))


@pytest.mark.parametrize("module", modules("shared/events"), ids=lambda one: one.path)
def test_the_consumer_is_never_paused_and_never_commits_what_it_has_only_fetched(module: Module):
    calls = [
        node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert not [one.lineno for one in calls if one.func.attr in ("pause", "resume")]  # type: ignore[attr-defined]
    assert not [one.lineno for one in calls if one.func.attr == "commit" and not one.args]  # type: ignore[attr-defined]


LIKENESS = {"services/applicant/domain/places.py"}  # how alike two place names are; no money, no share
RULES = [
    one
    for one in modules()
    if re.search(r"/(domain|usecases)/|shared/(money|policy|contracts/)", one.path) and one.path not in LIKENESS
]


@pytest.mark.parametrize("module", RULES, ids=lambda one: one.path)
def test_rules_know_no_floating_point_number(module: Module):
    found = [
        node.lineno
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id in ("float", "Decimal"))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not path_like(node))
    ]
    assert found == []


def path_like(node: ast.BinOp) -> bool:
    return isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)


@pytest.mark.parametrize("module", modules(), ids=lambda one: one.path)
def test_the_time_is_read_in_one_place_for_rules(module: Module):
    now = [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("today", "utcnow")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("date", "datetime")
    ]
    assert now == []


def test_templates_hold_no_script_style_or_unescaped_text():
    pages = [*ROOT.glob("shared/web/templates/**/*.html"), *ROOT.glob("services/*/web/templates/**/*.html")]
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(?:click|load|error|submit|change|input|focus|blur|key\w+|mouse\w+)=|\|\s*safe\b|javascript:"
    )
    found = [
        (str(page.relative_to(ROOT)), match[0]) for page in pages if (match := bad.search(page.read_text("utf-8")))
    ]
    assert found == []
