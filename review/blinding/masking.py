"""Masking of texts (遮蔽): names, units, places and numbers replaced, the same way throughout one case. Pure.

A text is searched in a folded copy (full-width digits and letters made plain, one for one), so that what is left
standing is the document's own text to the letter. What is replaced becomes one private sign at once, so that a
later rule never sees half of it; the signs are written out at the end.
"""

import re
from collections.abc import Callable, Iterable

from review.blinding.card import Card, Part

FOLD = {
    full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
FIRST_SIGN, LAST_SIGN = 0xE000, 0xF8FF
PRIVATE = re.compile(f"[{chr(FIRST_SIGN)}-{chr(LAST_SIGN)}]")
BLANK = r"[\s\u200b-\u200d\u2060\ufeff\u00ad]"
GAP = BLANK + "{0,8}"
"""What may stand between two characters of one name: blanks, line breaks, signs of no width."""

YEAR = r"(?:19|20)\d{2}"
OPEN, CLOSE = r"[（(〔\[【﹝]", r"[）)〕\]】﹞]"
LABELS = (
    "检察官助理|检察官|检察员|代理检察员|书记员|检察长|副检察长|审判长|审判员|人民陪审员|"
    "承办人|侦查员|办案人|审核人|核稿人|签发人|拟稿人|记录人|经办人"
)
NAME = r"[\u4e00-\u9fff](?:[ \t\u3000\u00a0]{0,6}[\u4e00-\u9fff]){1,3}"

NO_NAME = "不?同意|认为|建议|拟|已|请|见|无|经|应|的"
"""How an opinion begins that stands where a name might."""


def spaced(word: str) -> str:
    """A pattern for `word` with blanks anywhere inside."""
    return GAP.join(re.escape(sign) for sign in word if not sign.isspace())


SIGNATURE = re.compile(
    r"^[ \t\u3000]*(?:"
    + "|".join(spaced(label) for label in LABELS.split("|"))
    + rf")(?:[ \t\u3000]*[:：][ \t\u3000]*|[ \t\u3000]+)(?!{NO_NAME})({NAME})[ \t\u3000]*$",
    re.MULTILINE,
)
"""A line that is an office and a name, as under a document (落款)."""


def is_identity_number(digits: str) -> bool:
    """Whether 18 signs are a citizen's number: its check digit fits (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if not re.fullmatch(r"\d{17}[\dXx]", digits):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
    return "10X98765432"[rest] == digits[-1].upper()


def _long_number(match: re.Match[str]) -> str:
    return "〔证件号码〕" if is_identity_number(match.group().replace(" ", "")) else "〔号码〕"


Replace = str | Callable[[re.Match[str]], str]
Rules = tuple[tuple[re.Pattern[str], Replace], ...]

CASE_NUMBERS: Rules = (
    (  # （2025）东0583刑初123号
        re.compile(
            rf"{OPEN}\s*{YEAR}\s*{CLOSE}\s*[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9]{{0,13}}?第?\s*\d{{1,8}}\s*号"
        ),
        "〔案号〕",
    ),
    (  # 东检刑诉〔2025〕12号; the words before it that cannot belong to it are left standing
        re.compile(
            r"(?:[^\W\d_书以据由经及和与向为的在于按照到将对依用作出制发送达第号]{1,12})?"
            rf"{OPEN}\s*{YEAR}\s*{CLOSE}\s*(?:第\s*)?\d{{1,8}}\s*号"
        ),
        "〔文号〕",
    ),
)
"""Case and document numbers (案号、文号) by their shape."""

PRIVATE_NUMBERS: Rules = (
    (re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "〔电话〕"),
    (re.compile(r"(?<!\d)0\d{2,3}[ -]?[2-9]\d{6,7}(?!\d)"), "〔电话〕"),
    (re.compile(r"(?<![\dA-Za-z])\d(?: ?\d){10,24}(?: ?[Xx])?(?![\dA-Za-z])"), _long_number),
    (
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
            r"[A-Za-z][·•.\s]?[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
        ),
        "〔车牌〕",
    ),
    (re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,4}"), "〔邮箱〕"),
    (re.compile(r"(?:(?<=住址)|(?<=户籍地)|(?<=所在地))[:：]?[^，。；;\n]{2,60}"), "〔住址〕"),
    (re.compile(r"(?<=[，、,（(]住)(?:在|于|所)?[:：]?[^，。；;）)\n]{4,60}"), "〔住址〕"),
)
"""Telephones, citizens' numbers (with check digit), accounts, plates, addresses, whoever's they are."""

PLACE_SUFFIX = r"(自治区|自治州|地区|省|市|区|县|旗|盟)?"


class Masker:
    """Masks the texts of one case. Latent staff get a pseudonym on the card when a text names them."""

    def __init__(self, card: Card, *, texts: Iterable[str] = (), hide_handler: bool = True) -> None:
        """Read `texts` (all of the case) for names in signature blocks and of latent staff first, so that one
        person has one pseudonym in all of them. Without `hide_handler` staff, units, places and the case's own
        numbers stand; private people and their numbers are masked all the same."""
        self.card = card
        self.hide_handler = hide_handler
        if hide_handler:
            for text in texts:
                self._meet(text.translate(FOLD))
        self.rules = (CASE_NUMBERS if hide_handler else ()) + PRIVATE_NUMBERS
        public = (Part.HANDLER, Part.STAFF)
        self.names = [
            (re.compile(spaced(name), re.IGNORECASE), known.pseudonym)
            for name, known in sorted(card.people.items(), key=lambda one: (-len(one[0]), one[0]))
            if hide_handler or known.part not in public
        ]
        self.own_numbers = [_number(number) for number in sorted(card.numbers, key=lambda n: (-len(n), n))]

    def _meet(self, folded: str) -> None:
        for match in SIGNATURE.finditer(folded):
            self.card.person(re.sub(r"\s", "", match.group(1)), Part.STAFF)
        tight = re.sub(BLANK, "", folded)
        for name in sorted(self.card.latent):
            if name in tight:
                self.card.person(name, Part.STAFF)

    def mask(self, text: str) -> str:
        """The text with everything that names somebody replaced."""
        if not text:
            return ""
        veil = Veil(text)
        if self.hide_handler:
            for pattern in self.own_numbers:
                veil.hide(pattern, _own_number)
        for pattern, replace in self.rules:
            veil.hide(pattern, replace)
        for pattern, pseudonym in self.names:
            veil.hide(pattern, pseudonym)
        if self.hide_handler:
            self._hide_places(veil)
        return veil.text

    def _hide_places(self, veil: "Veil") -> None:
        tight = re.sub(BLANK, "", veil.folded).casefold()
        for place in sorted(self.card.places, key=lambda one: (-len(one), one)):
            if place.casefold() in tight:
                veil.hide(re.compile(spaced(place) + GAP + PLACE_SUFFIX, re.IGNORECASE), _some_place)
            if "\u4e00" <= place[0] <= "\u9fff" and f"{place[0]}检" in tight:
                veil.hide(re.compile(rf"{place[0]}{GAP}检(?![察验查测举索讨疫修阅控])"), "某检")
        for name in sorted(self.card.organisations, key=lambda one: (-len(one), one)):
            if name.casefold() in tight:
                veil.hide(re.compile(spaced(name), re.IGNORECASE), "某单位")


def _some_place(match: re.Match[str]) -> str:
    return "某" + (match.group(1) or "地")


def _own_number(match: re.Match[str]) -> str:
    words = re.sub(BLANK, "", match.group())
    if is_identity_number(words):
        return "〔证件号码〕"
    return "〔文号〕" if re.search(rf"{OPEN}{YEAR}{CLOSE}", words) else "〔编号〕"


def _number(number: str) -> re.Pattern[str]:
    edge = r"(?<!\d)" if number[0].isdigit() else "", r"(?!\d)" if number[-1].isdigit() else ""
    return re.compile(edge[0] + spaced(number.translate(FOLD)) + edge[1], re.IGNORECASE)


class Veil:
    """A text being masked: itself and its folded copy, sign for sign alike."""

    def __init__(self, text: str) -> None:
        self.original = PRIVATE.sub("□", text)
        self.folded = self.original.translate(FOLD)
        self.hidden: list[str] = []

    def hide(self, pattern: re.Pattern[str], replace: Replace) -> None:
        """Put one private sign for every place that `pattern` finds."""
        kept: list[str] = []
        folded: list[str] = []
        last = 0
        for match in pattern.finditer(self.folded):
            if match.end() == match.start():
                continue
            sign = self._sign(replace if isinstance(replace, str) else replace(match))
            kept += (self.original[last : match.start()], sign)
            folded += (self.folded[last : match.start()], sign)
            last = match.end()
        if last:
            self.original = "".join((*kept, self.original[last:]))
            self.folded = "".join((*folded, self.folded[last:]))

    def _sign(self, words: str) -> str:
        if words not in self.hidden:
            self.hidden.append(words)
        return chr(FIRST_SIGN + self.hidden.index(words))

    @property
    def text(self) -> str:
        """The masked text."""
        return PRIVATE.sub(lambda sign: self.hidden[ord(sign.group()) - FIRST_SIGN], self.original)


def betrays(text: str, words: Iterable[str]) -> list[str]:
    """Which of `words` (own name, own unit) a text gives away, so that its writer can take them out."""
    tight = re.sub(r"\s", "", text.translate(FOLD)).casefold()
    return [word for word in words if len(word) > 1 and re.sub(r"\s", "", word).casefold() in tight]
