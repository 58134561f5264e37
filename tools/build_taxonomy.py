"""Re-lay the reference taxonomy into data/taxonomy/. Run by hand; its output is committed.

    python -m tools.build_taxonomy ../shared/reference/taxonomy.json

What is mended on the way is explained in docs/decisions/taxonomy.md.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from domain.text import fold
from tools import taxonomy_mends as mends

OUTPUT = Path(__file__).resolve().parents[1] / "data" / "taxonomy"

Row = dict[str, Any]


def typographic(text: str) -> str:
    """French as it is printed: ’ for ', no-break spaces inside « » and before ; : ? ! and %."""
    text = re.sub(r"\b([dl]) (?=[aeiouéh])", "\\1’", text.strip().replace("'", "’"))
    text = re.sub(r" ([;:?!»%])", "\u00a0\\1", text)
    return text.replace("« ", "«\u00a0")


def synonyms(label: str, words: list[str]) -> list[str]:
    """The words, printed well, without those that fold to the label or to an earlier one."""
    seen = {fold(label)}
    kept = []
    for word in map(typographic, words):
        if fold(word) not in seen:
            seen.add(fold(word))
            kept.append(word)
    return kept


def services(reference: Row) -> Row:
    return {
        "groups": [
            {"id": group["id"], "label": typographic(group["nom"])}
            for group in reference["groupes"]
        ],
        "services": [service(row) for row in reference["services"]],
        "ambiguous": {
            fold(word): meanings
            for word, meanings in sorted((reference["synonymes_ambigus"] | mends.AMBIGUOUS).items())
        },
        "broad": sorted(map(fold, mends.BROAD_WORDS)),
    }


def service(row: Row) -> Row:
    return {
        "id": row["id"],
        "label": typographic(row["libelle"]),
        "group": row["groupe"],
        "naf": row["naf"],
        "cpv": row["cpv"],
        "synonyms": synonyms(
            row["libelle"], row["synonymes"] + mends.SERVICE_SYNONYMS.get(row["id"], [])
        ),
    }


def kinds(reference: Row) -> Row:
    return {
        "caution": typographic(mends.CAUTION),
        "frames": [
            {"id": frame_id} | {key: typographic(text) for key, text in frame.items()}
            for frame_id, frame in mends.FRAMES.items()
        ],
        "kinds": [kind(row) for row in reference["types"]],
    }


def kind(row: Row) -> Row:
    code: str = row["id"]
    label = typographic(mends.KIND_LABELS.get(code) or row["nom"])
    answers = {"l" + frame[1:].lower(): said for frame, said in row["marches_reserves"].items()}
    answers["oeth"] = row["deduction_oeth"]
    answers["l2113-14"] = max(
        (answers["l2113-12"], answers["l2113-13"]), key=list(mends.ANSWERS).index
    )
    return {
        "code": code,
        "short": mends.KIND_SHORTS.get(code, code),
        "label": label,
        "family": row["famille"],
        "definition": typographic(row["definition"]),
        "synonyms": synonyms(label, row["synonymes"] + mends.KIND_SYNONYMS.get(code, [])),
        "frames": {frame: mends.ANSWERS[answers[frame]] for frame in mends.FRAMES},
        "conditions": {
            frame: typographic(mends.CONDITIONS[answers[frame]])
            for frame in mends.FRAMES
            if mends.ANSWERS[answers[frame]] == "conditionnel"
        },
        "until": mends.KIND_UNTIL.get(code),
        "note": typographic(row["note"]),
    }


def labels(reference: Row) -> list[Row]:
    return [
        {
            "id": row["id"],
            "label": typographic(row["nom"]),
            "category": row["categorie"],
            "issuer": typographic(row["emetteur"]),
            "description": typographic(row["description"]),
            "publicly_listed": row["verification"] == "fichier_ou_api_publique",
            "is_social": row["id"] in mends.SOCIAL_LABELS,
            "is_environmental": row["id"] in mends.ENVIRONMENTAL_LABELS,
            "synonyms": synonyms(
                row["nom"],
                [
                    word
                    for word in row["synonymes"] + mends.LABEL_SYNONYMS.get(row["id"], [])
                    if word not in mends.LABEL_WORDS_REMOVED
                ],
            ),
        }
        for row in reference["labels"]
    ]


def networks(reference: Row) -> list[Row]:
    return [
        {
            "id": row["id"],
            "label": typographic(row["nom"]),
            "synonyms": synonyms(row["nom"], mends.NETWORK_SYNONYMS.get(row["id"], [])),
        }
        for row in reference["reseaux"]
    ]


def write(name: str, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    # Short lists on one line: a diff then shows one line a fact.
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + one_line(m[1]) + "]", text)
    (OUTPUT / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def one_line(items: str) -> str:
    return re.sub(r",\n\s+", ", ", items)


def main(source: Path) -> None:
    reference = json.loads(source.read_text(encoding="utf-8"))
    OUTPUT.mkdir(parents=True, exist_ok=True)
    write("services", services(reference))
    write("kinds", kinds(reference))
    write("labels", labels(reference))
    write("networks", networks(reference))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
