"""Every table of every room (表): imported here so that migrations and tests see them all."""

from review.assignment import models as assignment
from review.cases import models as cases
from review.catalogue import models as catalogue
from review.db import Base
from review.feedback import models as feedback
from review.grading import models as grading
from review.jobs import models as jobs
from review.journal import models as journal
from review.people import models as people
from review.rectification import models as rectification
from review.rounds import models as rounds
from review.sampling import models as sampling
from review.scoring import models as scoring

ROOMS_WITH_TABLES = (
    journal,
    people,
    jobs,
    cases,
    catalogue,
    rounds,
    sampling,
    assignment,
    scoring,
    grading,
    feedback,
    rectification,
)

TABLES = Base.metadata.tables
"""All tables by name."""
