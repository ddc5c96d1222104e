"""Plain ways to rank pôles by an enquiry's words, to see what the engine adds. Few lines, no dependency.

Each gets the same text per pôle: the labels of its focuses in three languages, the sentences behind
them, and what is said of its lines, members, projects and figures. `words` adds the vocabulary's terms.
"""

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable

import psycopg

from clusters.folding import fold
from contacts.matching import Enquiry, Index
from contacts.matching.stems import LANGUAGES, stem
from contacts.matching.text import FUNCTION_WORDS

Scores = dict[str, float]
Rival = Callable[[Enquiry], Scores]

K1, B = 1.5, 0.75  # the usual constants of BM25


def documents(index: Index, vocabulary: dict[str, list[str]] | None = None) -> dict[str, str]:
    """Return the text of each pôle; with `vocabulary` (terms per theme) also the terms of its focuses."""
    texts = {}
    for slug, profile in index.profiles.items():
        parts = [profile.name]
        for focus in profile.focuses:
            labels = index.themes[focus.theme].labels
            parts += [labels.nl, labels.fr, labels.en, focus.quote]
            parts += (vocabulary or {}).get(focus.theme, [])
        for named in profile.named:
            parts += [named.name.nl, *named.wording]
        texts[slug] = " ".join(parts)
    return texts


def words_in(text: str, languages: Iterable[str]) -> list[str]:
    """Return the stems of the words that are not of every day, in each of the languages."""
    plain = [word for word in re.findall(r"\w+", fold(text)) if word not in FUNCTION_WORDS and len(word) > 2]
    return [stem(word, language) for word in plain for language in languages]


def by_chance(index: Index) -> Rival:
    draw = random.Random(2014)
    return lambda enquiry: {slug: draw.random() for slug in index.profiles}


def by_keywords(texts: dict[str, str]) -> Rival:
    """The share of the enquiry's words that a pôle's text has."""
    known = {slug: set(words_in(text, LANGUAGES)) for slug, text in texts.items()}

    def score(enquiry: Enquiry) -> Scores:
        asked = set(words_in(enquiry.text, (enquiry.language,)))
        return {slug: len(asked & words) / (len(asked) or 1) for slug, words in known.items()}

    return score


def by_bm25(texts: dict[str, str]) -> Rival:
    counts = {slug: Counter(words_in(text, LANGUAGES)) for slug, text in texts.items()}
    lengths = {slug: sum(words.values()) for slug, words in counts.items()}
    mean = sum(lengths.values()) / len(lengths)
    spread = Counter(word for words in counts.values() for word in words)
    weight = {word: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in spread.items()}

    def score(enquiry: Enquiry) -> Scores:
        asked = set(words_in(enquiry.text, (enquiry.language,)))
        return {
            slug: sum(
                weight[word]
                * words[word]
                * (K1 + 1)
                / (words[word] + K1 * (1 - B + B * lengths[slug] / mean))
                for word in asked
                if words[word]
            )
            for slug, words in counts.items()
        }

    return score


def by_characters(texts: dict[str, str]) -> Rival:
    """Cosine of tf-idf vectors of the pieces of three to five letters within words."""
    counts = {slug: Counter(_pieces(text)) for slug, text in texts.items()}
    spread = Counter(piece for pieces in counts.values() for piece in pieces)
    weight = {piece: math.log((1 + len(texts)) / (1 + n)) + 1 for piece, n in spread.items()}
    vectors = {slug: _unit(pieces, weight) for slug, pieces in counts.items()}

    def score(enquiry: Enquiry) -> Scores:
        asked = _unit(Counter(_pieces(enquiry.text)), weight)
        return {
            slug: sum(value * vector.get(piece, 0.0) for piece, value in asked.items())
            for slug, vector in vectors.items()
        }

    return score


def _pieces(text: str) -> Iterable[str]:
    for word in re.findall(r"\w+", fold(text)):
        padded = f" {word} "
        for size in (3, 4, 5):
            yield from (padded[start : start + size] for start in range(len(padded) - size + 1))


def _unit(pieces: Counter[str], weight: dict[str, float]) -> dict[str, float]:
    vector = {piece: (1 + math.log(n)) * weight[piece] for piece, n in pieces.items() if piece in weight}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {piece: value / length for piece, value in vector.items()}


CONFIGURATION = {"nl": "dutch", "fr": "french", "en": "english"}


def by_postgres(texts: dict[str, str], connection: "psycopg.Connection[tuple[str, float]]") -> Rival:
    """PostgreSQL's own full-text search: any word of the enquiry, ranked with `ts_rank_cd`."""
    vector = " || ".join(f"to_tsvector('{name}', %(text)s)" for name in CONFIGURATION.values())
    connection.execute("CREATE TEMPORARY TABLE pole (slug text, words tsvector)")
    for slug, text in texts.items():
        connection.execute(f"INSERT INTO pole VALUES (%(slug)s, {vector})", {"slug": slug, "text": text})

    def score(enquiry: Enquiry) -> Scores:
        rows = connection.execute(
            "SELECT slug, ts_rank_cd(words, query, 1) FROM pole, (SELECT replace(plainto_tsquery("
            "%s::regconfig, %s)::text, ' & ', ' | ')::tsquery AS query) AS asked",
            (CONFIGURATION[enquiry.language], enquiry.text),
        )
        return dict(rows.fetchall())

    return score
