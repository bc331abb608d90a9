"""What the documents of a made-up dossier say (文书正文). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.rehearsal.shapes import Dossier, Office, Row

WITH_AMOUNT = frozenset({"盗窃罪", "诈骗罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪", "帮助信息网络犯罪活动罪"})
WITH_VICTIM = frozenset({"盗窃罪", "诈骗罪", "故意伤害罪", "交通肇事罪", "寻衅滋事罪"})
SUPERVISION = {
    "1629": ("社区矫正监督", "{city}市司法局", "提出纠正意见"),
    "0702C": ("民间借贷纠纷", "{city}市中级人民法院", "提出检察建议"),
    "0703A": ("行政处罚", "{city}市生态环境局", "提出检察建议"),
    "GY01": ("生态环境和资源保护", "自行发现", "提出检察建议"),
    "0901": ("无案由", "{city}市人民检察院", "维持原处理决定"),
}
"""Case type → cause, where it came from, how it ended."""

ARTICLES = {
    "盗窃罪": "第二百六十四条",
    "危险驾驶罪": "第一百三十三条之一",
    "掩饰、隐瞒犯罪所得、犯罪所得收益罪": "第三百一十二条",
    "帮助信息网络犯罪活动罪": "第二百八十七条之二",
    "诈骗罪": "第二百六十六条",
    "故意伤害罪": "第二百三十四条",
    "交通肇事罪": "第一百三十三条",
    "寻衅滋事罪": "第二百九十三条",
}
"""Charge → the article of the Criminal Law it stands in."""


@dataclass(frozen=True)
class Facts:
    """What the documents of one criminal case tell alike."""

    suspect: str
    birth: date
    victim: str
    charge: str
    summary: str
    amount: int
    months: int
    plea: bool
    accepted: date
    decided: date
    tried: date


def cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def facts(charge: str, suspect: str, victim: str, street: str, shop: str, amount: int, accepted: date) -> str:
    """The facts of the crime in a paragraph."""
    day = cn(accepted - timedelta(days=46))
    told = {
        "盗窃罪": f"{day}22时许，{suspect}至{street}附近的{shop}，趁无人之机，窃得被害人{victim}的手机、现金等财物，经价格认定，共计价值人民币{amount}元。",
        "危险驾驶罪": f"{day}23时许，{suspect}饮酒后驾驶小型轿车沿{street}由东向西行驶，被执勤民警当场查获。经鉴定，其血液中酒精含量为168毫克/100毫升。",
        "掩饰、隐瞒犯罪所得、犯罪所得收益罪": f"{day}，{suspect}明知系犯罪所得，仍在{street}的住处提供本人银行卡并协助取现，转移资金共计人民币{amount}元，获利人民币600元。",
        "帮助信息网络犯罪活动罪": f"{day}，{suspect}明知他人利用信息网络实施犯罪，仍将本人名下三张银行卡提供给他人使用，支付结算金额共计人民币{amount}元。",
        "诈骗罪": f"{day}，{suspect}虚构可代办入学名额的事实，骗取被害人{victim}人民币{amount}元，用于个人消费。",
        "故意伤害罪": f"{day}20时许，{suspect}在{street}与被害人{victim}因琐事发生口角，持木棍击打对方左臂。经鉴定，{victim}的损伤程度属轻伤二级。",
        "交通肇事罪": f"{day}6时许，{suspect}驾驶轻型货车行驶至{street}路口时未让行，与被害人{victim}驾驶的电动自行车相撞，致{victim}重伤，{suspect}负事故全部责任。",
        "寻衅滋事罪": f"{day}凌晨，{suspect}酒后在{street}的{shop}门口无故推搡、追打被害人{victim}，并砸坏店内物品，经鉴定，{victim}的损伤程度属轻微伤。",
    }
    return told[charge]


def suspect_row(name: str, birth: date, charge: str, plea: bool, chance: Random) -> Row:
    return {
        "name": name,
        "role": "犯罪嫌疑人",
        "sex": chance.choice("男男男女"),
        "birth_date": birth,
        "identity_verified": "是",
        "household": "澄江省",
        "cause": charge,
        "plea": "是" if plea else "否",
        "duty_lawyer": "",
        "custody_status": chance.choice(["在押", "取保候审"]),
    }


def short(office: Office) -> str:
    return office.name.replace("人民检察院", "检")


def prosecution_documents(
    made: Dossier, facts: Facts, office: Office, chance: Random, *, dropped: bool, juvenile: bool
) -> None:
    """From the police's opinion to the judgment."""
    serial, year = chance.randrange(100, 999), facts.decided.year
    who = f"{facts.suspect}，{cn(facts.birth)}出生，住{office.city}市。"
    made.document(
        "police_opinion",
        "起诉意见书",
        facts.accepted - timedelta(days=1),
        own=False,
        number=str(made.case["transferring_no"]),
        text=(
            f"{office.city}市公安局\n起诉意见书\n\n犯罪嫌疑人{who}\n\n经依法侦查查明：{facts.summary}\n\n"
            f"认定上述事实的证据有被害人陈述、证人证言、犯罪嫌疑人供述和辩解、鉴定意见等。犯罪嫌疑人{facts.suspect}涉嫌{facts.charge}，"
            f"涉案金额{facts.amount}元，现将此案移送审查起诉。\n\n此致\n{office.name}"
        ),
    )
    made.document(
        "defence_notice",
        "委托辩护人告知书",
        facts.accepted + timedelta(days=1),
        number=f"{short(office)}委辩告〔{year}〕{serial}号",
        text=(
            f"{office.name}\n委托辩护人告知书\n\n{facts.suspect}：\n    本院已收到{office.city}市公安局移送审查起诉的你涉嫌{facts.charge}一案的材料。"
            f"你有权委托辩护人。因经济困难等原因没有聘请辩护人的，可以申请法律援助。\n\n承办人：{office.handler}\n{cn(facts.accepted + timedelta(days=1))}"
        ),
    )
    made.document(
        "interrogation_record",
        "讯问笔录",
        facts.accepted + timedelta(days=6),
        text=(
            f"讯问笔录（第1次）\n时间：{cn(facts.accepted + timedelta(days=6))}9时10分至10时05分\n讯问人：{office.handler}  记录人：书记员\n被讯问人：{facts.suspect}\n\n"
            f"问：我们是{office.name}的检察官，现依法对你进行讯问。你的诉讼权利义务是否清楚？\n答：清楚。\n问：你是否申请回避？\n答：不申请。\n"
            f"问：公安机关认定的事实是否属实？\n答：属实。{'我认罪认罚。' if facts.plea else '但是数额我有意见。'}\n问：以上笔录请你核对。\n答：以上笔录我看过，和我说的一样。\n\n{facts.suspect}（签名、捺印）"
        ),
    )
    if facts.plea:
        made.document(
            "plea_agreement",
            "认罪认罚具结书",
            facts.decided - timedelta(days=2),
            text=(
                f"认罪认罚具结书\n\n本人{facts.suspect}，承认指控的犯罪事实，自愿认罪认罚，同意{office.name}提出的量刑建议：有期徒刑{facts.months}个月；同意适用上述程序。\n\n"
                f"本人签名：{facts.suspect}\n值班律师在场见证。\n{cn(facts.decided - timedelta(days=2))}"
            ),
        )
    if juvenile:
        made.document(
            "social_report",
            "社会调查报告",
            facts.accepted + timedelta(days=9),
            text=(
                f"社会调查报告\n\n被调查人{facts.suspect}，在校学生，平时表现一般，父母在外务工，由祖父母照管。此次系初犯，案发后有悔过表现，家庭愿意配合帮教，建议从宽处理。"
            ),
        )
    made.document(
        "review_report",
        "审查报告",
        facts.decided - timedelta(days=1),
        text=(
            f"关于{facts.suspect}涉嫌{facts.charge}一案的审查报告\n\n一、犯罪嫌疑人基本情况\n{who}\n\n二、诉讼过程\n本案由{office.city}市公安局侦查终结，于{cn(facts.accepted)}移送{office.name}审查起诉。"
            f"承办人{office.handler}依法讯问了犯罪嫌疑人，听取了有关诉讼参与人的意见，审阅了全部案件材料。\n\n三、审查认定的事实\n{facts.summary}\n\n四、证据分析\n"
            f"上述事实有物证、书证、证人证言、犯罪嫌疑人供述和辩解、鉴定意见等证据证实，证据之间能够相互印证。\n\n五、处理意见\n"
            f"犯罪嫌疑人{facts.suspect}的行为触犯了《中华人民共和国刑法》{ARTICLES[facts.charge]}，涉嫌{facts.charge}。{'其自愿认罪认罚，可以从宽处理。' if facts.plea else ''}\n\n承办检察官：{office.handler}"
        ),
    )
    if dropped:
        made.document(
            "non_prosecution",
            "不起诉决定书",
            facts.decided,
            number=f"{short(office)}刑不诉〔{year}〕{serial}号",
            text=(
                f"{office.name}\n不起诉决定书\n{short(office)}刑不诉〔{year}〕{serial}号\n\n被不起诉人{who}\n\n经本院依法审查查明：{facts.summary}\n\n本院认为，{facts.suspect}犯罪情节轻微，"
                f"具有坦白、赔偿谅解等情节，决定对{facts.suspect}不起诉。\n\n被不起诉人如不服本决定，可以自收到本决定书后七日内向本院申诉。\n\n{office.name}\n{cn(facts.decided)}"
            ),
        )
        return
    made.document(
        "indictment",
        "起诉书",
        facts.decided,
        number=f"{short(office)}刑诉〔{year}〕{serial}号",
        text=(
            f"{office.name}\n起诉书\n{short(office)}刑诉〔{year}〕{serial}号\n\n被告人{who}\n\n本案由{office.city}市公安局侦查终结，以被告人{facts.suspect}涉嫌{facts.charge}，于{cn(facts.accepted)}向本院移送审查起诉。"
            f"本院受理后，已告知被告人有权委托辩护人，依法讯问了被告人，审查了全部案件材料。\n\n经依法审查查明：{facts.summary}\n\n认定上述事实的证据如下：物证、书证、证人证言、被告人供述和辩解、鉴定意见。\n\n"
            f"本院认为，被告人{facts.suspect}的行为触犯了《中华人民共和国刑法》{ARTICLES[facts.charge]}，应当以{facts.charge}追究其刑事责任。{'被告人自愿认罪认罚，建议判处有期徒刑' + str(facts.months) + '个月。' if facts.plea else ''}"
            f"根据《中华人民共和国刑事诉讼法》第一百七十六条的规定，提起公诉，请依法判处。\n\n此致\n{office.city}市人民法院\n\n检察官：{office.handler}\n{cn(facts.decided)}\n\n附：被告人现取保候审于住处；案卷材料和证据{made.case['volumes']}册"
        ),
    )
    made.document(
        "judgment",
        "刑事判决书",
        facts.tried,
        own=False,
        number=f"（{facts.tried.year}）澄38刑初{serial}号",
        text=(
            f"{office.city}市人民法院\n刑事判决书\n\n公诉机关{office.name}。\n被告人{who}\n\n{office.name}以{short(office)}刑诉〔{year}〕{serial}号起诉书指控被告人{facts.suspect}犯{facts.charge}。本院依法公开开庭审理，{office.name}指派检察员{office.handler}出庭支持公诉。现已审理终结。\n\n"
            f"经审理查明的事实与指控一致。判决如下：被告人{facts.suspect}犯{facts.charge}，判处有期徒刑{facts.months}个月。\n\n{cn(facts.tried)}"
        ),
    )
    made.document(
        "judgment_review",
        "判决裁定审查表",
        facts.tried + timedelta(days=5),
        text=(
            f"刑事判决、裁定审查表\n\n收到判决日期：{cn(facts.tried + timedelta(days=1))}\n指控罪名：{facts.charge}  判决罪名：{facts.charge}\n量刑建议：有期徒刑{facts.months}个月  判决：有期徒刑{facts.months}个月\n承办人意见：判决认定事实清楚，适用法律正确，量刑适当，不提出抗诉。\n承办人：{office.handler}"
        ),
    )


