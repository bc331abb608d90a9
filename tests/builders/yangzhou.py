"""A city's round of the size that was told of Yangzhou (扬州规模的一轮): 172 prosecutors, 1,367 cases, 7 优质, 1 瑕疵.

Those four figures were published; everything else is made up and follows from counting, without chance: 维扬市 with its
city office and nine counties, 4,540 closed cases of which 7 must be reviewed, reviewers from the three other cities.
Rows are written in bulk; the draw is the real one.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from review.assignment.models import Assignment
from review.cases.models import Case, Document
from review.catalogue.actions import pin
from review.catalogue.catalogue import Catalogue
from review.catalogue.queries import shipped
from review.db import Base, create_database_engine, session_factory
from review.feedback.actions import RoundPublished
from review.feedback.models import Hearing, HearingEnd, Publication, Reply, Stance
from review.grading.models import Approval, ApprovalLevel, Conclusion, Finding, Merit, Stage
from review.journal.actions import note
from review.people.models import Level, Person, Region
from review.rectification.models import Correction, CorrectionState
from review.rounds.models import Round, RoundReviewer
from review.rounds.plan import document, seal
from review.rounds.queries import draft_of
from review.rounds.steps import Step
from review.sampling.actions import catalogued
from review.sampling.draw import Draw, Plan, draw
from review.sampling.models import FrameLine, Layer, SampledCase
from review.sampling.protocol import ALGORITHM, protocol_of
from review.sampling.strata import FrameCase, frame_hash
from review.scoring.models import Review
from review.scoring.points import reckon
from tests.town import NOON, Town

ROUND = "yangzhou-2025-second-h"
"""The round's public id."""
PROSECUTORS = 172
RANDOM_CASES = 4_533
"""30 % of them, rounded up, are 1,360 cases; with the must-review ones 1,367."""
MUST_CASES = 7
EXCELLENT = 7
COUNTIES = ("临江", "望湖", "北桥", "古渡", "平山", "桑园", "石塔", "槐泗", "大仪")
FAMILIES = (
    ("prosecution", "0301", "一审公诉案件"),
    ("prosecution", "0301", "一审公诉案件"),
    ("arrest", "0201", "审查逮捕案件"),
    ("civil", "0601C", "民事裁判监督案件"),
)
CAUSES = ("盗窃罪", "诈骗罪", "危险驾驶罪", "故意伤害罪", "帮助信息网络犯罪活动罪")
SLIPS = (
    *("ZJ-004", "ZJ-005", "ZJ-006", "ZJ-008", "SS-003", "SS-006", "FL-003", "FL-004"),
    *("CX-004", "CX-011", "CX-018", "CX-019", "CX-020", "WS-001", "WS-002", "SL-001", "XT-001"),
)
"""Rules of minor and ordinary severity."""
PUBLISHED_ON = date(2026, 3, 2)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


@dataclass
class City:
    """What the builder knows of the city while it writes the rows."""

    town: Town
    handlers: list[Person] = field(default_factory=list)
    reviewers: list[Person] = field(default_factory=list)
    case_ids: dict[str, int] = field(default_factory=dict)
    handler_of: dict[str, Person] = field(default_factory=dict)


def build_yangzhou(town: Town, *, step: Step = Step.PUBLISHED) -> Round:
    """The whole round in the cast's database; committed."""
    city = City(town)
    _found_city(city)
    _people(city)
    frame = _cases(city)
    round_ = _round(city, frame, step)
    sampled = _sample(city, round_, frame)
    _review(city, round_, sampled, graded=step is not Step.OPENED)
    if round_.step is not Step.OPENED:
        _publish(city, round_)
    town.session.commit()
    return round_


def city_database(plain: Path, file: Path, *, step: Step = Step.PUBLISHED) -> Path:
    """A copy of the cast's database with the whole round in it: built once, copied for every test of a module."""
    shutil.copy(plain, file)
    engine = create_database_engine(f"sqlite:///{file}")
    with session_factory(engine, secret=b"0" * 32)() as session:
        town = Town(session)
        town.read_back()
        build_yangzhou(town, step=step)
        session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


