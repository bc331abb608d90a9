"""The form all others are made from (表单)."""

from flask_wtf import FlaskForm

from review.errors import ReviewError
from review.web.errors import sentence_of


class PageForm(FlaskForm):
    """A form of a page, with its CSRF token, that can show a room's refusal beside a field."""

    def refuse(self, field: str, refusal: ReviewError) -> None:
        """Show the refusal's sentence beside `field`, as if the field had been filled in wrongly."""
        self[field].errors = [*self[field].errors, sentence_of(refusal)]