def arrest_documents(made: Dossier, facts: Facts, office: Office, *, approved: bool) -> None:
    """The request, the hearing, the decision."""
    year = facts.decided.year
    made.document(
        "arrest_request",
        "提请批准逮捕书",
        facts.accepted,
        own=False,
        number=str(made.case["transferring_no"]),
        text=(
            f"{office.city}市公安局\n提请批准逮捕书\n\n犯罪嫌疑人{facts.suspect}，{cn(facts.birth)}出生。\n\n经依法侦查查明：{facts.summary}\n\n犯罪嫌疑人{facts.suspect}涉嫌{facts.charge}，根据《中华人民共和国刑事诉讼法》第八十一条、第八十七条之规定，特提请批准逮捕。\n\n此致\n{office.name}"
        ),
    )
    made.document(
        "interrogation_record",
        "讯问笔录",
        facts.accepted + timedelta(days=2),
        text=(
            f"讯问笔录\n讯问人：{office.handler}\n被讯问人：{facts.suspect}\n\n问：对公安机关认定你涉嫌{facts.charge}的事实有无意见？\n答：没有意见。\n问：有无其他需要说明的？\n答：希望从宽处理。\n\n{facts.suspect}（签名、捺印）"
        ),
    )
    made.document(
        "arrest_opinion",
        "审查逮捕意见书",
        facts.decided,
        text=(
            f"关于{facts.suspect}涉嫌{facts.charge}一案的审查逮捕意见书\n\n一、受案和审查过程\n本院于{cn(facts.accepted)}受理，承办人{office.handler}审阅了案卷，讯问了犯罪嫌疑人。\n\n二、认定的事实\n{facts.summary}\n\n三、社会危险性分析\n"
            f"{'犯罪嫌疑人无固定住所，可能实施新的犯罪，具有社会危险性。' if approved else '现有证据证明其主观明知尚不充分，且有固定住所，社会危险性较低。'}\n\n四、处理意见\n建议{'批准' if approved else '不批准'}逮捕。\n\n承办检察官：{office.handler}"
        ),
    )
    kind, title = (
        ("arrest_approval", "批准逮捕决定书") if approved else ("arrest_refusal", "不批准逮捕决定书")
    )
    made.document(
        kind,
        title,
        facts.decided,
        number=f"{short(office)}{'批捕' if approved else '不批捕'}〔{year}〕{facts.amount // 100}号",
        text=(
            f"{office.name}\n{title}\n\n{office.city}市公安局：\n    你局提请{'批准' if approved else ''}逮捕犯罪嫌疑人{facts.suspect}一案，经本院审查，决定{'批准' if approved else '不批准'}逮捕犯罪嫌疑人{facts.suspect}。{'请依法立即执行，并将执行情况三日内通知本院。' if approved else '请依法立即执行，并将执行回执三日内送达本院。'}\n\n{office.name}\n{cn(facts.decided)}"
        ),
    )


