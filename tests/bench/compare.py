"""`make bench-matching`: the engine beside plain ways of searching, on one labelled file in one run.

Reads JSON lines with the fields of `manage.py match` and `relevance` (0, 1 or 2 per pôle). The register
comes from the fixtures into a database in memory; nothing of the machine's own data is read or changed.
"""

import argparse
import datetime as dt
import io
import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

os.environ["DATABASE_URL"] = "sqlite://:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attache.settings")

import django

django.setup()

import psycopg
from django.core.management import call_command

from clusters.models import Term
from contacts.matching import Enquiry, Index, match
from contacts.matching.measures import MEASURES, RESAMPLES, Judged, measure
from contacts.profiles import load_index
from tests.bench import rivals
from tools.find_postgres import candidate, maintenance

ENQUIRIES = Path(__file__).parent / "enquiries.jsonl"
DAY = "2014-12-18"  # the day of the office's overview: all seven pôles
SHORT = {
    "p_at_1": "P@1",
    "r_at_3": "R@3",
    "mrr": "MRR",
    "ndcg_at_3": "nDCG@3",
    "auc": "AUC",
    "kept": "kept",
    "caught": "caught",
}
KEEP = 0.96  # a rival has no verdict: it says "none" below the score that keeps this share of the fits


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=ENQUIRIES)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date.fromisoformat(DAY))
    options = parser.parse_args()
    lines = [
        json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    call_command("migrate", verbosity=0)
    call_command("load_register", verbosity=0, stdout=io.StringIO())
    index = load_index(as_of=options.as_of)
    misfits = sum(max(line["relevance"].values()) == 0 for line in lines)
    print(f"{options.file.name}: {len(lines)} enquiries, {misfits} fit no pôle; as of {options.as_of}\n")
    print("| matcher | " + " | ".join(SHORT[name] for name in MEASURES) + " |")
    print("|---" * (len(MEASURES) + 1) + "|")
    show("ours", [ours(line, index) for line in lines])
    for name, rival in every_rival(index).items():
        show(name, theirs(rival, lines))
    print(
        f"\n95 % intervals over {RESAMPLES} bootstrap draws of the enquiries. Only ours has verdicts; "
        f"for the others “none” is a best score below the one that keeps {KEEP:.0%} of the fits of this file."
    )
    return 0


def enquiry_of(line: dict[str, Any]) -> Enquiry:
    return Enquiry(
        text=line["text"],
        language=line.get("lang", "nl"),
        region_wish=line.get("region_wish") or "",
        partner_kind=line.get("partner_kind") or "",
        french_establishment=line.get("french_establishment"),
    )


def ours(line: dict[str, Any], index: Index) -> Judged:
    result = match(enquiry_of(line), index)
    ranking = tuple(candidate.slug for candidate in result.candidates)
    return Judged(line["relevance"], ranking, result.fit, result.verdict)


def theirs(rival: rivals.Rival, lines: list[dict[str, Any]]) -> list[Judged]:
    """Rank by score, ties in an order drawn once; a pôle without any score is not proposed."""
    draw = random.Random(2014)
    scored = []
    for line in lines:
        scores = sorted(rival(enquiry_of(line)).items())
        draw.shuffle(scores)
        scored.append(sorted((each for each in scores if each[1] > 0), key=lambda each: -each[1]))
    best = [scores[0][1] if scores else 0.0 for scores in scored]
    fits = sorted(top for top, line in zip(best, lines, strict=True) if max(line["relevance"].values()) > 0)
    threshold = fits[int((1 - KEEP) * len(fits))] if fits else 0.0
    return [
        Judged(
            line["relevance"],
            tuple(slug for slug, _score in scores),
            top,
            "none" if top < threshold else "suggest",
        )
        for line, scores, top in zip(lines, scored, best, strict=True)
    ]


def every_rival(index: Index) -> dict[str, rivals.Rival]:
    texts = rivals.documents(index)
    terms: dict[str, list[str]] = defaultdict(list)
    for theme, text in Term.objects.order_by("pk").values_list("theme__slug", "text"):
        terms[theme].append(text)
    with_terms = rivals.documents(index, terms)
    found = {
        "random": rivals.by_chance(index),
        "keyword overlap": rivals.by_keywords(texts),
        "BM25": rivals.by_bm25(texts),
        "character n-grams, tf-idf": rivals.by_characters(texts),
        "BM25 over our vocabulary": rivals.by_bm25(with_terms),
        "character n-grams over our vocabulary": rivals.by_characters(with_terms),
    }
    try:
        connection = psycopg.connect(maintenance(candidate()), connect_timeout=5, autocommit=True)
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[0]
        print(f"PostgreSQL full-text search is left out: no server answers ({reason}).", file=sys.stderr)
        return found
    found["PostgreSQL full-text search"] = rivals.by_postgres(texts, connection)
    return found


def show(name: str, judged: Iterable[Judged]) -> None:
    figures = measure(list(judged))
    found = (figures[each] for each in MEASURES)
    cells = (f"{each.value:.2f} [{each.low:.2f}-{each.high:.2f}]" if each else "-" for each in found)
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
