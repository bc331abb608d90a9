"""A small package of closed cases (数据包), filled into the workbook that the import page hands out."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

HANDLER_NO = "JD0008"
"""林峰's number."""

CAUSES = {
    "东检受〔2025〕301号": "盗窃罪",
    "东检受〔2025〕302号": "诈骗罪",
    "东检受〔2025〕303号": "故意伤害罪",
    "东检受〔2025〕304号": "危险驾驶罪",
}
"""The four cases by number; the cause tells them apart where numbers are masked."""

REASONING = "被告人归案后如实供述，主动退赔并取得谅解，事理、法理、情理均已逐项说明"
"""Words of every indictment that are worth quoting."""

GAP = "讯问笔录记载讯问时间为九月十日，未见被讯问人逐页签名"
"""Words of every review report that show a gap."""


def fill_template(template: Path, target: Path) -> Path:
    """Four cases of 东湖区院, all handled by 林峰, with their parties, documents and notices."""
    book = load_workbook(template)
    for number, (key, cause) in enumerate(CAUSES.items(), start=1):
        add(book["案件"], case_row(number, key, cause))
        add(book["当事人"], {"部门受案号": key, "姓名": f"郭大路{number}", "诉讼地位": "犯罪嫌疑人"} | PARTY)
        add(book["文书"], document_row(key, "起诉书", indictment(number, cause), "2025-09-25"))
        add(book["文书"], document_row(key, "审查报告", review_report(cause), "2025-09-20"))
        add(book["告知送达"], {"部门受案号": key, "告知种类": "诉讼权利义务告知"} | NOTICE)
    book.save(target)
    return target


def add(sheet: Any, row: dict[str, str]) -> None:
    """Write a row under the template's own headers."""
    headers = [cell.value for cell in sheet[1]]
    assert set(row) <= set(headers)
    sheet.append([row.get(header, "") for header in headers])


def case_row(number: int, key: str, cause: str) -> dict[str, str]:
    return {
        "统一受案号": f"33010120250000{number}",
        "部门受案号": key,
        "案件名称": f"郭大路{number}涉嫌{cause}案",
        "案件类别编码": "0301",
        "案件类别名称": "一审公诉案件",
        "业务条线": "普通刑事",
        "地区": "东湖市",
        "承办单位编码": "330101",
        "承办单位名称": "东湖区院",
        "承办部门编码": "01",
        "承办部门名称": "第一检察部",
        "承办检察官编号": HANDLER_NO,
        "承办检察官姓名": "林峰",
        "移送单位": "东湖市公安局",
        "移送案由": cause,
        "审结案由": cause,
        "受理日期": "2025-09-01",
        "审结日期": "2025-09-25",
        "办结日期": "2025-11-03",
        "审结处理结果": "起诉" if number == 4 else "提起公诉",  # the last one has a word of its own
        "案情摘要": f"郭大路{number}在东湖区涉嫌{cause}，由林峰办理。",
    }


PARTY = {"性别": "男", "出生日期": "1990-01-01", "作案时年龄": "35"}
NOTICE = {"被告知人": "郭大路", "告知日期": "2025-09-03", "回执是否入卷": "是"}


def document_row(key: str, kind: str, text: str, signed: str) -> dict[str, str]:
    return {
        "部门受案号": key,
        "文书种类名称": kind,
        "文书标题": f"东湖区人民检察院{kind}",
        "签发日期": signed,
        "页数": "2",
        "文书正文": text,
    }


def indictment(number: int, cause: str) -> str:
    return (
        f"东湖区人民检察院\n起诉书\n被告人郭大路{number}，男，住江东省东湖市东湖区光明顶路9号。\n"
        f"本院认为，被告人的行为构成{cause}。{REASONING}。\n检察官：林峰\n2025年9月25日"
    )


def review_report(cause: str) -> str:
    return f"审查报告\n案由：{cause}\n一、审查认定的事实\n事实清楚。\n二、证据分析\n{GAP}。\n承办人：林峰"
