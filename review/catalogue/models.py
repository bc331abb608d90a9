"""The catalogue as rounds pinned it: content under its hash, for ever readable."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from review.db import Base


class PinnedCatalogue(Base):
    """A catalogue that a round uses (固定的规则目录). Files may change later; this text does not."""

    __tablename__ = "pinned_catalogue"

    hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="SHA-256 of the canonical content"
    )
    version: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(Text, comment="canonical JSON")
    pinned_at: Mapped[datetime]
