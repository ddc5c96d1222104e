"""What speaks against a message of the public form being an enquiry. Pure: what was sent in, reasons out.

A suspicion never drops a message: it is stored with its reference and its story, and waits for a person.
So the rules may be plain, and are: one sign alone that a company could give as well counts for little,
and words of the office's own field speak for the sender.
"""

import datetime as dt
import re

from clusters.folding import fold
from contacts.enums import Suspicion

# --- links -----------------------------------------------------------------------------------------------

_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"\])]+", re.IGNORECASE)
_MARKUP = re.compile(r"\[(?:url|link)\b|<a\s[^>]*href", re.IGNORECASE)
MOSTLY_LINKS = 0.55  # of the characters of a text with two links or more; a short one with two has 0.4

# --- advertising -----------------------------------------------------------------------------------------

# Folded phrases and how much each says by itself; an offer needs several of them.
_PHRASES = {
    4: (
        "dear webmaster|beste webmaster|cher webmaster|dear website owner|dear site owner|"
        "buy backlinks|guest post service|online casino|casino en ligne|free spins|no credit check|"
        "forex signals|earn money from home|work from home and earn|you have won|vous avez gagne|"
        "u heeft gewonnen|pret entre particuliers|lening zonder bkr|next of kin|onlyfans|sex dating|"
        "hot (?:women|girls)|sexy (?:girls|women|vrouwen)|belly fat|zonder bkr"
    ),
    3: (
        "backlinks?|guest posts?|domain authority|link ?building|linkbuilding|free seo audit|seo services?|"
        "seo agency|seo bureau|seo package|agence seo|first page of google|top of google|"
        "eerste pagina van google|bovenaan in google|premiere page de google|bitcoins?|"
        "crypto ?(?:currency|monnaies?|munten|trading|wallet|investments?|beleggen)|"
        "without collateral|zonder onderpand|personal loans?|business loans?|pret personnel|"
        "passive income|passief inkomen|revenus passifs|without a? ?prescription|zonder recept|"
        "sans ordonnance|sports betting|sportweddenschappen|paris sportifs|slot machines?|jackpot|"
        "email lists?|b2b leads|lead generation|explainer videos?|replica watches|gold bars|crypto recovery|"
        "promo ?code|"
        "recover your (?:lost )?funds|social media followers|instagram followers|google reviews?"
    ),
    2: (
        "seo|casinos?|gokkasten|crypto|page one|rank(?:s|ed)? (?:well|high|better)|trading bot|best odds|"
        "web ?designers?|"
        "app development|hire us|explainer|outsourcing|customs fee|your parcel|uw pakket|votre colis|"
        "website traffic|organic traffic|more traffic|rankings?|zoekresultaten|"
        "referencement|search engine optimi[sz]ation|zoekmachine ?optimalisatie|viagra|cialis|kamagra|"
        "forex|usdt|ethereum|nft|loans?|leningen|lening|credit rapide|snel geld|argent facile|easy money|"
        "make money|geld verdienen|gagner de l argent|weight loss|afvallen|perdre du poids|"
        "unsubscribe|uitschrijven|se desabonner|lottery|loterij|loterie|inheritance|erfenis|heritage|"
        "beneficiary|web ?design|web development services?|mobile app development|escorts?|porn|"
        "bulk sms|verified buyers|dofollow|da ?[5-9]0"
    ),
    1: (
        "your website|your site|uw website|je website|votre site|your business|"
        "guaranteed?|gegarandeerd|garanti|click here|klik hier|cliquez ici|limited (?:time|offer|places)|"
        "tijdelijke aanbieding|offre limitee|act now|reply today|reply now|reageer nu|repondez vite|"
        "100 ?% (?:free|gratis|gratuit)|free (?:quote|audit|trial offer|consultation)|"
        "gratis (?:offerte|audit)|devis gratuit|"
        "discount|korting|remise|only \\d+|slechts \\d+|seulement \\d+|per month|par mois|"
        "interest|rente|taux|millions? (?:of )?(?:usd|dollars|euros?)|whatsapp|telegram|"
        "affordable|goedkoop|pas cher|best prices?|investment opportunity|double your|bonus|"
        "kilos?|b2b|wordpress|upfront|per dag|par jour|a day with|without effort|sans effort|moeiteloos|"
        "google|congratulations|felicitations|gefeliciteerd|no questions asked|skype"
    ),
}
_ADVERTISING = [
    (weight, re.compile(rf"(?<![a-z0-9])(?:{phrases})(?![a-z0-9])")) for weight, phrases in _PHRASES.items()
]
ENOUGH = 4  # of these weights; one offer in one breath has more, one unlucky word less
LINKS_SAY = 1  # in an advertisement the link is the point
# What the office is asked about. Two such words weigh as much as one strong sign.
_OUR_FIELD = re.compile(
    r"(?<![a-z])(?:patient|clinic|klinisch|clinique|ziekenhuis|hospital|hopita|hopital|onderzoek|recherche|"
    r"research group|universit|pole|poles|medic|medisch|therap|diagnos|vaccin|kanker|cancer|farma|pharma|"
    r"studie|trial|essai|biotech|prototype|eiwit|protein|cel|cellul|cells?)"
)
MOST_FOR_THE_SENDER = 3

# --- script ----------------------------------------------------------------------------------------------

_LETTER = re.compile(r"[^\W\d_]")
_OTHER_LETTER = re.compile(
    r"[\u0370-\u1dff\u1f00-\u1fff\u2c80-\ua71f\ua800-\uabff\uac00-\ufaff\ufb1d-\ufefc]"
)
FEWEST_LETTERS = 12  # a name in its own letters is no reason to wonder


def judge(
    text: str, *, names: str = "", trapped: bool = False, took: dt.timedelta | None, fastest: dt.timedelta
) -> list[Suspicion]:
    """Return why a message should be looked at before it is an enquiry; [] when nothing speaks against it.

    `names` are the sender's other words (organisation, person); `trapped` says that a field was filled in
    which nobody sees. `took` is the time between page and sending, None when it cannot be known; whoever
    needed less than `fastest` did not read the page. A text that is pasted ready-made takes longer.
    """
    said = f"{names}\n{text}"
    found = {
        Suspicion.TRAP: trapped,
        Suspicion.TOO_FAST: took is not None and took < fastest,
        Suspicion.LINKS: _is_mostly_links(text) or bool(_MARKUP.search(said)),
        Suspicion.ADVERTISING: _advertises(said) >= ENOUGH,
        Suspicion.OTHER_SCRIPT: _is_in_other_script(text),
    }
    return [suspicion for suspicion, holds in found.items() if holds]


def _is_mostly_links(text: str) -> bool:
    links = _LINK.findall(text)
    return len(links) > 1 and sum(map(len, links)) >= MOSTLY_LINKS * len(text.strip())


def _advertises(said: str) -> int:
    """Add up what the phrases say, each counted once, less what speaks for an enquiry."""
    folded = fold(said)
    weight = sum(each * len(set(pattern.findall(folded))) for each, pattern in _ADVERTISING)
    if weight and _LINK.search(said):
        weight += LINKS_SAY
    ours = len(set(_OUR_FIELD.findall(folded)))
    return weight - min(ours, MOST_FOR_THE_SENDER)


def _is_in_other_script(text: str) -> bool:
    others = len(_OTHER_LETTER.findall(text))
    return others >= FEWEST_LETTERS and others * 2 > len(_LETTER.findall(text))
