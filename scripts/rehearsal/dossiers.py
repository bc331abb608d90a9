"""Closed cases with their documents (案卷), some with a planted defect (埋设的问题). Pure: the chance is passed in."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from scripts.rehearsal import texts
from scripts.rehearsal.names import SHOPS, person, place
from scripts.rehearsal.shapes import Dossier, Office

DEFECT_SHARE = 0.35
"""Of the cases, how many carry a planted defect."""


CHARGES = (
    ("盗窃罪", 26),
    ("危险驾驶罪", 24),
    ("掩饰、隐瞒犯罪所得、犯罪所得收益罪", 12),
    ("帮助信息网络犯罪活动罪", 9),
    ("诈骗罪", 9),
    ("故意伤害罪", 9),
    ("交通肇事罪", 6),
    ("寻衅滋事罪", 5),
)
KINDS = (
    ("0301", "一审公诉案件", "普通刑事", 55),
    ("0201", "审查逮捕案件", "普通刑事", 22),
    ("1722", "一审公诉案件（未检）", "未成年人检察", 5),
    ("1629", "社区矫正监督案件", "刑事执行检察", 6),
    ("0702C", "民事审判违法行为监督案件", "民事检察", 4),
    ("0703A", "行政执行活动监督案件", "行政检察", 3),
    ("GY01", "行政公益诉讼案件", "公益诉讼检察", 3),
    ("0901", "刑事申诉审查案件", "控告申诉检察", 2),
)


def weighted(chance: Random, choices: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([c for c, _ in choices], [w for _, w in choices])[0]


def dossier(chance: Random, serial: int, office: Office, finished: date, last: date) -> Dossier:
    """A closed case of `office`, finished about that day; its kind, people and facts by chance."""
    code, name, line, _ = chance.choices(KINDS, [kind[3] for kind in KINDS])[0]
    make: Callable[[Random, Dossier, Office], None] = (
        prosecution if code in ("0301", "1722") else arrest if code == "0201" else supervision
    )
    accepted = finished - timedelta(days=chance.randrange(32, 75))
    made = Dossier(
        {
            "unified_no": f"澄检受[{accepted.year}]{office.code}{serial:06d}号",
            "dept_no": f"{office.city}检{office.department[1]}部受[{accepted.year}]{office.code}{serial:06d}号",
            "type_code": code,
            "type_name": name,
            "business_line": line,
            "count_class": "实体案件",
            "office_code": office.code,
            "office_name": office.name,
            "dept_name": office.department,
            "handler_id": office.handler_no,
            "handler_name": office.handler,
            "handler_rank": "检察官",
            "accept_date": accepted,
            "finish_date": finished,
            "archive_date": archived(chance, finished, last),
            "volumes": chance.randrange(1, 6),
            "e_file": "是",
            "risk_level": chance.choice(["低", "低", "低", "中"]),
        },
        last,
    )
    make(chance, made, office)
    if chance.random() < DEFECT_SHARE:
        plant(chance, made)
    return made


def archived(chance: Random, finished: date, last: date) -> date:
    """Some weeks after the end, and never after the world's last day."""
    return min(finished + timedelta(days=chance.randrange(5, 40)), last)


