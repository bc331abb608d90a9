"""Reading sign-ins (登录查询): which are open, when the last one was, whether anybody can sign in at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.people.models import Account, SignIn
from review.settings import Settings


def any_account(session: Session) -> bool:
    """Whether an account exists; until one does, the installation waits for its first run (首次启用)."""
    return session.scalar(select(Account.person_id).limit(1)) is not None


def open_sign_ins(session: Session, person_id: int, *, at: datetime, settings: Settings) -> Sequence[SignIn]:
    """The person's sign-ins that have neither ended nor run out, the latest first."""
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.seen_at >= at - timedelta(minutes=settings.session_idle_minutes),
            SignIn.began_at >= at - timedelta(hours=settings.session_hours),
        )
        .order_by(SignIn.began_at.desc(), SignIn.id.desc())
    ).all()


def sign_in_before(session: Session, person_id: int, sign_in_id: int) -> SignIn | None:
    """The person's sign-in before the present one: shown after signing in, so that a stranger's is noticed."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.id < sign_in_id)
        .order_by(SignIn.id.desc())
        .limit(1)
    ).first()
