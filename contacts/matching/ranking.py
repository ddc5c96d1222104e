"""Weighing what was recognised against each pôle: score, fit, verdict, and the reasons.

The score of a pôle is the sum of its best three themes, each worth how plainly the enquiry is about
it, times how well the pôle answers it, times how specific it is; the second and third count a
little less. Without the limit of three a pôle with a broad profile wins every long text. Small
evidence (names, and lines, members and projects that carry the same theme) is added; a wished region
and a kind of partner lift the whole and so can do nothing where there is no evidence. A French
establishment is advice and counts nothing.

The fit of an enquiry is apart from the score of any pôle: what it says about subjects the pôles
work on, against what it says about subjects outside their field.
"""

from dataclasses import dataclass

from contacts.matching.index import Carried, Cover, Index
from contacts.matching.likeness import Likeness
from contacts.matching.places import Wish
from contacts.matching.recognition import Found, Reading, recognise
from contacts.matching.values import Candidate, Enquiry, Labels, Reason, Result

BEST_THEMES = (1.0, 0.8, 0.6)
SEEN_TWICE = 0.4
NAMED_CLUSTER = 0.5
NAMED_ITEM = 0.15
CARRIED_ITEM = 0.04
MOST_CARRIED = 0.12
REGION_WISHED = 0.4
REGION_MENTIONED = 0.3
PARTNER_ASKED = 0.15
PARTNER_MENTIONED = 0.08
MEMBER_OF_THAT_KIND = 1 / 3  # as a focus of weight 1
LITTLE = 0.15  # a pôle that answers a theme less than this has it "only in passing"
PLAIN = 0.5  # strength from which a theme is what the enquiry is about

STRONG_SCORE = 0.5
STRONG_SHARE = 0.7  # of the best score
# Fit: one plain mention of one subject and nothing else gives exactly one half, which is too little to
# be sure of; two words for it, two subjects, or a plain question for it are enough. One plain subject
# against one plain word from outside gives 0.31: none. Between the two it is for a person to see. Set on
# the 210 enquiries of docs/matching.md; losing a good one costs the office more than reading a doubtful one.
FITS = 0.52
MAY_FIT = 0.36
FIT_HALFWAY = 0.25
OUTSIDE_WEIGHT = 1.2
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """An enquiry with all that was worked out once for every pôle."""

    enquiry: Enquiry
    reading: Reading
    wishes: tuple[Wish, ...]
    mentioned: tuple[Wish, ...]
    lifts: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Weighed:
    slug: str
    score: float
    evidence: float
    themes: tuple[tuple[float, Found, Cover], ...]
    reasons: tuple[Reason, ...]


def match(enquiry: Enquiry, index: Index, likeness: Likeness | None = None) -> Result:
    """Return every pôle with evidence for it, best first, the fit and the verdict.

    `likeness` is what the optional encoder made of the texts; it proposes no pôle by itself.
    """
    asked = _ask(enquiry, index, likeness)
    weighed = sorted(
        (each for each in (_weigh(slug, asked, index) for slug in index.profiles) if each.evidence > 0),
        key=lambda each: (-each.score, each.slug),
    )
    fit = _fit(asked.reading, index)
    if likeness:
        fit = likeness.moved(fit)
    best = weighed[0].score if weighed else 0.0
    candidates = tuple(
        Candidate(each.slug, round(each.score, 4), _band(each.score, best), each.reasons) for each in weighed
    )
    outside = tuple(
        index.themes[found.theme].labels for found in asked.reading.outside if found.strength >= PLAIN
    )
    verdict = _verdict(fit, bool(candidates))
    alike: tuple[str, ...] = ()
    if likeness and verdict != "suggest":
        proposed = {each.slug for each in weighed}
        alike = tuple(each for each in likeness.alike() if each in index.profiles and each not in proposed)
    return Result(verdict, round(fit, 4), candidates, outside, alike)