def prosecution(chance: Random, made: Dossier, office: Office) -> None:
    """A prosecution case: transferred, reviewed, charged, judged."""
    case, juvenile = made.case, made.case["type_code"] == "1722"
    charge, suspect, victim = weighted(chance, CHARGES), person(chance), person(chance)
    accepted = _day(case["accept_date"])
    decided = accepted + timedelta(days=chance.randrange(12, 29))
    tried = decided + timedelta(days=chance.randrange(12, 26))
    finished = max(_day(case["finish_date"]), tried + timedelta(days=6))
    plea, amount = chance.random() < 0.82, chance.randrange(30, 900) * 100
    dropped = chance.random() < 0.13
    decision = chance.choice(["相对不起诉", "存疑不起诉"]) if dropped else "提起公诉"
    birth = date(
        chance.randrange(2008, 2010) if juvenile else chance.randrange(1965, 2004),
        chance.randrange(1, 13),
        11,
    )
    months = chance.randrange(3, 30)
    case.update(
        case_name=f"{suspect}涉嫌{charge.removesuffix('罪')}案",
        transferring_unit=f"{office.city}市公安局",
        transferring_no=f"{office.city}公诉字[{accepted.year}]{chance.randrange(100, 999)}号",
        transfer_opinion="移送起诉",
        cause_transferred=charge,
        cause_decided=charge,
        decision_date=decided,
        finish_date=finished,
        decision=decision,
        amount=amount if charge in texts.WITH_AMOUNT else "",
        plea="是" if plea else "否",
        procedure_kind="速裁程序"
        if plea and months < 12 and decided - accepted < timedelta(days=15)
        else "普通程序",
        archive_date=archived(chance, finished, made.last),
        summary=texts.facts(charge, suspect, victim, place(chance), chance.choice(SHOPS), amount, accepted),
    )
    if not dropped:
        case.update(
            trial_result="有罪判决",
            trial_date=tried,
            sentence=f"有期徒刑{months}个月",
            sentence_advice=f"有期徒刑{months}个月",
        )
    made.parties.append(texts.suspect_row(suspect, birth, charge, plea, chance))
    if charge in texts.WITH_VICTIM:
        made.parties.append({"name": victim, "role": "被害人", "sex": chance.choice("男女")})
    made.measures.append(
        {
            "party_name": suspect,
            "kind": chance.choice(["取保候审", "逮捕"]),
            "decided_date": accepted - timedelta(days=9),
            "start_date": accepted - timedelta(days=9),
        }
    )
    told = accepted + timedelta(days=chance.randrange(0, 3))
    for kind in ("有权委托辩护人告知", "诉讼权利义务告知"):
        made.notices.append(
            {
                "kind": kind,
                "person": suspect,
                "notice_date": told,
                "receipt_in_file": "是",
                "filed_date": told,
            }
        )
    if charge in texts.WITH_VICTIM:
        made.notices.append(
            {
                "kind": "有权委托诉讼代理人告知",
                "person": victim,
                "notice_date": told,
                "receipt_in_file": "是",
                "filed_date": told,
            }
        )
    facts = texts.Facts(
        suspect, birth, victim, charge, str(case["summary"]), amount, months, plea, accepted, decided, tried
    )
    texts.prosecution_documents(made, facts, office, chance, dropped=dropped, juvenile=juvenile)
    flow(made, accepted, decided)


def arrest(chance: Random, made: Dossier, office: Office) -> None:
    """An arrest-review case: seven days, approved or refused."""
    case, charge = made.case, weighted(chance, CHARGES)
    suspect, victim = person(chance), person(chance)
    finished = _day(case["finish_date"])
    accepted = finished - timedelta(days=chance.randrange(4, 8))
    approved = chance.random() < 0.68
    amount = chance.randrange(30, 900) * 100
    birth = date(chance.randrange(1965, 2004), chance.randrange(1, 13), 17)
    case.update(
        case_name=f"{suspect}涉嫌{charge.removesuffix('罪')}案",
        accept_date=accepted,
        transferring_unit=f"{office.city}市公安局",
        transferring_no=f"{office.city}公提捕字[{accepted.year}]{chance.randrange(100, 999)}号",
        transfer_opinion="提请批准逮捕",
        cause_transferred=charge,
        cause_decided=charge,
        decision_date=finished,
        decision="批准逮捕" if approved else chance.choice(["存疑不批准逮捕", "相对不批准逮捕"]),
        amount=amount if charge in texts.WITH_AMOUNT else "",
        summary=texts.facts(charge, suspect, victim, place(chance), chance.choice(SHOPS), amount, accepted),
    )
    made.parties.append(texts.suspect_row(suspect, birth, charge, plea=False, chance=chance))
    made.measures.append(
        {
            "party_name": suspect,
            "kind": "拘留",
            "decided_date": accepted - timedelta(days=6),
            "start_date": accepted - timedelta(days=6),
        }
    )
    made.notices.append(
        {
            "kind": "诉讼权利义务告知",
            "person": suspect,
            "notice_date": accepted + timedelta(days=1),
            "receipt_in_file": "是",
            "filed_date": accepted + timedelta(days=1),
        }
    )
    facts = texts.Facts(
        suspect, birth, victim, charge, str(case["summary"]), amount, 0, False, accepted, finished, finished
    )
    texts.arrest_documents(made, facts, office, approved=approved)
    flow(made, accepted, finished)


