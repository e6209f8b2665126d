"""msgspec learns a type where it first meets it: at import, never in one of several threads."""

from __future__ import annotations

import ast
from pathlib import Path

import evmap

SOURCES = sorted(Path(evmap.__file__).parent.rglob("*.py"))


def test_decoders_of_types_are_made_where_modules_load() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("msgspec.json.decode", "msgspec.msgpack.decode")
        and any(keyword.arg == "type" for keyword in node.keywords)
    ]
    assert found == []