def city_round(town: Town) -> Round:
    """The round in such a database."""
    return town.session.scalars(select(Round).where(Round.public_id == ROUND)).one()


def catalogue() -> Catalogue:
    """The catalogue of the round."""
    return shipped("2026.1")


def _write(city: City, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        city.town.session.execute(insert(table), rows)


def _found_city(city: City) -> None:
    town = city.town
    town.regions["维扬"] = Region(code="3304", name="维扬市")
    town.session.add(town.regions["维扬"])
    town.unit("维扬市院", "3304", Level.CITY, "维扬", "江东省院")
    for n, name in enumerate(COUNTIES, start=1):
        town.unit(f"{name}区院", f"3304{n:02d}", Level.COUNTY, "维扬", "维扬市院")


def _people(city: City) -> None:
    """172 prosecutors over ten offices, and 60 reviewers of the other cities."""
    own = ["维扬市院", *(f"{name}区院" for name in COUNTIES)]
    others = ["东湖市院", "西山市院", "南浦市院"]
    rows = [_person(city, f"WY{n:04d}", own[n % len(own)], n) for n in range(PROSECUTORS)]
    rows += [_person(city, f"PC{n:04d}", others[n % len(others)], n, "欧阳") for n in range(60)]
    _write(city, Person, rows)
    people = city.town.session.scalars(select(Person).order_by(Person.staff_no)).all()
    city.handlers = [person for person in people if person.staff_no.startswith("WY")]
    city.reviewers = [person for person in people if person.staff_no.startswith("PC")]


def _person(city: City, staff_no: str, unit: str, n: int, surname: str = "") -> dict[str, Any]:
    return {
        "staff_no": staff_no,
        "name": f"{surname or SURNAMES[n % 20]}{'建国文静晓明海燕志强春华'[n // 20]}{n:03d}",
        "unit_id": city.town.units[unit].id,
        "journal_alias": f"a-{staff_no}",
        "public_id": f"person-{staff_no}",
    }


def _cases(city: City) -> list[FrameCase]:
    """The closed cases, a hundred days long, some prosecutors with more than others."""
    brought = city.town.case_import().id
    rows = [_case(city, n, brought) for n in range(RANDOM_CASES + MUST_CASES)]
    _write(city, Case, rows)
    known = city.town.session.execute(select(Case.key, Case.id).where(Case.key.startswith("维扬检")))
    city.case_ids = {row.key: row.id for row in known}
    codes = {unit.id: unit.code for unit in city.town.units.values()}
    return [
        FrameCase(
            row["key"],
            f"{codes[row['unit_id']]}|{row['handler_no']}",
            row["record_hash"],
            must=n >= RANDOM_CASES,
        )
        for n, row in enumerate(rows)
    ]


def _case(city: City, n: int, brought: int) -> dict[str, Any]:
    handler = city.handlers[n * (n % 3 + 1) % PROSECUTORS if n >= PROSECUTORS else n]
    family, code, kind = FAMILIES[n % len(FAMILIES)]
    key = f"维扬检案〔2025〕{n:05d}号"
    city.handler_of[key] = handler
    finished = date(2025, 7, 1) + timedelta(days=n * 7 % 184)
    return {
        "key": key,
        "public_id": f"case-{n:05d}",
        "import_id": brought,
        "record_hash": sha256(key.encode()).hexdigest(),
        "name": f"{CAUSES[n % 5].removesuffix('罪')}案{n:05d}",
        "family": family,
        "type_code": code,
        "type_name": kind,
        "unit_id": handler.unit_id,
        "handler_id": handler.id,
        "handler_no": handler.staff_no,
        "handler_name": handler.name,
        "cause_decided": CAUSES[n % 5],
        "accept_date": finished - timedelta(days=30),
        "decision_date": finished,
        "finish_date": finished,
        "decision": "起诉" if family == "prosecution" else "办结",
    }


def _round(city: City, frame: list[FrameCase], step: Step) -> Round:
    session = city.town.session
    pinned = pin(session, catalogue(), at=NOON)
    round_ = Round(
        public_id=ROUND,
        name="维扬市2025年下半年案件质量评查",
        unit_id=city.town.units["江东省院"].id,
        step=step,
        window_from=date(2025, 7, 1),
        window_to=date(2025, 12, 31),
        rate=Decimal("0.3"),
        must_kinds=["supervised"],
        grade_scheme="2018",
        catalogue_version=pinned.version,
        catalogue_hash=pinned.hash,
        plan="",
        plan_hash="",
        frame_hash=frame_hash(frame),
        frame_size=len(frame),
        seed=sha256("维扬".encode()).hexdigest(),
        by_id=city.town.people["何主任"].id,
        at=NOON,
    )
    session.add(round_)
    session.flush()
    pool = [{"round_id": round_.id, "person_id": one.id, "capacity": 30} for one in city.reviewers]
    _write(city, RoundReviewer, pool)
    sealed = seal(document(draft_of(session, round_), catalogued(catalogue()), ALGORITHM))
    round_.plan, round_.plan_hash = sealed.text, sealed.hash
    return round_


def _sample(city: City, round_: Round, frame: list[FrameCase]) -> list[SampledCase]:
    """The real draw: 30 %, at least two of each prosecutor."""
    made: Draw = draw(
        frame, Plan(seed=round_.seed or "", rate=round_.rate, minimum=2, columns=("unit", "handler"))
    )
    round_.protocol = protocol_of(made)
    lines = [
        {
            "round_id": round_.id,
            "case_id": city.case_ids[case.key],
            "key": case.key,
            "stratum": case.stratum,
            "must": case.must,
            "must_kind": "supervised" if case.must else "",
            "record_hash": case.record_hash,
        }
        for case in frame
    ]
    _write(city, FrameLine, lines)
    drawn = [
        {
            "round_id": round_.id,
            "case_id": city.case_ids[line.key],
            "public_id": f"sample-{n:05d}",
            "stratum": line.stratum,
            "layer": Layer(line.layer.value),
            "ticket": line.ticket,
            "rank": line.rank,
            "quota": line.quota,
            "stratum_size": line.stratum_size,
        }
        for n, line in enumerate(sorted(made.lines, key=lambda line: line.key))
    ]
    _write(city, SampledCase, drawn)
    return list(
        city.town.session.scalars(
            select(SampledCase).where(SampledCase.round_id == round_.id).order_by(SampledCase.public_id)
        )
    )


@dataclass(frozen=True)
class Concluded:
    """What was made up about the n-th sampled case."""

    grade: str
    rules: tuple[str, ...]
    highlights: tuple[str, ...]


def concluded(n: int) -> Concluded:
    """Cases 5, 205, 405 … are excellent, case 703 is flawed; every eleventh other one has a slip or two."""
    if n % 200 == 5:
        return Concluded("excellent", (), ("reasoning", "dispute_resolved")[: 1 + n % 2])
    if n == 703:
        return Concluded("flawed", ("ZJ-002", "FL-003", "CX-003", "WS-001"), ())
    if n % 11 == 3:
        rules = {SLIPS[n * n % 37 % len(SLIPS)], SLIPS[n % 3]}
        return Concluded("qualified", tuple(sorted(rules)), ())
    return Concluded("qualified", (), ())


@dataclass(frozen=True)
class _Found:
    rule_code: str
    category: str
    severity: str
    deduction: Decimal


@dataclass(frozen=True)
class _Praised:
    kind: str
    bonus: Decimal


def _review(city: City, round_: Round, sampled: list[SampledCase], *, graded: bool) -> None:
    """Assignments, reviews and conclusions; `graded` False leaves every second case ungraded."""
    session = city.town.session
    keys = {case_id: key for key, case_id in city.case_ids.items()}
    assignments: list[dict[str, Any]] = []
    reviews: list[dict[str, Any]] = []
    conclusions: list[dict[str, Any]] = []
    for n, case in enumerate(sampled):
        made = concluded(n)
        points, computed = _points(round_, made)
        done = graded or n % 2 == 0
        assignments.append(
            {
                "id": 10_000 + n,
                "round_id": round_.id,
                "sampled_case_id": case.id,
                "reviewer_id": city.reviewers[n % len(city.reviewers)].id,
                "slot": 1,
                "alias": f"P-{n:05d}",
                "public_id": f"assignment-{n:05d}",
                "due_on": date(2026, 2, 20),
                "assigned_at": NOON - timedelta(days=30),
            }
        )
        if done:
            reviews.append(
                {
                    "assignment_id": 10_000 + n,
                    "catalogue_hash": round_.catalogue_hash,
                    "opinion": "事实清楚，程序合法，处理适当。",
                    "grade": made.grade,
                    "grade_reason": "" if made.grade == computed else "未见可供借鉴的突出亮点。",
                    "began_at": NOON - timedelta(days=20),
                    "handed_in_at": NOON - timedelta(days=19),
                    "points": points,
                    "computed_grade": computed,
                    "explanation": {},
                }
            )
        conclusions.append(
            {
                "id": 10_000 + n,
                "round_id": round_.id,
                "sampled_case_id": case.id,
                "public_id": f"conclusion-{n:05d}",
                "number": f"评2026-{n:05d}",
                "stage": (Stage.PUBLISHED if graded else Stage.APPROVED) if done else Stage.REVIEWING,
                "points": points if done else None,
                "proposed_grade": made.grade if done else None,
                "final_grade": made.grade if done else None,
                "opinion": "事实清楚，程序合法，处理适当。" if done else "",
                "graded_at": NOON if done else None,
                "published_on": PUBLISHED_ON if graded else None,
            }
        )
    _write(city, Assignment, assignments)
    _write(city, Review, reviews)
    _write(city, Conclusion, conclusions)
    _approve(city, conclusions)
    done_cases = [(n, case) for n, case in enumerate(sampled) if graded or n % 2 == 0]
    _find(city, done_cases, keys)
    session.flush()


def _points(round_: Round, made: Concluded) -> tuple[Decimal, str]:
    found = [_found(code) for code in made.rules]
    bonus = {one.id: one.bonus for one in catalogue().scoring.highlights}
    praised = [_Praised(kind, bonus[kind]) for kind in made.highlights]
    reckoned = reckon(catalogue(), round_.grade_scheme, found, praised)
    return reckoned.points, reckoned.grade


def _found(code: str) -> _Found:
    rule = catalogue().by_code[code]
    return _Found(code, rule.category, rule.severity, catalogue().deduction(rule))


def _approve(city: City, conclusions: list[dict[str, Any]]) -> None:
    chief, deputy = city.town.people["方正"].id, city.town.people["郑国"].id
    rows = [
        {
            "conclusion_id": row["id"],
            "level": ApprovalLevel.DEPUTY if row["final_grade"] == "qualified" else ApprovalLevel.CHIEF,
            "agreed": True,
            "grade": row["final_grade"],
            "by_id": deputy if row["final_grade"] == "qualified" else chief,
            "at": NOON,
        }
        for row in conclusions
        if row["final_grade"]
    ]
    _write(city, Approval, rows)


def _find(city: City, sampled: list[tuple[int, SampledCase]], keys: dict[int, str]) -> None:
    """Findings with hearings and replies, merits, and the documents they point to."""
    findings: list[dict[str, Any]] = []
    hearings: list[dict[str, Any]] = []
    replies: list[dict[str, Any]] = []
    merits: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    for n, case in sampled:
        made = concluded(n)
        if made.rules:
            hearings.append(_hearing(n, city.handler_of[keys[case.case_id]]))
        for position, code in enumerate(made.rules, start=1):
            findings.append(_finding(n, position, code, 20_000 + len(findings)))
            replies.append(_reply(n, findings[-1]["id"], len(findings)))
        for kind in made.highlights:
            merits.append(_merit(n, kind))
        if made.grade != "qualified":
            documents.extend(_documents(n, case.case_id))
    _write(city, Document, documents)
    _write(city, Finding, findings)
    _write(city, Hearing, hearings)
    _write(city, Reply, replies)
    _write(city, Merit, merits)


def _finding(n: int, position: int, code: str, number: int) -> dict[str, Any]:
    found = _found(code)
    return {
        "id": number,
        "public_id": f"finding-{number}",
        "conclusion_id": 10_000 + n,
        "position": position,
        "rule_code": code,
        "rule_revision": catalogue().by_code[code].revision,
        "category": found.category,
        "severity": found.severity,
        "deduction": found.deduction,
        "reason": f"{catalogue().by_code[code].counts[0]}。",
        "anchor_document": "D01",
        "anchor_page": 3,
        "anchor_quote": "经依法审查查明",
    }


def _hearing(n: int, handler: Person) -> dict[str, Any]:
    return {
        "id": 10_000 + n,
        "public_id": f"hearing-{n:05d}",
        "conclusion_id": 10_000 + n,
        "handler_id": handler.id,
        "sent_on": date(2026, 2, 2),
        "due_on": date(2026, 2, 9),
        "closed_at": NOON,
        "end": HearingEnd.REPLIED,
    }


def _reply(n: int, finding: int, count: int) -> dict[str, Any]:
    objects = count % 10 == 4
    moment: datetime = NOON - timedelta(days=5)
    return {
        "hearing_id": 10_000 + n,
        "finding_id": finding,
        "stance": Stance.OBJECT if objects else Stance.ACCEPT,
        "reason": "材料已经在卷。" if objects else "",
        "saved_at": moment,
        "sent_at": moment,
        "upheld": False if objects else None,
        "answer": "经复核，该材料未入卷，问题成立。" if objects else "",
    }


def _merit(n: int, kind: str) -> dict[str, Any]:
    known = {one.id: one for one in catalogue().scoring.highlights}
    return {
        "conclusion_id": 10_000 + n,
        "kind": kind,
        "bonus": known[kind].bonus,
        "text": "围绕争议焦点逐项说理，类案可以参照。",
        "anchor_document": "D02",
        "anchor_page": 5,
        "anchor_quote": "综合全案证据，本院认为",
    }


def _documents(n: int, case_id: int) -> Iterator[dict[str, Any]]:
    for place, (kind, title) in enumerate((("indictment", "起诉书"), ("review_report", "审查报告"))):
        yield {"public_id": f"document-{n}-{place}", "case_id": case_id, "kind": kind, "title": title}


def _publish(city: City, round_: Round) -> None:
    """The publication, and a correction for every finding: most struck off, some handed in, some open."""
    session = city.town.session
    rows = session.execute(
        select(Finding.id, Finding.rule_code, Case.unit_id, Case.handler_id)
        .join(Conclusion, Conclusion.id == Finding.conclusion_id)
        .join(SampledCase, SampledCase.id == Conclusion.sampled_case_id)
        .join(Case, Case.id == SampledCase.case_id)
        .where(Conclusion.round_id == round_.id)
        .order_by(Finding.id)
    ).all()
    states = (
        *(CorrectionState.STRUCK,) * 7,
        CorrectionState.SUBMITTED,
        CorrectionState.OPEN,
        CorrectionState.OPEN,
    )
    corrections = [
        {
            "public_id": f"correction-{n:05d}",
            "round_id": round_.id,
            "finding_id": row.id,
            "number": f"整2026-{n:05d}",
            "owner_id": row.handler_id,
            "unit_id": row.unit_id,
            "task": catalogue().by_code[row.rule_code].repair.step,
            "due_on": date(2026, 3, 16),
            "state": states[n % 10],
        }
        for n, row in enumerate(rows)
    ]
    _write(city, Correction, corrections)
    officer = city.town.viewer("何主任")
    published = len(session.scalars(select(Conclusion.id).where(Conclusion.round_id == round_.id)).all())
    session.add(Publication(round_id=round_.id, cases=published, by_id=officer.id, at=NOON))
    note(session, RoundPublished(round_.public_id, published), by=officer, at=NOON)
