"""In which rounds a case was drawn (入样轮次)."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from review.cases.models import Case
from review.people.models import Unit
from review.people.queries import units_within
from review.people.roles import Role
from review.people.viewer import Viewer
from review.rounds.models import Round
from review.sampling.models import SampledCase


def rounds_that_drew(session: Session, viewer: Viewer, key: str) -> Sequence[Row[Round, SampledCase, int]]:
    """Rounds within the officer's reach that drew any version of this case, with the version, the latest first."""
    return session.execute(
        select(Round, SampledCase, Case.version)
        .join(SampledCase, SampledCase.round_id == Round.id)
        .join(Case, Case.id == SampledCase.case_id)
        .join(Unit, Unit.id == Round.unit_id)
        .where(Case.key == key, units_within(viewer, Role.OFFICER))
        .order_by(Round.at.desc())
    ).all()
