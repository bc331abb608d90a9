"""The form all others are made from (表单)."""

from typing import Any, cast

from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice

from review.errors import ReviewError
from review.web.errors import sentence_of


def choice(value: str, words: str | LazyString) -> SelectChoice:
    """One choice of a list; its words are translated when the page is shown."""
    return SelectChoice(value, cast(str, words))


class PageForm(FlaskForm):
    """A form of a page, with its CSRF token, that can show a room's refusal beside a field."""

    def __init__(self, *given: Any, **named: Any) -> None:  # typed, so that pages are checked through it
        super().__init__(*given, **named)  # type: ignore[no-untyped-call]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything is filled in as it should be; what is not stands in `errors`."""
        return bool(super().validate(extra_validators))  # type: ignore[no-untyped-call]

    def refuse(self, field: str, refusal: ReviewError) -> None:
        """Show the refusal's sentence beside `field`, as if the field had been filled in wrongly."""
        self[field].errors = [*self[field].errors, sentence_of(refusal)]
