"""The mappings an officer may pick (可选的映射): those that travel with the code, those used here before."""

from functools import cache

from review.cases.mapping_file import read_mapping
from review.cases.queries_imports import used_mappings
from review.errors import N_, ReviewError
from review.people.queries import units_within
from review.people.roles import Role
from review.resources import resource_dir
from review.web.context import g


class MappingNotChosen(ReviewError):
    """The form says that a known mapping is to be used, but not which."""

    sentence = N_("请选择一份已有的映射。")


class MappingNotWritten(ReviewError):
    """The form says that a mapping is pasted, but there is none."""

    sentence = N_("请粘贴映射文件的内容。")


@cache
def shipped_mappings() -> dict[str, tuple[str, str]]:
    """File name → (name, text) of the mappings that travel with the code."""
    texts = {
        path.stem: path.read_text("utf-8") for path in (resource_dir("rules") / "mappings").glob("*.yaml")
    }
    return {stem: (read_mapping(text).name, text) for stem, text in sorted(texts.items())}


def offered() -> list[tuple[str, str]]:
    """Value and words of every mapping that may be picked."""
    shipped = [(f"shipped:{stem}", name) for stem, (name, _) in shipped_mappings().items()]
    used = used_mappings(g.session, units_within(g.person, Role.OFFICER))
    return [*shipped, *((one.public_id, f"{read_mapping(one.text).name} · {one.file_name}") for one in used)]


def mapping_picked(value: str) -> str:
    """The text of the mapping picked.

    Raises:
        MappingNotChosen: it is none of those offered.
    """
    known = {f"shipped:{stem}": text for stem, (_, text) in shipped_mappings().items()}
    known |= {
        one.public_id: one.text for one in used_mappings(g.session, units_within(g.person, Role.OFFICER))
    }
    if value not in known:
        raise MappingNotChosen
    return known[value]
