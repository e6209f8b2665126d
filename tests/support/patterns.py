"""All regular expressions of the code, and how long each takes on texts made to slow it down."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, permutations, product
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.support.site import ROOT

#: Functions of `re` whose first argument is a pattern.
FUNCTIONS = {
    "compile",
    "search",
    "match",
    "fullmatch",
    "split",
    "findall",
    "finditer",
    "sub",
    "subn",
}
#: CPU seconds that no text of `LONGEST` characters may take; a linear pattern takes a hundredth.
SECONDS = 0.05
LONGEST = 60_000
#: How often a text repeats its middle: few times for what grows as 2 to the power of the length,
#: often for what grows with its square.
REPEATS = (22, 150, 600, 2_500, 8_000)
#: The most texts that are tried on one pattern.
MOST_TEXTS = 200
#: The methods of a pattern that look for it everywhere in a text.
EVERYWHERE = {"search", "sub", "subn", "findall", "finditer", "split", "scanner"}


@dataclass(frozen=True)
class Found:
    """A pattern and its place: module and name, or module and function of `re`."""

    place: str
    #: None where it is only made at run time.
    pattern: re.Pattern[Any] | None
    #: Whether it is looked for everywhere in a text, or only held against its beginning.
    everywhere: bool = True


def patterns() -> list[Found]:
    """Return all patterns of the package."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "evmap").rglob("*.py"))
    }
    uses = _uses(trees.values())
    return [found for path, tree in trees.items() for found in _of_module(path, tree, uses)]


def _uses(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """The methods that are taken of each name: of patterns among others."""
    uses: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                uses.setdefault(node.value.id, set()).add(node.attr)
    return uses


def _of_module(path: Path, tree: ast.Module, uses: dict[str, set[str]]) -> Iterator[Found]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_call(node)]
    if not calls:
        return
    names = {
        node.value: node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    for call in calls:
        function = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        methods = {function} if function != "compile" else uses.get(names.get(call, ""), set())
        # A pattern whose use is not seen may be used in any way.
        everywhere = bool(methods & EVERYWHERE) or not methods & {"match", "fullmatch"}
        place = f"{name}.{names.get(call, function)}"
        yield Found(place, _pattern(call, function, module), everywhere)


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in FUNCTIONS
        and bool(node.args)
    )


def _pattern(call: ast.Call, function: str, module: ModuleType) -> re.Pattern[Any] | None:
    """The pattern of a call, if names of the module are all that it needs."""
    flags = [one.value for one in call.keywords if one.arg == "flags"]
    if function == "compile":
        flags += call.args[1:2]
    try:
        values = [_value(node, module) for node in (call.args[0], *flags)]
    except NameError:
        return None
    return values[0] if isinstance(values[0], re.Pattern) else re.compile(*values)


def _value(node: ast.expr, module: ModuleType) -> Any:
    expression = ast.fix_missing_locations(ast.Expression(node))
    return eval(compile(expression, module.__name__, "eval"), vars(module))  # noqa: S307 - our own code


# --- Texts that slow a pattern down ---


def slow_text(pattern: re.Pattern[Any], *, everywhere: bool) -> str | None:
    """Return a description of a text on which the pattern takes too long, or None.

    Texts repeat one or two of the signs that the pattern speaks of, after what it begins with and
    before what it can't end with.
    """
    for prefix, pump, suffix in islice(_attacks(pattern), MOST_TEXTS):
        for repeat in REPEATS:
            text = prefix + (pump * repeat)[:LONGEST] + suffix
            # Twice: another process may have been in the way.
            if all(_seconds(pattern, text, everywhere=everywhere) > SECONDS for _ in range(2)):
                return f"{prefix!r} + {pump!r} * {repeat} + {suffix!r}"
    return None


def _seconds(pattern: re.Pattern[Any], text: str, *, everywhere: bool) -> float:
    subject: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    begin = time.thread_time()
    if everywhere:
        # All matches, as `sub` and `finditer` look for them.
        deque(pattern.finditer(subject), maxlen=0)
    else:
        pattern.fullmatch(subject)
        pattern.match(subject)
    return time.thread_time() - begin


def _attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Texts in three parts, the second to be repeated."""
    signs = list(dict.fromkeys(_signs(pattern)))[:14]
    words = [word for word in _words(pattern) if len(word) > 1][:6]
    beginnings = ["", *words[:2], *signs[:2]]
    yield from product(beginnings, [*signs, *words], ["\x01!"])
    pairs = ("".join(pair) for pair in permutations(signs, 2))
    yield from product(["", *words[:1]], pairs, ["\x01!"])


def _signs(pattern: re.Pattern[Any]) -> Iterator[str]:
    """A sign of each kind that the pattern names, and some that it may name by a class."""
    for op, value in _walk(_tree(pattern)):
        name = str(op)
        if name in ("LITERAL", "NOT_LITERAL"):
            yield chr(value)
        elif name == "RANGE":
            yield chr(value[0])
        elif name == "CATEGORY":
            category = str(value)
            if "NOT" not in category:
                yield {"DIGIT": "1", "SPACE": " ", "WORD": "a"}[category.rsplit("_", 1)[1]]
    yield from 'a1 ,"x\n'


def _words(pattern: re.Pattern[Any]) -> Iterator[str]:
    """The literal words of a pattern."""
    run = ""
    for op, value in _walk(_tree(pattern)):
        if str(op) == "LITERAL":
            run += chr(value)
        elif run:
            yield run
            run = ""
    if run:
        yield run


def _tree(pattern: re.Pattern[Any]) -> Any:
    # The only parser of Python's patterns is the one that compiles them.
    return importlib.import_module("re._parser").parse(pattern.pattern, pattern.flags)


def _walk(tree: Any) -> Iterator[tuple[Any, Any]]:
    """All (operation, argument) of a parsed pattern, in its order."""
    parts = list(tree) if not isinstance(tree, tuple) or len(tree) != 2 else [tree]
    for part in parts:
        if isinstance(part, tuple) and len(part) == 2 and hasattr(part[0], "name"):
            yield part
            yield from _walk_argument(part[1])


def _walk_argument(argument: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(argument, tuple | list):
        for inner in argument:
            if isinstance(inner, tuple) and len(inner) == 2 and hasattr(inner[0], "name"):
                yield inner
                yield from _walk_argument(inner[1])
            else:
                yield from _walk_argument(inner)
    elif hasattr(argument, "getwidth"):
        yield from _walk(argument.data)
