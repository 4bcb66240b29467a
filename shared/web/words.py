"""All words in two files, one per language: found in code, checked, put in order, compiled (`make words`)."""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = Path(__file__).with_name("translations")
LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WEB_CODE = ("shared/web/**/*.py", "services/*/web/**/*.py", "services/*/errands/*_words.py")
TEMPLATES = ("shared/web/templates/**/*.html", "services/*/web/templates/**/*.html")
CODE = ("shared/**/*.py", "services/**/*.py")
PROBLEMS = frozenset(
    {"Refused", "Conflict", "NotFound", "Stale", "Unavailable", "Malformed", "Denied", "Unknown", "TooMany"}
)
NAMES_SLUGS = re.compile(r"(?:\Aslug|\Aerror_messages|MESSAGES|SLUGS)\Z")
SLUG = re.compile(r"\A[a-z][a-z0-9_]{2,}\Z")
NOT_FOR_READERS = frozenset({"shared/web/words.py", "shared/web/gallery.py", "shared/web/i18n.py"})
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)  # a date of the day would be a conflict at every meeting of two branches
TYPED_BY_READERS = frozenset({"是"})


def catalogue(language: str) -> Path:
    """Return the one file of a language."""
    return TRANSLATIONS / LANGUAGES[language] / "LC_MESSAGES" / "messages.po"


def texts(language: str) -> dict[str, str]:
    """Return the texts of a language by message id."""
    return dict(entries(catalogue(language), language))


def entries(path: Path, language: str) -> list[tuple[str, str]]:
    """Return (message id, text) of everything a file says."""
    return [(str(one.id), str(one.string)) for one in _read(path, language) if one.id and one.string]


def tidy(language: str) -> None:
    """Write the language's file anew: in the order of its ids, so that two people's additions do not collide."""
    said = texts(language)
    catalog = Catalog(
        locale=LANGUAGES[language], domain="messages", project="jinguo", fuzzy=False, creation_date=WRITTEN
    )
    for message_id in sorted(said):
        catalog.add(message_id, said[message_id], flags=["python-format"] if "%(" in message_id else [])
    with catalogue(language).open("wb") as file:
        write_po(file, catalog, width=0, omit_header=False, include_previous=False)


def compiled(language: str) -> Path:
    """Compile a language's file beside it and return the result."""
    target = catalogue(language).with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, _read(catalogue(language), language))
    return target


def chinese_used() -> dict[str, str]:
    """Return every Chinese text that a page may show, with the first place it stands at."""
    found: dict[str, str] = {}
    for path in _files(TEMPLATES):
        with path.open("rb") as file:
            for line, message, *_ in extract("jinja2.ext:babel_extract", file, keywords={"_": None, "gettext": None}):
                for text in [message] if isinstance(message, str) else message:
                    found.setdefault(text, _place(path, line))
    for path in _files(WEB_CODE):
        for text, line in chinese_constants(path.read_text("utf-8")):
            found.setdefault(text, _place(path, line))
    return {text: place for text, place in found.items() if CHINESE.search(text) and text not in TYPED_BY_READERS}


def chinese_constants(source: str) -> Iterator[tuple[str, int]]:
    """Yield Chinese string constants of a module that are no docstrings."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    passed_over = docstrings | inside
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in passed_over:
            continue
        if isinstance(node.value, str) and CHINESE.search(node.value):
            yield node.value, node.lineno


def slugs_used() -> dict[str, str]:
    """Return every refusal's slug in the code, with the first place it stands at."""
    found: dict[str, str] = {}
    for path in _files(CODE):
        for slug, line in slugs(path.read_text("utf-8")):
            found.setdefault(slug, _place(path, line))
    return found


def slugs(source: str) -> Iterator[tuple[str, int]]:
    """Yield slugs: the first argument of a Problem, and the messages of schema fields."""
    for node in ast.walk(ast.parse(source)):
        for constant in _slug_nodes(node):
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str) and SLUG.match(constant.value):
                yield constant.value, constant.lineno


def _slug_nodes(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PROBLEMS:
        return _branches(node.args[0]) if node.args else []
    if isinstance(node, ast.keyword) and node.arg in ("error_messages", "error", "slug"):
        return _branches(node.value)
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        named = {target.id for target in targets if isinstance(target, ast.Name)}
        return _branches(node.value) if any(NAMES_SLUGS.search(name) for name in named) else []
    return []


def _branches(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.IfExp():
            return [*_branches(node.body), *_branches(node.orelse)]
        case ast.Dict():
            return [one for value in node.values for one in _branches(value)]
        case _:
            return [node]


def _files(patterns: Iterable[str]) -> list[Path]:
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if str(path.relative_to(ROOT)) not in NOT_FOR_READERS)


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGES[language], domain="messages")


def main() -> None:
    """Put both languages in order and compile them; say what still lacks a text."""
    for language in LANGUAGES:
        tidy(language)
        compiled(language)
    for text, place in missing():
        print(f"no text: {text!r} ({place})")  # noqa: T201  # the command's own words


def missing() -> list[tuple[str, str]]:
    """Return what lacks a text, with its place: slugs in either language, Chinese in English."""
    chinese, english = texts("zh"), texts("en")
    found = [
        (f"errors.{slug} [{language}]", place)
        for slug, place in slugs_used().items()
        for language, known in (("zh", chinese), ("en", english))
        if f"errors.{slug}" not in known
    ]
    return found + [(text, place) for text, place in chinese_used().items() if text not in english]


if __name__ == "__main__":
    main()