def explain_one(enquiry: Enquiry, index: Index, slug: str, likeness: Likeness | None = None) -> Candidate:
    """Return one pôle as `match` would, and if it is not the best, what outweighs it.

    Raises `KeyError` when the index knows no such pôle, neither today's nor one that was taken over.
    """
    if slug in index.successors:
        successor = index.profiles[index.successors[slug]]
        return Candidate(
            slug, 0.0, "", (Reason("text", False, "merged", facts=(("successor", successor.name),)),)
        )
    asked = _ask(enquiry, index, likeness)
    weighed = {each: _weigh(each, asked, index) for each in index.profiles}
    own = weighed[slug]
    best = max(each.score for each in weighed.values())
    reasons = list(own.reasons)
    if own.evidence <= 0:
        reasons.insert(0, Reason("text", False, "no_evidence"))
        if likeness and slug in likeness.alike():
            reasons.insert(0, Reason("text", True, "alike"))
    better = sorted(
        (each for each in weighed.values() if each.score > own.score), key=lambda each: -each.score
    )[:3]
    if better:
        reasons.append(_outranked(better, own, index))
    band = _band(own.score, best) if own.evidence > 0 else ""
    return Candidate(slug, round(own.score, 4), band, tuple(reasons))


def _ask(enquiry: Enquiry, index: Index, likeness: Likeness | None = None) -> _Asked:
    reading = recognise(enquiry, index)
    return _Asked(
        enquiry=enquiry,
        reading=reading,
        wishes=tuple(index.map.wished(enquiry.region_wish)),
        mentioned=tuple(index.map.mentioned(reading.text)),
        lifts=likeness.lifts() if likeness else {},
    )


def _weigh(slug: str, asked: _Asked, index: Index) -> _Weighed:
    covers = index.covers[slug]
    themes = sorted(
        (
            (
                found.strength * covers[found.theme].value * index.specificity[found.theme],
                found,
                covers[found.theme],
            )
            for found in asked.reading.subjects
            if found.theme in covers
        ),
        key=lambda each: (-each[0], each[1].theme),
    )
    evidence = _thematic(themes)
    named, named_reasons = _named_evidence(slug, asked, index)
    carried, carried_reasons = _carried_evidence(slug, asked, index)
    evidence += named + carried
    region, region_reasons = _region(slug, asked, index)
    partner, partner_reasons = _partner(slug, asked, index)
    reasons = [
        *(_theme_reason(found, cover, index) for _value, found, cover in themes[:MOST_REASONS]),
        *named_reasons,
        *carried_reasons,
        *_carriers(slug, [found for _value, found, _cover in themes[:MOST_REASONS]], index),
        *_figure(slug, asked, index),
        *region_reasons,
        *partner_reasons,
        *_against(slug, asked, index),
        *_eligibility(asked.enquiry),
    ]
    score = evidence * (1 + region + partner + asked.lifts.get(slug, 0.0))
    return _Weighed(slug, score, evidence, tuple(themes), tuple(reasons))


def _thematic(themes: list[tuple[float, Found, Cover]]) -> float:
    """Add up the best themes; several that reach the pôle by one focus are one strength, seen twice."""
    per_focus: dict[str, float] = {}
    for value, _found, cover in themes:
        known = per_focus.get(cover.focus.theme)
        per_focus[cover.focus.theme] = value if known is None else known + SEEN_TWICE * value
    best = sorted(per_focus.values(), reverse=True)
    return sum(factor * each for factor, each in zip(BEST_THEMES, best, strict=False))


def _theme_reason(found: Found, cover: Cover, index: Index) -> Reason:
    focus = cover.focus
    facts: list[tuple[str, object]] = [("theme", index.themes[found.theme].labels)]
    if cover.steps:
        facts.append(("broader", index.themes[focus.theme].labels))
    facts += [("quote", focus.quote), ("source_line", focus.source_line), ("source", focus.source)]
    if focus.line is not None:
        facts.append(("line", focus.line))
    if focus.inherited_from:
        facts.append(("inherited_from", focus.inherited_from))
    pattern = f"{'broader' if cover.steps else 'focus'}_{focus.weight}"
    return Reason("theme", True, pattern, found.words, found.spans, tuple(facts))


def _named_evidence(slug: str, asked: _Asked, index: Index) -> tuple[float, list[Reason]]:
    value = 0.0
    reasons: list[Reason] = []
    seen: set[str] = set()
    for mention in asked.reading.mentions:
        if mention.cluster != slug:
            continue
        key = mention.named.name.in_language("nl") if mention.named else ""
        if key in seen:
            continue
        seen.add(key)
        words, spans = (mention.words,), (mention.span,)
        if mention.named is None:
            value += NAMED_CLUSTER
            reasons.append(Reason("text", True, "named_cluster", words, spans))
        else:
            value += NAMED_ITEM / max(1, index.sharers.get(key, 1))
            facts = (("name", mention.named.name),)
            reasons.append(
                Reason(mention.named.kind, True, f"named_{mention.named.kind}", words, spans, facts)
            )
    return value, reasons[:MOST_REASONS]


