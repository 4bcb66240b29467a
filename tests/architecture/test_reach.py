"""What may be touched where: the database in storage, keys in the vault, the network in errands."""

import ast
import re
from collections.abc import Callable, Iterable

from tests.architecture.source import ROOT, Module, modules

OUTSIDE = {"shared/events/", "shared/jobs/", "shared/storage/", "shared/commands/"}
MAY_IMPORT = {
    # library → where it may be imported; a folder ends with a slash
    "pymongo": (*OUTSIDE, "shared/frame.py", "shared/parking.py", "storage/", "wiring/"),
    "bson": ("shared/storage/", "storage/"),
    "kafka": ("shared/events/",),
    "requests": ("shared/errands/", "errands/"),
    "cryptography": ("shared/storage/vault.py", "shared/web/identity/", "shared/paper/signing.py"),
    "joserfc": ("shared/web/identity/",),
    "argon2": ("shared/web/identity/",),
    "pyotp": ("shared/web/identity/",),
    "flask": ("shared/web/", "web/", "app.py"),
    "marshmallow": ("shared/web/", "shared/contracts/", "shared/events/", "shared/xlsx/", "web/"),
    "subprocess": ("shared/xlsx/", "shared/paper/printing.py"),
    "random": ("shared/events/patience.py",),
}
CATCHES_ALL = {
    "shared/events/consumer.py",
    "shared/events/work.py",  # a loop that ends takes its process with it, whatever ended it
    "shared/jobs/loop.py",
}
NEVER = {"eval", "exec", "compile", "__import__"}
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "telnetlib", "ftplib"}


def allowed(path: str, places: tuple[str, ...]) -> bool:
    inside = re.sub(r"^services/[a-z]+/", "", path) if path.startswith("services/") else path
    return any(inside == place or (place.endswith("/") and inside.startswith(place)) for place in places)


def found_in(search: Callable[[Module], Iterable[object]], among: Iterable[Module] = ()) -> list[tuple[str, object]]:
    """Return what a search finds, with the file it stands in."""
    return [(module.path, one) for module in among or modules() for one in search(module)]


def test_a_library_is_imported_only_where_it_belongs():
    def strangers(module: Module) -> list[object]:
        return [
            (name, line)
            for name, line in module.imports()
            if (places := MAY_IMPORT.get(name.partition(".")[0])) and not allowed(module.path, places)
        ]

    assert found_in(strangers) == []


def test_keyed_hashes_are_made_where_keys_are_kept():
    def made(module: Module) -> list[object]:
        if allowed(module.path, ("shared/storage/", "shared/web/identity/")):
            return []
        named = (node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))
        hmacs = (node for node in named if isinstance(node.value, ast.Name) and node.value.id == "hmac")
        return [node.lineno for node in hmacs if node.attr != "compare_digest"]

    assert found_in(made) == []


def test_nothing_runs_text_or_unpacks_objects():
    def dangerous(module: Module) -> list[object]:
        calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        run = [node.func.id for node in calls if isinstance(node.func, ast.Name) and node.func.id in NEVER]
        imported = {name.partition(".")[0] for name, _ in module.imports()} & NEVER_IMPORTED
        return [*run, *imported, *(word for word in ("yaml.load(", "shell=True") if word in module.text)]

    assert found_in(dangerous) == []


def test_only_the_loops_catch_everything():
    def catching(module: Module) -> list[object]:
        handlers = (node for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler))
        return [node.lineno for node in handlers if catches_all(node)]

    assert {path for path, _line in found_in(catching)} == CATCHES_ALL


def catches_all(node: ast.ExceptHandler) -> bool:
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))


def test_the_consumer_is_never_paused_and_never_commits_what_it_has_only_fetched():
    def losing(module: Module) -> list[object]:
        calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        methods = [(one.func.attr, one) for one in calls if isinstance(one.func, ast.Attribute)]
        return [name for name, one in methods if name in ("pause", "resume") or (name == "commit" and not one.args)]

    assert found_in(losing, modules("shared/events")) == []


LIKENESS = {"services/applicant/domain/places.py"}  # how alike two place names are; no money, no share


def test_rules_know_no_floating_point_number():
    rules = [one for one in modules() if re.search(r"/(domain|usecases)/|shared/(money|policy|contracts/)", one.path)]
    assert found_in(floats, [one for one in rules if one.path not in LIKENESS]) == []


def floats(module: Module) -> list[object]:
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id in ("float", "Decimal"))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not path_like(node))
    ]


def path_like(node: ast.BinOp) -> bool:
    return isinstance(node.right, ast.Constant) and isinstance(node.right.value, str)


def test_the_time_is_read_in_one_place_for_rules():
    def reading(module: Module) -> list[object]:
        named = (node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))
        dates = (node for node in named if isinstance(node.value, ast.Name) and node.value.id in ("date", "datetime"))
        return [node.lineno for node in dates if node.attr in ("today", "utcnow")]

    assert found_in(reading) == []


def test_each_search_finds_what_was_planted():
    planted = Module("services/loans/domain/x.py", "try:\n    a = 1.5 / b\nexcept Exception:\n    pass\n")
    assert floats(planted) == [2, 2]
    assert [node.lineno for node in ast.walk(planted.tree) if isinstance(node, ast.ExceptHandler) and catches_all(node)]
    assert not allowed("services/loans/web/x.py", MAY_IMPORT["pymongo"])
    assert allowed("services/loans/storage/x.py", MAY_IMPORT["pymongo"])


def test_templates_hold_no_script_style_or_unescaped_text():
    pages = [*ROOT.glob("shared/web/templates/**/*.html"), *ROOT.glob("services/*/web/templates/**/*.html")]
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(?:click|load|error|submit|change|input|focus|blur|key\w+|mouse\w+)=|\|\s*safe\b|javascript:"
    )
    found = [
        (str(page.relative_to(ROOT)), match[0]) for page in pages if (match := bad.search(page.read_text("utf-8")))
    ]
    assert found == []
