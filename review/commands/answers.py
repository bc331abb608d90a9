"""How a command answers (应答): one JSON object on standard output, sentences on standard error, exit code."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from review.errors import Kind, ReviewError

DONE, CHECK_FAILED, BAD_INPUT, INFEASIBLE = 0, 1, 2, 3
"""Exit codes."""


def answer(facts: Mapping[str, Any]) -> None:
    """Print the JSON object, in UTF-8 whatever the terminal speaks."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2).encode(errors="backslashreplace"))


def tell(sentence: str) -> None:
    """Print a sentence for the person at the terminal."""
    click.echo(sentence, err=True)


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise click.exceptions.Exit(code)


@contextmanager
def refusals_answered(command: str) -> Iterator[None]:
    """Turn a refusal on the way into sentence, JSON and exit code."""
    try:
        yield
    except ReviewError as refusal:
        infeasible = refusal.kind is Kind.INFEASIBLE
        tell(str(refusal))
        told = {
            "command": command,
            "status": "infeasible" if infeasible else "bad_input",
            "reason": type(refusal).__name__,
            "sentence": str(refusal),
        }
        facts = {"clash": getattr(refusal, "clash", refusal.facts)} if infeasible else refusal.facts
        answer({**facts, **told})
        leave(INFEASIBLE if infeasible else BAD_INPUT)