def _carried_evidence(slug: str, asked: _Asked, index: Index) -> tuple[float, list[Reason]]:
    """Lines, members and projects that carry a theme of the enquiry; the three that say most.

    A mention counts but is not told: the reason of the focus already quotes the source.
    """
    weighed: list[tuple[float, Carried, Found]] = []
    for carried in index.carried[slug]:
        shared = [found for found in asked.reading.subjects if found.theme in carried.themes]
        if shared and carried.named.kind != "figure":
            weighed.append((max(found.strength for found in shared), carried, shared[0]))
    weighed.sort(key=lambda each: (-each[0], each[1].named.kind, each[1].named.name.in_language("nl")))
    value = min(MOST_CARRIED, sum(CARRIED_ITEM * strength for strength, _carried, _found in weighed))
    reasons = [
        Reason(
            carried.named.kind,
            True,
            carried.named.kind,
            found.words,
            found.spans,
            (("name", carried.named.name), ("theme", index.themes[found.theme].labels)),
        )
        for _strength, carried, found in [each for each in weighed if each[1].named.kind != "mention"][
            :MOST_REASONS
        ]
    ]
    return value, reasons


def _carriers(slug: str, subjects: list[Found], index: Index) -> list[Reason]:
    """Return which members carry the themes a pôle is proposed for; told beside the score, no part of it."""
    reasons = []
    for found in subjects:
        carriers = index.carriers[slug].get(found.theme)
        if carriers is None:
            continue
        facts: list[tuple[str, object]] = [("theme", index.themes[found.theme].labels)]
        facts.append(("names", carriers.names))
        more = carriers.number - len(carriers.names)
        if more > 0:
            facts.append(("more", more))
        pattern = "carriers_more" if more > 0 else "carriers"
        reasons.append(Reason("carriers", True, pattern, found.words, found.spans, tuple(facts)))
    return reasons


def _figure(slug: str, asked: _Asked, index: Index) -> list[Reason]:
    """Return what the pôle counts of the enquiry's plainest theme; told beside the score, not part of it."""
    for found in asked.reading.subjects:
        for carried in index.carried[slug]:
            if carried.named.kind == "figure" and found.theme in carried.themes:
                facts = (("name", carried.named.name),)
                return [Reason("figure", True, "figure", found.words, found.spans, facts)]
    return []


def _region(slug: str, asked: _Asked, index: Index) -> tuple[float, list[Reason]]:
    profile = index.profiles[slug]
    lift = 0.0
    reasons: dict[tuple[str, str], Reason] = {}
    elsewhere: list[str] = []
    for wish in (*asked.wishes, *asked.mentioned):
        in_text = wish.span is not None
        nearness = index.map.nearness(wish, profile)
        if wish.excluded:
            pattern = "region_excluded" if nearness == 1 else ""
        elif nearness > 0:
            lift = max(lift, (REGION_MENTIONED if in_text else REGION_WISHED) * nearness * wish.weight)
            pattern = "region_text" if in_text else "region" if nearness == 1 else "region_today"
        else:
            pattern = ""
            if not in_text:
                elsewhere.append(wish.words)
        if pattern:
            reason = Reason(
                "region",
                not wish.excluded,
                pattern,
                (wish.words,) if wish.span else (),
                (wish.span,) if wish.span else (),
                (("place", wish.words),),
            )
            reasons.setdefault((pattern, wish.words.casefold()), reason)
    found = list(reasons.values())
    if elsewhere and not any(reason.supports for reason in found):
        where = tuple(index.map.regions[each].name for each in profile.regions if each in index.map.regions)
        facts = (("place", ", ".join(elsewhere)), ("where", where))
        found.append(Reason("region", False, "region_elsewhere", facts=facts))
    return lift, found[:MOST_REASONS]