def supervision_facts(code: str, applicant: str, city: str, street: str, accepted: date) -> str:
    told = {
        "1629": f"社区矫正对象{applicant}在{street}所在街道接受社区矫正期间，连续三个月未按规定报告活动情况，社区矫正机构未予警告。",
        "0702C": f"{applicant}与他人民间借贷纠纷一案，{city}市人民法院未依法向当事人送达开庭传票即缺席审理。",
        "0703A": f"{city}市生态环境局对{applicant}经营的加工点作出罚款决定后，法定期限内未申请强制执行，罚款长期未缴纳。",
        "GY01": f"{street}附近河道堆放建筑垃圾约四百立方米，侵占河道并影响行洪，主管部门未依法履职。",
        "0901": f"{applicant}不服{city}市人民检察院不起诉决定，以事实认定错误为由提出申诉，本院于{cn(accepted)}受理。",
    }
    return told[code]


def supervision_documents(
    made: Dossier, applicant: str, office: Office, accepted: date, decided: date
) -> None:
    """Acceptance, report, and what was proposed."""
    year, summary = decided.year, str(made.case["summary"])
    made.document(
        "acceptance_form",
        "受理案件登记表",
        accepted,
        text=(
            f"受理案件登记表\n\n来源：{made.case['transferring_unit']}\n申请人：{applicant}\n受理日期：{cn(accepted)}\n承办部门：{office.department}\n承办人：{office.handler}"
        ),
    )
    made.document(
        "closing_report",
        "审查终结报告",
        decided,
        text=(
            f"审查终结报告\n\n一、案件来源\n{made.case['transferring_unit']}。\n\n二、审查认定的事实\n{summary}\n\n三、审查意见\n经审查，{made.case['decision']}。本院已听取有关单位意见，调取了相关材料。\n\n承办检察官：{office.handler}\n{cn(decided)}"
        ),
    )
    if made.case["decision"] in ("提出检察建议", "提出纠正意见"):
        made.document(
            "suggestion",
            "检察建议书",
            decided,
            number=f"{short(office)}建〔{year}〕{decided.timetuple().tm_yday}号",
            text=(
                f"{office.name}\n检察建议书\n\n{made.case['transferring_unit']}：\n    本院在履行法律监督职责中发现：{summary}\n    为此，建议你单位依法履行职责，查明原因，健全机制，并在两个月内书面回复本院。\n\n{office.name}\n{cn(decided)}"
            ),
        )
        made.document(
            "suggestion_reply",
            "对检察建议的回复",
            min(decided + timedelta(days=40), made.last),
            own=False,
            text=(
                f"{office.name}：\n    你院检察建议书收悉。我单位高度重视，已责成专人整改，现将整改情况回复如下：问题已整改到位，并开展了全面自查。"
            ),
        )
