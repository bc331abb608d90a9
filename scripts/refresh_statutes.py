"""Refresh rules/<version>/statutes.yaml, the catalogue's own index of cited articles, from statute texts.

python -m scripts.refresh_statutes FOLDER [RULES_FOLDER ...]

FOLDER holds one JSON Lines file per law, one article per line:
{"law": title, "short": short title, "version": …, "article": 第九十一条, "number": 91, "sub": 1, "text": …}.
Every rules folder (default: all beside this script) is read for its citations, and the cited articles are
written with the phrases the rules lean on. Dates of force are kept as they stand in the file: texts do not
tell them reliably. Ends with 1, and changes nothing, where an article or a phrase is missing.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("valid_from", "valid_to")
HEAD = """# 法条索引：规则所引条文的全文。由 scripts/refresh_statutes.py 从法律文本生成，请勿手改条文；
# 施行、失效日期由人填写，刷新时保留。subjects 为规则所依据的原文词句。
"""

Citations = dict[tuple[str, str], list[str]]


def main(arguments: list[str]) -> int:
    """Refresh the index of every rules folder."""
    if not arguments:
        print(__doc__)
        return 2
    texts = read_texts(Path(arguments[0]))
    folders = [Path(name) for name in arguments[1:]] or [
        cover.parent for cover in sorted((ROOT / "rules").glob("*/catalogue.yaml"))
    ]
    return max(refresh(folder, texts) for folder in folders)


def read_texts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Short title → the law's articles, in order."""
    texts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            texts[article["short"]].append(article)
    return texts


def refresh(folder: Path, texts: dict[str, list[dict[str, Any]]]) -> int:
    """Write one folder's index; 1 where a citation cannot be found."""
    cited = citations_of(folder)
    missing = list(missing_from(texts, cited))
    for sentence in missing:
        print(f"{folder.name}: {sentence}", file=sys.stderr)
    if missing:
        return 1
    target = folder / "statutes.yaml"
    before = yaml.safe_load(target.read_text(encoding="utf-8")) if target.exists() else {}
    cover = yaml.safe_load((folder / "catalogue.yaml").read_text(encoding="utf-8"))
    index = {
        "version": cover["version"],
        "date": cover["date"],
        "source": before.get(
            "source", "法律、司法解释和规范性文件的公开文本（公有领域），供核对之用，以正式公布文本为准。"
        ),
        "default": False,
        "laws": [law for short in texts if (law := law_entry(short, texts[short], cited, before))],
    }
    body = yaml.safe_dump(index, allow_unicode=True, sort_keys=False, width=1000)
    target.write_text(HEAD + body, encoding="utf-8")
    print(f"{folder.name}: {len(index['laws'])} laws, {len(cited)} articles")
    return 0


def citations_of(folder: Path) -> Citations:
    """(law, article) → the phrases cited from it, sorted."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for category in yaml.safe_load((folder / "catalogue.yaml").read_text(encoding="utf-8"))["categories"]:
        for rule in yaml.safe_load((folder / f"{category['id']}.yaml").read_text(encoding="utf-8")):
            for basis in rule["basis"]:
                if "law" in basis:
                    found[basis["law"], basis["article"]].add(basis["subject"])
    return {place: sorted(subjects) for place, subjects in found.items()}


def missing_from(texts: dict[str, list[dict[str, Any]]], cited: Citations) -> Iterator[str]:
    """What is cited but not there."""
    for (law, label), subjects in cited.items():
        article = next((one for one in texts.get(law, []) if one["article"] == label), None)
        if article is None:
            yield f"《{law}》{label} is not among the texts"
            continue
        for subject in subjects:
            if subject not in article["text"]:
                yield f"《{law}》{label} does not say “{subject}”"


def law_entry(
    short: str, articles: list[dict[str, Any]], cited: Citations, before: dict[str, Any]
) -> dict[str, Any] | None:
    """One law of the index, or none if nothing of it is cited."""
    entries = [
        {
            "article": article["article"],
            "number": article["number"],
            **({"sub": article["sub"]} if "sub" in article else {}),
            "subjects": cited[short, article["article"]],
            "text": article["text"],
        }
        for article in articles
        if (short, article["article"]) in cited
    ]
    if not entries:
        return None
    known: dict[str, Any] = next((law for law in before.get("laws", []) if law["short"] == short), {})
    return {
        "short": short,
        "title": articles[0]["law"],
        "version": articles[0]["version"],
        **{name: known[name] for name in KEPT if name in known},
        "paragraphs": any("\n" in article["text"] for article in articles),
        "articles": entries,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