def _partner(slug: str, asked: _Asked, index: Index) -> tuple[float, list[Reason]]:
    """The kind of partner asked for on the form, and those the text speaks of."""
    lift = 0.0
    reasons: list[Reason] = []
    chosen = f"partner-{asked.enquiry.partner_kind}" if asked.enquiry.partner_kind else ""
    found = {each.theme: each for each in asked.reading.partners}
    wanted = {theme: (PARTNER_MENTIONED * each.strength, each) for theme, each in found.items()}
    if chosen in index.themes:
        wanted[chosen] = (PARTNER_ASKED, found.get(chosen) or Found(chosen, 1.0, (), ()))
    for theme, (most, each) in sorted(wanted.items(), key=lambda item: (-item[1][0], item[0])):
        offered, facts = _offered(slug, theme, index)
        label = ("partner", index.themes[theme].labels)
        if offered:
            lift = max(lift, most * offered)
            reasons.append(Reason("partner", True, "partner", each.words, each.spans, (label, *facts)))
        elif theme == chosen:
            reasons.append(Reason("partner", False, "partner_unknown", each.words, each.spans, (label,)))
    return lift, reasons[:2]


def _offered(slug: str, theme: str, index: Index) -> tuple[float, tuple[tuple[str, object], ...]]:
    """Return how much of a kind of partner a pôle has, and the sentence that says so."""
    cover = index.covers[slug].get(theme)
    if cover:
        return cover.value, (("quote", cover.focus.quote), ("source_line", cover.focus.source_line))
    kind = theme.removeprefix("partner-")
    if kind in index.partner_kinds[slug]:
        return MEMBER_OF_THAT_KIND, ()
    return 0.0, ()


def _against(slug: str, asked: _Asked, index: Index) -> list[Reason]:
    reasons = []
    covers = index.covers[slug]
    for found in asked.reading.subjects[:5]:
        cover = covers.get(found.theme)
        if found.strength < PLAIN or (cover and cover.value >= LITTLE):
            continue
        pattern = "only_in_passing" if cover else "not_in_profile"
        label = (("theme", index.themes[found.theme].labels),)
        reasons.append(Reason("theme", False, pattern, found.words, found.spans, label))
    for found in asked.reading.outside[:1]:
        label = (("theme", index.themes[found.theme].labels),)
        reasons.append(Reason("text", False, "outside", found.words, found.spans, label))
    return reasons[:MOST_REASONS]


def _eligibility(enquiry: Enquiry) -> list[Reason]:
    if enquiry.french_establishment is None:
        return []
    if enquiry.french_establishment:
        return [Reason("eligibility", True, "established")]
    return [Reason("eligibility", False, "not_established")]


def _outranked(better: list[_Weighed], own: _Weighed, index: Index) -> Reason:
    names = tuple(index.profiles[each.slug].name for each in better)
    labels: list[Labels] = []
    for each in better:
        for _value, found, _cover in each.themes[:2]:
            label = index.themes[found.theme].labels
            if label not in labels:
                labels.append(label)
    return Reason("theme", False, "outranked", facts=(("others", names), ("themes", tuple(labels[:4]))))


def _fit(reading: Reading, index: Index) -> float:
    """Return from 0 to 1 how surely the enquiry is about something the pôles work on.

    Strengths are squared, so that what the enquiry is plainly about outweighs words in passing.
    """
    inside = _plainness(reading.subjects, index)
    if any(mention.named is None for mention in reading.mentions):
        inside += NAMED_CLUSTER / 2
    if inside <= 0:
        return 0.0
    return inside / (inside + OUTSIDE_WEIGHT * _plainness(reading.outside, index) + FIT_HALFWAY)


def _plainness(found: tuple[Found, ...], index: Index) -> float:
    """Add up the three plainest; the health in e-health is no second subject beside e-health itself."""
    told: list[Found] = []
    for each in found:
        narrower = [other for other in told if each.theme in index.broader(other.theme)]
        if each.ticked or not all(_lies_in(span, narrower) for span in each.spans):
            told.append(each)
    return sum(factor * each.strength**2 for factor, each in zip(BEST_THEMES, told, strict=False))


def _lies_in(span: tuple[int, int], narrower: list[Found]) -> bool:
    return any(start <= span[0] and span[1] <= end for each in narrower for start, end in each.spans)


def _band(score: float, best: float) -> str:
    return "strong" if score >= STRONG_SCORE and score >= STRONG_SHARE * best else "plausible"


def _verdict(fit: float, has_candidates: bool) -> str:
    if not has_candidates or fit < MAY_FIT:
        return "none"
    return "suggest" if fit >= FITS else "doubtful"
