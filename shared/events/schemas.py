"""The published shapes as JSON Schema files, and what may change in one without breaking who reads it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from shared.events.envelope import schema_id
from shared.events.registry import Registry

FOLDER = Path(__file__).parents[1] / "contracts" / "schemas"
SAME = ("pattern", "format", "const")
LIMITS = ("maxLength", "minLength", "maximum", "minimum", "maxItems", "minItems")


def json_schema(event_type: str, schema: Schema) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an event's data; nested shapes stand inside it."""
    plugin = MarshmallowPlugin(schema_name_resolver=_inside)
    APISpec("contracts", "1", "3.1.0", plugins=[plugin])
    if plugin.converter is None:
        raise RuntimeError("apispec gave no converter")
    shape = _portable(plugin.converter.schema2jsonschema(schema))  # type: ignore[no-untyped-call]  # apispec has none
    title = type(schema).__doc__ or ""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_id(event_type),
        "description": " ".join(title.split()),
    }
    return head | {key: shape[key] for key in sorted(shape)}


def _inside(_schema: object) -> str:
    return ""


def render(event_type: str, schema: Schema) -> str:
    """Return the file as it is committed."""
    return json.dumps(json_schema(event_type, schema), ensure_ascii=False, indent=2, sort_keys=False) + "\n"


def write(registry: Registry, folder: Path = FOLDER) -> list[str]:
    """Write the files that are missing or differ and return their names; a frozen one that differs fails in tests."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for one in registry:
        file, text = folder / f"{one.full}.json", render(one.full, one.schema)
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
            written.append(file.name)
    return written


def breaks(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield what a reader of `old` could stumble over in `new`; only optional fields may come, nothing may go.

    Within one version: add an optional field, yes; remove or rename, new required, narrower, other type: a new version.
    """
    before, after = old.get("properties", {}), new.get("properties", {})
    yield from (f"{path}{name} is gone" for name in sorted(set(before) - set(after)))
    added = set(new.get("required", [])) - set(old.get("required", []))
    yield from (f"{path}{name} is required now" for name in sorted(added))
    dropped = (set(old.get("required", [])) - set(new.get("required", []))) & set(after)
    yield from (f"{path}{name} may be absent now" for name in sorted(dropped))
    for name in sorted(set(before) & set(after)):
        yield from _field(before[name], after[name], f"{path}{name}")


def _field(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Iterator[str]:
    if old.get("type") != new.get("type"):
        yield f"{path} was {old.get('type')}, is {new.get('type')}"
        return
    yield from (f"{path}: {rule} has changed" for rule in SAME if old.get(rule) != new.get(rule))
    yield from (f"{path}: {rule} is narrower" for rule in LIMITS if _narrower(rule, old.get(rule), new.get(rule)))
    if ("enum" in new and not set(old.get("enum", ())) <= set(new["enum"])) or ("enum" in new and "enum" not in old):
        yield f"{path}: fewer values are allowed"
    if "items" in old:
        yield from _field(old["items"], new.get("items", {}), f"{path}[]")
    if "properties" in old:
        yield from breaks(old, new, f"{path}.")


def _narrower(rule: str, old: int | None, new: int | None) -> bool:
    if new is None or old == new:
        return False
    return old is None or (new < old if rule.startswith("max") else new > old)


def _portable(shape: Any) -> Any:
    """Return the shape with patterns that every JSON Schema program reads: \\A and \\Z are Python's alone."""
    if isinstance(shape, dict):
        return {key: _pattern(value) if key == "pattern" else _portable(value) for key, value in shape.items()}
    return [_portable(value) for value in shape] if isinstance(shape, list) else shape


def _pattern(text: str) -> str:
    return text.replace("\\A", "^").replace("\\Z", "$")
