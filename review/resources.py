"""Where the files that travel with the code are: `templates/`, `rules/` (资源). Pure but for the path."""

from pathlib import Path


def resource_dir(name: str) -> Path:
    """The folder `name`, inside the installed package or, in a checkout, beside it.

    A wheel carries `templates` as `review/_templates`; an editable install does not.
    """
    inside = package_dir() / f"_{name}"
    return inside if inside.is_dir() else package_dir().parent / name


def package_dir() -> Path:
    """The folder of the code itself."""
    return Path(__file__).resolve().parent
