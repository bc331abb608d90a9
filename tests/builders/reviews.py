"""A reviewer's desk for tests (评查工作台): the round of `builders.conclusions`, and a dossier full of planted marks.

周岚 of 西山 reviews 东湖A, a case of 东湖区院 handled by 林峰. `PLANTED` lists what must reach no page of hers.
"""

from datetime import date
from typing import Any

from review.cases.models import Case, CaseEvent, Document, Measure, Notice, Party, WorkflowNode
from review.scoring.answering import Anchor, Said
from review.scoring.models import Result
from review.scoring.queries import Task, task_of
from tests.builders.conclusions import Assembly, opened_round
from tests.town import Town

KEY = "东湖A"
REVIEWER = "周岚"

IDENTITY = "33010619900101123X"
"""A made-up citizen's number whose check digit fits."""

PLANTED = (
    "东湖",
    "江东",
    "林峰",
    "林　峰",
    "于洋",
    "郭襄",
    "张无忌",
    "赵　敏",
    "韦一笑",
    "小昭",
    "东检",
    "JD0008",
    "统东湖A",
    "东公诉字",
    IDENTITY,
    "330106 19900101 123X",
    "３３０１０６１９９００１０１１２３X",
    "13800138000",
    "浙A·12345",
    "6222020200112233445",
    "光明顶路9号",
    "第一检察部",
    "P110",
)
"""Marks in every hidden field and inside the texts, in the spellings in which they stand there."""

INDICTMENT = """东湖区人民检察院
起　诉　书
东检刑诉〔2025〕110号
被告人张无忌，男，公民身份号码33010619900101123X，住江东省东湖市东湖区光明顶路9号，电话13800138000。
本案由东湖市公安局侦查终结，以被告人张无忌涉嫌盗窃罪，于2025年9月1日向本院移送审查起诉（东公诉字〔2025〕88号）。
经依法审查查明：2025年6月3日，被告人张无忌驾驶浙A·12345号轿车，伙同 赵　敏 盗窃财物，得款存入6222020200112233445账户。
另案处理的赵敏（身份证３３０１０６１９９００１０１１２３X、330106 19900101 123X）已退赔。
本院认为，被告人张无忌的行为触犯了《中华人民共和国刑法》第二百六十四条。
\f此致
东湖区人民法院
检察官：林　峰
检察官助理　于洋
书记员  郭襄
2025年9月25日
（2025）浙0106刑初311号案卷共2册"""


def planted(town: Town, **changes: Any) -> Assembly:
    """The opened round, with the planted dossier on 东湖A; committed."""
    assembly = opened_round(town, **changes)
    case = assembly.sampled[KEY].case
    case.name = "张无忌盗窃案"
    case.department_name = "第一检察部"
    case.transferring_unit = "东湖市公安局"
    case.transferring_no = "东公诉字〔2025〕88号"
    case.investigator = "东湖市公安局东湖分局"
    case.team = ["JD0011"]
    case.summary = "张无忌在东湖区盗窃，由林 峰办理。"
    case.extra = {"内部编号": "P110"}
    case.plea = True
    town.session.add_all(_children(case))
    town.session.commit()
    return assembly


def _children(case: Case) -> list[Any]:
    return [
        Party(
            case_id=case.id,
            name="张无忌",
            role="犯罪嫌疑人",
            fields={
                "sex": "男",
                "birth_date": "1990-01-01",
                "age_at_act": 35,
                "id_number": IDENTITY,
                "household": "江东省东湖市",
                "defender": "韦一笑",
                "guardian": "小昭",
            },
        ),
        Party(case_id=case.id, name="赵敏", role="被害人", fields={"sex": "女"}),
        Measure(
            case_id=case.id,
            kind="拘留",
            started_on=date(2025, 8, 20),
            fields={"party_name": "张无忌", "approver": "于洋", "document_no": "东检拘〔2025〕5号"},
        ),
        CaseEvent(
            case_id=case.id,
            kind="延长办案期限",
            started_on=date(2025, 9, 20),
            fields={"approver": "林峰", "ordinal": 1},
        ),
        Document(
            case_id=case.id,
            kind="indictment",
            title="东湖区人民检察院起诉书（张无忌）",
            number="东检刑诉〔2025〕110号",
            made_on=date(2025, 9, 25),
            pages=2,
            text=INDICTMENT,
            fields={"made_by": "林峰", "receiver": "东湖区人民法院", "file_name": "林峰-起诉书.docx"},
        ),
        Document(case_id=case.id, kind="", title="换押证", text="", fields={"type_name": "换押证"}),
        Notice(
            case_id=case.id,
            kind="权利义务告知",
            given_on=date(2025, 9, 3),
            fields={"person": "张无忌", "receipt_in_file": True},
        ),
        WorkflowNode(
            case_id=case.id,
            node="审批",
            actor_no="JD0011",
            entered_on=date(2025, 9, 24),
            fields={"role": "部门负责人", "opinion": "同意林峰意见，东湖区院审批。"},
        ),
    ]


def task(assembly: Assembly, key: str = KEY, slot: int = 1) -> Task:
    """The reviewer's task as it is now, read as a save reads it."""
    assignment = assembly.assignments[key, slot]
    found = task_of(assembly.session, assignment.public_id, reviewer_id=assignment.reviewer_id, to_save=True)
    assert found is not None
    return found


CLEAR = Said(Result.CLEAR)


def problem(reason: str = "未见告知书。", **changes: Any) -> Said:
    """A problem with reason and anchor."""
    facts: dict[str, Any] = {"reason": reason, "anchor": Anchor("D01", 1, "经依法审查查明")}
    return Said(Result.PROBLEM, **(facts | changes))
