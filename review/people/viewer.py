"""The person who looks (当前用户): plain values for pages, permissions and the journal. Pure."""

from dataclasses import dataclass

from review.people.roles import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """One role over the subtree at `path`."""

    role: Role
    unit_id: int
    path: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is signed in, with their grants, taken once per request."""

    id: int
    public_id: str
    name: str
    staff_no: str
    unit_id: int
    unit_name: str
    unit_path: str
    region_id: int
    department_id: int | None
    journal_alias: str
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def acting_as(self) -> str:
        return ",".join(sorted(self.roles))

    def holds(self, *roles: Role) -> bool:
        """Whether one of `roles` was granted, over any subtree."""
        return not self.roles.isdisjoint(roles)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """The tops of the subtrees over which one of `roles` is held; none covers another's inside."""
        tops = sorted({grant.path for grant in self.grants if grant.role in roles})
        return tuple(p for p in tops if not any(p != other and p.startswith(other) for other in tops))

    def covers(self, path: str, *roles: Role) -> bool:
        """Whether the unit at `path` lies in a subtree over which one of `roles` is held."""
        return any(path.startswith(top) for top in self.paths(*roles))
