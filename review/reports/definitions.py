"""How figures are defined, and what pins them down (统计口径与校验信息); every export carries both. Pure."""

from review.errors import N_
from review.reports.facts import RoundHead
from review.reports.sheets import Column, Kind, Sheet
from review.reports.speech import Speech
from review.statistics.rates import Rate

DEFINITIONS = (
    (N_("抽样框"), N_("冻结时列入本轮次、可能被抽取的全部办结案件；其校验值见下。")),
    (N_("评查件数"), N_("等次已经审批的样本案件；未定级的不计入各项数字。")),
    (N_("检察官人数"), N_("被评查案件的承办检察官，同一人只计一次；承办人空缺的案件不计人数。")),
    (N_("问题案件"), N_("至少有一个成立的问题的案件；异议成立而撤销的问题不计。")),
    (N_("案均问题"), N_("成立的问题数除以评查件数。")),
    (
        N_("问题率"),
        N_(
            "仅由随机入样和下限补足的案件计算；每件案件的权重为所在层案件数除以该层名额；"
            "必查案件单独统计，不影响问题率。"
        ),
    ),
    (
        N_("置信区间"),
        N_(
            "置信水平百分之九十五。单层为精确超几何区间；多层为 Korn–Graubard 区间"
            "（Survey Methodology 24, 1998）：有效样本量等于 p(1−p) 除以设计方差，乘以自由度修正，"
            "不超过同等规模简单随机样本的有效样本量；全部抽取的，无抽样误差。"
        ),
    ),
    (N_("排名"), N_("只有置信区间与其他单位都不重叠的单位才有确定的名次，其余只给出名次范围。")),
    (N_("小单元格"), N_("人数少于规定下限的不显示，并同时隐藏可据以推算的相邻数字。")),
)
"""Term and definition, in the order in which they are printed."""

METHODS = {
    "census": N_("全部抽取，无抽样误差"),
    "hypergeometric": N_("精确超几何区间"),
    "korn_graubard": N_("Korn–Graubard 区间"),
}


def hash_lines(head: RoundHead, speech: Speech) -> tuple[tuple[str, str], ...]:
    """What a stranger compares: hashes of plan, frame, sample and catalogue, and the seed."""
    return (
        (speech(N_("方案校验值")), head.plan_hash),
        (speech(N_("抽样框校验值")), head.frame_hash),
        (speech(N_("随机种子")), head.seed),
        (speech(N_("样本校验值")), head.sample_hash),
        (speech(N_("规则目录版本")), head.catalogue_version),
        (speech(N_("规则目录校验值")), head.catalogue_hash),
    )


def definition_lines(speech: Speech) -> tuple[tuple[str, str], ...]:
    """Terms with their definitions."""
    return tuple((speech(term), speech(meaning)) for term, meaning in DEFINITIONS)


def definitions_sheet(head: RoundHead, speech: Speech, *, mark: str) -> Sheet:
    """The sheet that every workbook ends with."""
    columns = (Column(speech(N_("项目"))), Column(speech(N_("内容")), Kind.LONG))
    about = (
        (speech(N_("轮次")), head.name),
        (speech(N_("范围")), scope_words(head, speech)),
        (speech(N_("导出")), mark),
    )
    return Sheet(
        speech(N_("口径与校验")), columns, (*about, *hash_lines(head, speech), *definition_lines(speech))
    )


def scope_words(head: RoundHead, speech: Speech) -> str:
    """Whose part of the round a report covers."""
    if head.within:
        return speech(N_("仅含%(unit)s有权查看的案件"), unit=head.within)
    return speech(N_("全部案件"))


def percent(share: float | None, digits: int = 1) -> str:
    """0.0923 → 9.2%; a dash where there is none."""
    return "—" if share is None else f"{100 * share:.{digits}f}%"


def interval_words(rate: Rate | None) -> str:
    """7.9%–10.6%; a dash where there is none."""
    return "—" if rate is None else f"{percent(rate.interval.low)}–{percent(rate.interval.high)}"


def rate_sentence(rate: Rate, speech: Speech) -> str:
    """The rate with n, N, weight rule and interval."""
    return speech(
        N_(
            "随机入样的 n=%(n)d 件中有问题案件 %(problems)d 件；按层加权（权重为层内案件数除以名额）推算，"
            "所代表的 N=%(cases)d 件案件问题率为 %(rate)s，95%% 置信区间 %(interval)s（%(method)s，%(strata)d 层）。"
        ),
        n=rate.drawn,
        problems=rate.problems,
        cases=round(rate.cases),
        rate=percent(rate.rate),
        interval=interval_words(rate),
        method=speech(METHODS[rate.method]),
        strata=rate.strata,
    )
