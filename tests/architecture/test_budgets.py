"""Small files and small functions: over budget means two ideas in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "foedus"
FILE_LINES, SOURCE_LINES, FUNCTION_LINES, PARAMETERS = 400, 150, 40, 5
COLUMNS_ARE_PARAMETERS = "measure"

files = pytest.mark.parametrize(
    "path", [pytest.param(p, id=p.relative_to(ROOT).as_posix()) for p in sorted(ROOT.glob("src/**/*.py"))]
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@files
def test_a_file_is_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    budget = SOURCE_LINES if path.parent == PACKAGE / "sources" else FILE_LINES
    assert lines <= budget


def test_a_test_file_is_small() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in (ROOT / "tests").rglob("*.py")}
    assert not {path.name: length for path, length in lengths.items() if length > FILE_LINES}


@files
def test_a_function_is_small(path: Path) -> None:
    long = {f.name: _lines(f) for f in _functions(path) if _lines(f) > FUNCTION_LINES}
    assert not long, f"over {FUNCTION_LINES} lines without the docstring"


@files
def test_a_function_takes_few_parameters_before_the_star(path: Path) -> None:
    """The parameters of a measure are the columns of its formula, however many there are."""
    many = {f.name: _parameters(f) for f in _functions(path) if _parameters(f) > PARAMETERS and not _is_formula(f)}
    assert not many, f"more than {PARAMETERS} before the star"


@files
def test_everything_public_is_documented(path: Path) -> None:
    """A private function may speak for itself; a module, a class and a public function may not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [] if ast.get_docstring(tree) else [path.name]
    silent += [node.name for node in _public(tree) if not ast.get_docstring(node) and not _only_types(node)]
    assert not silent


@files
def test_a_docstring_opens_with_one_sentence(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    firsts = [(ast.get_docstring(node) or ".").splitlines()[0] for node in [tree, *_public(tree)]]
    assert not [first for first in firsts if not first.endswith((".", ":", "?"))]


@files
def test_no_error_is_caught_that_is_not_named(path: Path) -> None:
    nameless = {"Exception", "BaseException"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: a bare except"
            caught = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)}
            assert not caught & nameless, f"line {node.lineno}: catches {caught}"


def _only_types(node: ast.AST) -> bool:
    """Whether this is a signature for the type checker; the function itself, which follows, is documented."""
    return any(isinstance(one, ast.Name) and one.id == "overload" for one in getattr(node, "decorator_list", ()))


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def _lines(function: Function) -> int:
    body = function.body
    written = ast.get_docstring(function) is not None
    docstring = (body[0].end_lineno or 0) - body[0].lineno + 1 if written else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def _parameters(function: Function) -> int:
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in names if name not in {"self", "cls"}])


def _is_formula(function: Function) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(f, ast.Name) and f.id == COLUMNS_ARE_PARAMETERS for f in calls)


def _public(tree: ast.Module) -> Iterator[Function | ast.ClassDef]:
    """Classes and functions without an underscore, and the methods of those classes; not functions within functions."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, Function) and not inner.name.startswith("_"):
                    yield inner
