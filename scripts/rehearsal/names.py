"""Made-up people and places (人名地名). Pure: the chance is passed in."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
    "钱严覃武戴莫孔向汤"
)
FIRST = "志文明建国晓海春秋立德思远承启佳雨清若静婉宏伟俊杰嘉宁永安景行锦书云舒子墨怀瑾润泽天佑浩然书瑶梓涵一诺景瑜"
LAST = "强军平华勇磊涛超鹏辉斌峰宇轩敏芳娟艳玲燕霞洁琳雪梅兰萍红丽娜倩颖婷媛莹蕾航诚毅恒哲睿博"

CITIES = (
    "扬川",
    "云泽",
    "临沅",
    "清弋",
    "东皋",
    "望淮",
    "芦洲",
    "平潮",
    "金陂",
    "澜溪",
    "石堰",
    "桐岭",
    "沛河",
)
"""The demo city first."""

COUNTIES = (
    ("维扬区", "江渚区", "邗沟区", "仪河市", "高湾市", "宝湖县", "生态园区"),
    ("泽南区", "泽北区", "曲塘县", "云门县"),
    ("沅东区", "沅西区", "枫林县", "白渡县"),
    ("弋阳湖区", "青岗区", "鹿门县"),
    ("皋城区", "海角区", "如山县", "启沙县"),
    ("淮上区", "清沟区", "涟岸县"),
    ("芦荡区", "新洲区", "沙头县", "月塘县"),
    ("潮阳湾区", "平桥区", "通津县"),
    ("陂塘区", "金坛岭区", "溧石县"),
    ("澜东区", "澜西区", "溪口县", "大沟县"),
    ("堰桥区", "石湖区", "锡溪县"),
    ("桐城关区", "岭下区", "宿山县", "泗湾县"),
    ("沛城区", "河口区", "丰原县"),
)
"""County-level offices of each city, in the order of `CITIES`: 47 with 13 cities and the province make 61 units."""

STREETS = ("解放路", "人民路", "文昌路", "滨河路", "建设街", "园林路", "东关街", "望江路", "学府路", "工农路")
SHOPS = ("百货超市", "电动车行", "手机店", "便利店", "水果店", "五金店", "网吧", "药店", "服装店")


def person(chance: Random) -> str:
    """A full name of two or three characters."""
    given = chance.choice(FIRST) + (chance.choice(LAST) if chance.random() < 0.72 else "")
    return chance.choice(SURNAMES) + given


def distinct(chance: Random, count: int) -> list[str]:
    """`count` different names."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[person(chance)] = None
    return list(found)


def place(chance: Random) -> str:
    """A street and a number."""
    return f"{chance.choice(STREETS)}{chance.randrange(1, 300)}号"
