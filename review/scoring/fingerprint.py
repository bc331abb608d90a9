"""The fingerprint of a handed-in review (校验值). Pure."""

import hashlib
import json
from typing import Any

from review.scoring.answering import Anchor
from review.scoring.sheet import Sheet


def fingerprint(sheet: Sheet) -> str:
    """SHA-256 over the canonical JSON of all that was said; the same content gives the same hash."""
    content: dict[str, Any] = {
        "catalogue": sheet.catalogue.hash,
        "answers": [
            [
                rule.code,
                rule.revision,
                said.result,
                said.severity,
                f"{said.deduction or 0:.2f}",
                said.reason,
                *_where(said.anchor),
            ]
            for rule in sheet.rules
            if (said := sheet.answers.get(rule.code)) and said.result is not None
        ],
        "highlights": sorted(
            [one.kind, f"{one.bonus:.2f}", one.text, *_where(one.anchor)] for one in sheet.highlights
        ),
        "opinion": sheet.summary.opinion,
        "grade": sheet.summary.grade,
        "grade_reason": sheet.summary.grade_reason,
        "criteria": sorted(sheet.summary.criteria),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _where(anchor: Anchor) -> tuple[str, int, str]:
    return anchor.document, anchor.page or 0, anchor.quote
