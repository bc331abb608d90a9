"""The building's two rules (STYLE §1), executed: rooms look upstream only; libraries stay in their places."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from review import ROOMS
from review.resources import package_dir

PACKAGE = package_dir()
GROUND_FLOOR = frozenset({"db", "errors", "settings", "moments", "resources"})
"""Files that every room may import from."""

ON_TOP = frozenset({"cli", "commands", "worker", "server", "doctor", "logs", "migrations", "tables"})
"""Files and folders that look into any room; no room looks back."""

WEB_LIBRARIES = ("flask", "flask_wtf", "flask_babel", "flask_bootstrap", "wtforms", "jinja2", "werkzeug")
DATABASE_LIBRARIES = ("sqlalchemy",)
WITH_DATABASE = ("models", "queries", "actions")
"""Files of a room that may use the database: these, and those named `queries_…` or `actions_…`."""

GROUND_WITH_DATABASE = frozenset({"db", "moments"})


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def room_of(path: Path) -> str:
    """The folder, or for a file beside the rooms its own name."""
    inside = path.relative_to(PACKAGE).parts
    return inside[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module imported for more than its types, with the line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "review":
                yield from ((f"review.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module, node.lineno


def found(paths: list[Path], wrong: Callable[[Path, str], bool]) -> list[str]:
    return [
        f"{path.relative_to(PACKAGE)}:{line} {name}"
        for path in paths
        for name, line in imports(path)
        if wrong(path, name)
    ]


def downstream(path: Path, name: str) -> bool:
    room = room_of(path)
    if not name.startswith("review.") or room in ON_TOP or room == "__init__":
        return False
    wanted = name.split(".")[1]
    if wanted in GROUND_FLOOR or wanted == "__version__":
        return False
    if room not in ROOMS:  # the ground floor stands on itself alone
        return True
    if wanted in ON_TOP:
        return room != "web" or wanted != "worker"
    return wanted not in ROOMS or ROOMS.index(wanted) > ROOMS.index(room)


def web_outside_web(path: Path, name: str) -> bool:
    return name.split(".")[0] in WEB_LIBRARIES and room_of(path) not in {"web", "server"}


def database_outside_its_files(path: Path, name: str) -> bool:
    room, stem = room_of(path), path.stem
    if name.split(".")[0] not in DATABASE_LIBRARIES or room in ON_TOP:
        return False
    if room not in ROOMS:
        return stem not in GROUND_WITH_DATABASE
    return stem.split("_")[0] not in WITH_DATABASE


def test_the_rooms_stand_in_one_order_and_each_says_what_it_is() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()} - ON_TOP
    assert rooms <= set(ROOMS)
    for room in rooms:
        text = (PACKAGE / room / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), f"{room} says nothing of itself"


def test_a_room_imports_only_itself_rooms_upstream_and_the_ground_floor() -> None:
    assert found(modules(), downstream) == []


def test_pages_are_made_in_the_web_room_only() -> None:
    assert found(modules(), web_outside_web) == []


HANDING_ON = frozenset({"web/context.py", "reports/soundness.py"})
"""They name the session's type to hand it on, and ask the database nothing themselves."""


def test_the_database_is_spoken_to_in_models_queries_and_actions_only() -> None:
    paths = [path for path in modules() if path.relative_to(PACKAGE).as_posix() not in HANDING_ON]
    assert found(paths, database_outside_its_files) == []


@pytest.mark.parametrize("room", ["cases", "sampling"])
def test_the_reviewers_desk_has_no_way_to_the_case_itself(room: str) -> None:
    desks = sorted((PACKAGE / "web").glob("desk*.py"))
    assert desks
    reached = [
        f"{path.name}: {name}"
        for path in desks
        for name, _ in imports(path)
        if name.startswith(f"review.{room}")
    ]
    assert reached == []


def test_imports_stand_at_the_top_of_the_file() -> None:
    inside: list[str] = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside.extend(
                    f"{path.relative_to(PACKAGE)}:{part.lineno}"
                    for part in ast.walk(node)
                    if isinstance(part, ast.Import | ast.ImportFrom)
                )
    assert inside == []
