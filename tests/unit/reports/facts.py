"""A round's facts with few cases, for counting by hand; builders change one thing at a time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import shipped
from review.reports.facts import CaseFact, FindingFact, RoundFacts, RoundHead
from review.sampling.models import Layer

HEAD = RoundHead(
    id="r",
    name="2025年下半年评查",
    basis="",
    kind="常规抽查",
    mode="异地评查",
    unit_name="江东省院",
    window_from=date(2025, 7, 1),
    window_to=date(2025, 12, 31),
    rate=Decimal("0.3"),
    minimum=2,
    scheme="2026",
    catalogue_version="2026.1",
    catalogue_hash="c" * 64,
    plan_hash="p" * 64,
    frame_hash="f" * 64,
    sample_hash="s" * 64,
    seed="e" * 64,
    published_on=date(2026, 3, 2),
    within="",
)


def catalogue() -> Catalogue:
    return shipped("2026.1")


def finding(rule: str, severity: str = "ordinary", correction: str = "open", **changes: Any) -> FindingFact:
    category = catalogue().by_code[rule].category
    made = FindingFact(f"f-{rule}", 1, rule, category, severity, Decimal(3), correction)
    return replace(made, **changes)


def case(number: int, *findings: FindingFact, **changes: Any) -> CaseFact:
    """A qualified random case of 东湖区院 by 林峰, one of ten of its stratum of forty."""
    made = CaseFact(
        id=f"case-{number}",
        number=f"评{number}",
        key=f"东检〔2025〕{number}号",
        unit="u-east",
        unit_name="东湖区院",
        unit_code="330101",
        handler="林峰",
        handler_name="林峰",
        named=True,
        family="prosecution",
        type_name="一审公诉案件",
        cause="盗窃罪",
        finish_date=date(2025, 11, 3),
        stratum="330101|JD0008",
        layer=Layer.RANDOM,
        stratum_size=40,
        quota=10,
        grade="qualified",
        points=Decimal(97),
        findings=findings,
        merits=0,
    )
    return replace(made, **changes)


def facts(*cases: CaseFact, frame: int = 40, must: int = 0, **head: Any) -> RoundFacts:
    return RoundFacts(replace(HEAD, **head), frame, must, cases)
