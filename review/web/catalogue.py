"""The rule catalogue (评查规则库): browse and search it, read one rule with its legal basis."""

from collections import Counter
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from review.cases.fields import CASES, TABLES
from review.catalogue.catalogue import Catalogue
from review.catalogue.loader import versions
from review.catalogue.queries import shipped
from review.catalogue.schema import Automation, Citation, Example, Life, Row, Rule
from review.catalogue.search import Wanted, cited, search
from review.errors import N_
from review.people.roles import ESTATE_OF, Estate, Role
from review.web.access import Gone, allow
from review.web.catalogue_words import Named
from review.web.context import g
from review.web.paging import Page, asked

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")

READERS = tuple(role for role in Role if ESTATE_OF[role] is Estate.BUSINESS)

AUTOMATION_NAMES = {
    Automation.A: N_("可由系统按案卡判断"),
    Automation.B: N_("可由系统按文书提示，由人确认"),
    Automation.C: N_("由人判断"),
}
LIFE_NAMES = {Life.TRIAL: N_("试行"), Life.IN_USE: N_("启用"), Life.RETIRED: N_("停用")}


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis, ready to show."""

    cited: str
    subject: str
    text: str
    """The article; nothing for an internal norm."""
    law: str
    """Full title and version of the law."""
    verified: bool
    since: str
    until: str


@bp.get("")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The rules by category and family, filtered by words, severity, automation and status."""
    catalogue, wanted, life = _newest(), _wanted(), request.args.get("life", "")
    found = _with_life(search(catalogue, wanted), life)
    number, size = asked()
    return render_template(
        "catalogue/index.html",
        catalogue=catalogue,
        wanted=wanted,
        life=life,
        page=Page(found[(number - 1) * size : number * size], len(found), number, size),
        categories=Counter(
            rule.category for rule in _with_life(search(catalogue, replace(wanted, category="")), life)
        ),
        families=Counter(
            family
            for rule in _with_life(search(catalogue, replace(wanted, family="")), life)
            for family in rule.families
        ),
        named=named,
        automations=AUTOMATION_NAMES,
        lives=LIFE_NAMES,
        filtered=wanted != Wanted() or bool(life),
    )


@bp.get("/<code>")
@allow(*READERS)
def show(code: str) -> ResponseReturnValue:
    """One rule: what is asked, on what ground, what counts and what does not."""
    catalogue = _newest()
    rule = catalogue.by_code.get(code)
    if rule is None:
        raise Gone
    codes = [one.code for one in catalogue.rules]
    place = codes.index(code)
    return render_template(
        "catalogue/show.html",
        catalogue=catalogue,
        rule=rule,
        basis=[basis_of(catalogue, citation) for citation in rule.basis],
        deduction=catalogue.deduction(rule),
        evidence=[(name_of(catalogue, "document_kinds", one.kind), one.where) for one in rule.evidence],
        families=[name_of(catalogue, "families", family) for family in rule.families],
        case_types=[name_of(catalogue, "case_types", kind) for kind in rule.case_types],
        examples=[(one, rows_of(one)) for one in rule.examples],
        named=named,
        automations=AUTOMATION_NAMES,
        lives=LIFE_NAMES,
        before=codes[place - 1] if place else None,
        after=codes[place + 1] if place + 1 < len(codes) else None,
    )


def rows_of(example: Example) -> list[tuple[str, Row]]:
    """The case of an example and its rows of the other tables, each with the table's name; the case's is blank."""
    words = {table.name: table.zh if g.language == "zh" else table.en for table in TABLES.values()}
    others = [(words[name], row) for name in TABLES if name != CASES.name for row in getattr(example, name)]
    return [("", example.case), *others]


def named(thing: Named) -> str:
    """A thing's name in the viewer's language."""
    return thing.zh if g.language == "zh" else thing.en


def name_of(catalogue: Catalogue, table: str, code: str) -> str:
    """The name of a code; the code itself where the table has none."""
    entry = catalogue.codes.named(table, code)
    return named(entry) if entry else code


def basis_of(catalogue: Catalogue, citation: Citation) -> Basis:
    """A citation with its article's text and the time in which it holds."""
    law = catalogue.statutes.law(citation.law) if citation.law else None
    article = catalogue.article(citation)
    since = citation.valid_from or (law.valid_from if law else None)
    until = citation.valid_to or (law.valid_to if law else None)
    return Basis(
        cited=cited(citation).removesuffix(citation.subject).strip(),
        subject=citation.subject,
        text=article.text if article else "",
        law=f"{law.title}（{law.version}）" if law else citation.norm or "",
        verified=citation.verified,
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
    )


def _newest() -> Catalogue:
    return shipped(versions()[-1])


def _wanted() -> Wanted:
    automation = request.args.get("automation", "")
    return Wanted(
        words=request.args.get("q", "").strip(),
        category=request.args.get("category", ""),
        family=request.args.get("family", ""),
        severity=request.args.get("severity", ""),
        automation=automation if automation in list(Automation) else "",
    )


def _with_life(rules: tuple[Rule, ...], life: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if life in ("", rule.life))