def supervision(chance: Random, made: Dossier, office: Office) -> None:
    """A case of supervision, public interest or complaint: examined, concluded."""
    case = made.case
    cause, body, decision = texts.SUPERVISION[str(case["type_code"])]
    applicant = person(chance)
    accepted = _day(case["accept_date"])
    decided = _day(case["finish_date"]) - timedelta(days=chance.randrange(1, 8))
    case.update(
        case_name=f"{applicant}{cause}监督案"
        if case["type_code"] != "GY01"
        else f"{office.city}市{place(chance)}生态环境保护公益诉讼案",
        transferring_unit=body.format(city=office.city),
        cause_transferred=cause,
        cause_decided=cause,
        decision_date=decided,
        decision=decision,
        summary=texts.supervision_facts(
            str(case["type_code"]), applicant, office.city, place(chance), accepted
        ),
    )
    made.parties.append(
        {"name": applicant, "role": "申请监督人" if case["type_code"] != "0901" else "申诉人"}
    )
    texts.supervision_documents(made, applicant, office, accepted, decided)
    flow(made, accepted, decided)


def flow(made: Dossier, accepted: date, decided: date) -> None:
    """Accepted by case management, handled, issued."""
    handler = str(made.case["handler_id"])
    made.workflow += [
        {
            "node": "案管受理",
            "actor": "",
            "role": "案件管理人员",
            "entered_date": accepted,
            "left_date": accepted,
        },
        {
            "node": "承办审查",
            "actor": handler,
            "role": "检察官",
            "entered_date": accepted,
            "left_date": decided,
            "opinion": "拟同意",
            "decision_level": "检察官",
        },
        {
            "node": "签发",
            "actor": handler,
            "role": "检察官",
            "entered_date": decided,
            "left_date": decided,
            "decision_level": "检察官",
        },
    ]


def plant(chance: Random, made: Dossier) -> None:
    """Plant one defect that fits the case, and remember which rule should find it."""
    fitting = [(code, act) for code, act in DEFECTS if act is not None and applies(code, made)]
    code, act = chance.choice(fitting)
    act(made)
    made.planted = code


def applies(code: str, made: Dossier) -> bool:
    case = made.case
    if code == "late_defence_notice":
        return any(row["kind"] == "有权委托辩护人告知" for row in made.notices)
    if code == "overdue_arrest_review":
        return case["type_code"] == "0201"
    if code == "amounts_disagree":
        return bool(case.get("amount")) and case.get("decision") == "提起公诉"
    if code == "amount_blank":
        return bool(case.get("amount"))
    if code == "archived_late":
        return made.last - _day(case["finish_date"]) > timedelta(days=130)
    if code == "wrong_name_in_indictment":
        return case.get("decision") == "提起公诉"
    return True


def late_defence_notice(made: Dossier) -> None:
    row = next(row for row in made.notices if row["kind"] == "有权委托辩护人告知")
    row["notice_date"] = row["filed_date"] = _day(made.case["accept_date"]) + timedelta(days=7)


def overdue_arrest_review(made: Dossier) -> None:
    made.case["accept_date"] = _day(made.case["accept_date"]) - timedelta(days=5)


def missing_receipt(made: Dossier) -> None:
    for row in made.notices:
        row["receipt_in_file"] = "否"


def amounts_disagree(made: Dossier) -> None:
    for row in made.documents:
        if row["type_code"] == "police_opinion":
            row["text"] = str(row["text"]).replace(
                f"{made.case['amount']}元", f"{int(str(made.case['amount'])) + 1800}元"
            )


def amount_blank(made: Dossier) -> None:
    made.case["amount"] = ""


def wrong_name_in_indictment(made: Dossier) -> None:
    name = str(made.parties[0]["name"])
    for row in made.documents:
        if row["type_code"] == "indictment":
            row["text"] = str(row["text"]).replace(name, name[0] + "某", 1)


def no_document_number(made: Dossier) -> None:
    own = [row for row in made.documents if row["direction"] == "对外"]
    (own or made.documents)[-1]["document_no"] = ""


def archived_late(made: Dossier) -> None:
    made.case["archive_date"] = _day(made.case["finish_date"]) + timedelta(days=130)


def not_signed(made: Dossier) -> None:
    made.documents[-1]["seal"] = "否"


def no_summary(made: Dossier) -> None:
    made.case["summary"] = ""


DEFECTS: tuple[tuple[str, Callable[[Dossier], None]], ...] = (
    ("late_defence_notice", late_defence_notice),
    ("overdue_arrest_review", overdue_arrest_review),
    ("missing_receipt", missing_receipt),
    ("amounts_disagree", amounts_disagree),
    ("amount_blank", amount_blank),
    ("wrong_name_in_indictment", wrong_name_in_indictment),
    ("no_document_number", no_document_number),
    ("archived_late", archived_late),
    ("not_signed", not_signed),
    ("no_summary", no_summary),
)


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
