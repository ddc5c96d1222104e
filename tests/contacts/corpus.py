"""600 invented messages for the form, labelled: 300 enquiries of every awkward kind, 300 that are none.

The enquiries come from the labelled ones matching is measured on, from the invented office, from the
demonstration and from the awkward ones below; the others from twelve kinds of what forms receive. The
same seed gives the same messages.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

from contacts.office_generator import texts

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 300
SEED = 20261126


@dataclass(frozen=True)
class Message:
    kind: str
    text: str
    organisation: str = "Ortholink B.V."
    person: str = "Sanne Bakker"
    trapped: bool = False
    seconds: int = 240


# --- enquiries -----------------------------------------------------------------------------------------

AWKWARD = (
    "SEO is niet ons vak: wij maken een SEO (surgical endoscope oxygenator) voor ziekenhuizen.",
    "Wij onderzoeken viagra (sildenafil) en cialis (tadalafil) bij pulmonale hypertensie; wie doet mee aan een "
    "klinische studie?",
    "Our loan from RVO is in place; we look for an investor for 2 million euro in a clinical trial in Lyon.",
    "Nous cherchons un investisseur : 3 millions d'euros, taux d'intérêt à discuter, pour un vaccin.",
    "DRINGEND!!! WIJ ZOEKEN EEN PARTNER VOOR BEELDVORMING IN PARIJS. GRAAG SNEL ANTWOORD!!!",
    "Zie https://ortholink.example/product en https://ortholink.example/publicaties/2026 voor ons product; wij "
    "zoeken een ziekenhuis in Marseille dat de software wil proberen.",
    "Publications: https://doi.example/10.1000/1 https://doi.example/10.1000/2 https://doi.example/10.1000/3. "
    "We look for a research group that works on protein folding and has a cryo-electron microscope.",
    "Wij maken een app tegen gokverslaving (casino, sportweddenschappen) met een GGZ-instelling. Wie in Frankrijk "
    "doet onderzoek naar verslaving?",
    "Our research group studies gambling: online casinos and the brain. We look for a hospital in France.",
    "Blockchain voor patiëntendossiers, geen crypto. Gezocht: een ziekenhuis en een universiteit.",
    "Wij ontwikkelen een middel om af te vallen voor patiënten met diabetes. Gezocht: farmaceutisch bedrijf.",
    "Perdre du poids après un cancer : notre application accompagne les patients. Nous cherchons une clinique.",
    "Erfelijke ziekten (erfenis van een gen) zijn ons onderzoek; wij zoeken families en een kliniek in Nantes.",
    "We guarantee sterile delivery. 100% free of latex. We look for a production partner near Lyon.",
    "Gratis proefopstelling: wij plaatsen een sensor in uw ziekenhuis, gegarandeerd zonder kosten.",
    "Wij zijn een webbureau dat alleen voor ziekenhuizen werkt, en zoeken een zorginstelling in Elzas voor "
    "onderzoek naar begrijpelijke uitslagen.",
    "Medicijnen zonder recept: wij onderzoeken zelfzorg bij migraine. Gezocht: apothekers en een universiteit.",
    "Bel mij via WhatsApp op +31 6 0000 0123, dan leg ik ons plan voor een vaccin tegen RS-virus uit.",
    "Kort: MRI knie, ziekenhuis, Lyon?",
    "?",
    "Bonjour, pouvez-vous m'appeler",
    "hallo ik zoek een partner voor mijn idee, kan dat via jullie",
    "Wij meten α-synucleïne en β-amyloïd in ΔT-monsters; µ-fluïdica is ons vak.",
    "De heer Иван Петров van ons laboratorium spreekt Russisch; wij zoeken een partner voor celkweek.",
    "Search engine for medical images: it ranks X-rays. Improve the ranking with us? Hospitals wanted.",
    "Congratulations on the new pôle! We would like to join with our biotech start-up.",
    "Félicitations pour le site. Notre remise de prix cherche un pôle pour un jury sur les biotechnologies.",
    "Wij leveren steriele handschoenen, slechts 2 cent per stuk, en zoeken een distributeur voor ziekenhuizen.",
    "Our discount for hospitals is 20 percent. We look for a company that sells our wound dressing in France.",
    "Une prime (bonus) pour les patients qui arrêtent de fumer : nous cherchons une équipe de recherche.",
    "Uw website noemt geen contactpersoon voor neurologie. Wie moet ik hebben voor een studie naar Parkinson?",
    "Your website is unclear about fees: is a membership per month or per year? We make diagnostic kits.",
    "Votre site est très clair. Nous développons un test de diagnostic et cherchons un hôpital.",
    '<b>Vraag</b>: zoekt u nog deelnemers? Wij maken software & sensoren (zie "brochure").',
    "Ik schrijf namens 12 huisartsen uit Groningen. " * 40,
    "Regel een\n\n\nRegel twee\n- punt\n- punt\nhttps://zorg.example",
    "Onze investering in een lab in Nice: 4 miljoen. Lening zonder borg van de bank is er. Wie wil meedoen aan "
    "het onderzoek?",
    "We offer web design for patients with low vision: research with a hospital in Paris wanted.",
    "Telegram-bot voor therapietrouw bij hiv, getest in drie klinieken; wij zoeken een partner in Toulouse.",
    "Replica van een menselijk hart, geprint uit siliconen, om operaties te oefenen: ziekenhuizen gezocht.",
)
_TERMS = {
    "nl": ("medische beeldvorming", "vaccins", "kanker", "celtherapie", "hart- en vaatziekten", "voeding"),
    "en": ("medical imaging", "vaccines", "oncology", "cell therapy", "antibodies", "digital health"),
    "fr": ("l'imagerie médicale", "les vaccins", "le cancer", "la thérapie cellulaire", "la nutrition"),
}
_SIGNED = (
    "\n\nMet vriendelijke groet,\nSanne Bakker\nwww.ortholink.example\nhttps://linkedin.example/in/sanne",
    "\n\nKind regards,\nSanne Bakker, CEO\nhttps://ortholink.example | sanne@ortholink.example",
    "\n\nCordialement,\nSanne Bakker\nhttps://ortholink.example/fr?utm_source=mail&utm_campaign=2026",
    " Zie ook https://ortholink.example/a en https://ortholink.example/b.",
)


def _labelled(rng: Random) -> list[Message]:
    lines = [
        line
        for name in ("enquiries", "unseen")
        for line in (ROOT / f"tests/bench/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [Message("labelled", json.loads(line)["text"]) for line in rng.sample(lines, 130)]


def _told() -> list[Message]:
    tales = json.loads((ROOT / "fixtures/demonstration.json").read_text(encoding="utf-8"))["stories"]
    said = [
        (tale["enquiry"], any(step["do"] == "mark_spam" for step in tale["steps"]))
        for tale in tales
        if "suspicions" not in tale
    ]
    return [
        Message("demonstration", each["text"], each["organisation"], each["person"])
        for each, is_spam in said
        if not is_spam
    ]


def _invented(rng: Random, number: int) -> list[Message]:
    made = []
    for _ in range(number):
        language = rng.choice(list(_TERMS))
        terms = rng.sample(_TERMS[language], rng.choice((1, 2)))
        partner = rng.choice(texts.PARTNERS)
        text = texts.enquiry(language, terms, partner, rng.choice(("", "Lyon")), rng).text
        if rng.random() < 0.5:
            text += rng.choice(_SIGNED)
        if rng.random() < 0.2:
            text = text.upper()
        made.append(Message("invented", text, seconds=rng.choice((4, 9, 60, 900))))
    return made


def enquiries(seed: int = SEED) -> list[Message]:
    rng = Random(seed)
    found = [Message("awkward", text) for text in AWKWARD] + _labelled(rng) + _told()
    return (found + _invented(rng, NUMBER - len(found)))[:NUMBER]


# --- and what is none ----------------------------------------------------------------------------------

_SITE = ("rankrocket", "seo-star", "linkhub24", "goldspin", "fastcoin", "kredit-nu", "leadfarm", "pillz")
_SLOTS = {
    "sum": ("49", "99", "250", "1.500", "25,000"),
    "percent": ("2", "3", "5", "300"),
    "days": ("a week", "30 days", "48 hours"),
    "hello": ("Hi", "Hello", "Hello there", "Dear Sir/Madam", "Good day", "Hi team"),
    "name": ("Mark", "Jessica", "Rahul", "Olivia", "David"),
}
_KINDS = {
    "search": (
        "{hello}, I was on your website and noticed it does not rank well on Google. We can get you on page one "
        "within {days}. Shall I send you a free audit? {url}",
        "{hello}, we offer affordable SEO packages from ${sum} per month: keyword research, link building and "
        "monthly reports. Reply for a quote. {name}",
        "Beste websitebeheerder, uw site wordt slecht gevonden. Wij zetten u bovenaan in Google voor {sum} euro per "
        "maand, niet goed geld terug. {url}",
        "Bonjour, votre site manque de visibilité. Notre agence de référencement garantit la première page de "
        "Google en {percent} mois. Devis gratuit : {url}",
        "{hello}, do you accept guest posts? We pay ${sum} per article with one dofollow link. {name}",
        "{hello}, increase your organic traffic by {percent}0% with our white hat backlinks. {url}",
    ),
    "links": (
        "{url} {url} {url} {url}",
        "Nice site! {url} {url}",
        '<a href="{url}">cheap shoes</a> <a href="{url}">handbags</a>',
        "[url={url}]best deals[/url] [url={url}]here[/url]",
        "check this {url} and {url} and {url}",
    ),
    "casino": (
        "Play at the best online casino: {percent}00% welcome bonus and free spins! {url}",
        "Speel nu bij het beste online casino, gratis spins en snelle uitbetaling {url}",
        "Le meilleur casino en ligne de France, bonus de {sum} euros sans dépôt : {url}",
        "Bet on football and win big. Best odds, instant payout, register with promo code WIN{percent}. {url}",
    ),
    "crypto": (
        "{hello}, our trading bot makes {percent}% a day with bitcoin. Start with only ${sum}. {url}",
        "Verdien {sum} euro per dag met crypto, zonder ervaring. Meld u aan: {url}",
        "Investissez dans le bitcoin et gagnez {sum} euros par jour. Places limitées. {url}",
        "I lost my crypto to a scam and {name} helped me recover everything. Contact him on WhatsApp.",
        "Exclusive forex signals, {percent}% accuracy. Join our Telegram {url}",
    ),
    "loans": (
        "Do you need a loan? We give business loans at {percent}% without collateral, approved in {days}.",
        "Lening nodig? Ook zonder BKR, vanaf {percent}% rente, binnen 24 uur geld op uw rekening. {url}",
        "Prêt entre particuliers sérieux de {sum} à 500 000 euros au taux de {percent}%. Écrivez-moi sur WhatsApp.",
        "{hello}, we fund projects from 1 to 50 million USD, no upfront fee. Kindly send your business plan. {name}",
    ),
    "pills": (
        "Buy viagra and cialis without prescription, discreet shipping, {percent}0% discount {url}",
        "Kamagra kopen zonder recept, {sum} euro, morgen in huis {url}",
        "Perdez 10 kilos en {days} sans effort, sans ordonnance : {url}",
        "Lose belly fat with this one trick. Order today and get {percent} bottles free! {url}",
    ),
    "letters": (
        "Продвижение вашего сайта в поисковых системах. Гарантия результата, первые позиции за месяц. {url}",
        "Здравствуйте! Предлагаем рассылку по формам обратной связи, быстро и недорого. Пишите нам.",
        "您好，我们提供专业的网站推广和外贸服务，价格优惠，欢迎联系我们的客服团队。{url}",
        "مرحبا، نقدم لكم أفضل خدمات التسويق الإلكتروني وتصميم المواقع بأسعار مناسبة {url}",
        "คาสิโนออนไลน์ที่ดีที่สุด สมัครวันนี้รับโบนัสฟรี {url}",
    ),
    "services": (
        "{hello}, I am {name}, a web designer. I can rebuild your website in WordPress for ${sum}. Interested?",
        "{hello}, we provide verified B2B email lists of hospitals and clinics, {sum} contacts. Want a sample?",
        "Our explainer videos convert {percent} times better. A 60 second video for only ${sum}. {url}",
        "{hello}, we are a mobile app development company with {percent}0 developers. Hire us for $15 an hour.",
        "Wij maken uw nieuwe website voor slechts {sum} euro, inclusief hosting. Gratis offerte: {url}",
        "Boost your Instagram followers and Google reviews, from ${sum}. {url}",
        "{hello}, can we talk about outsourcing your data entry and call centre? We save you {percent}0%. {name}",
    ),
    "fortunes": (
        "Dear friend, I am the lawyer of the late Mr. {name}, who left 8.5 million dollars and no next of kin. You "
        "share his name. Reply in confidence.",
        "CONGRATULATIONS! Your email address has won {sum}.000 euro in the international lottery. Claim it: {url}",
        "I have gold bars in Ghana and need a partner abroad to sell them. {percent}0% is yours. {name}",
        "Your parcel is waiting. Pay the customs fee of {percent} euro here: {url}",
    ),
    "traps": (
        "I have a question about your services, please get back to me.",
        "Wij willen graag samenwerken met uw organisatie.",
        "Interested in a partnership. Best regards, {name}",
    ),
    "haste": (
        "Hello, please contact me about a cooperation.",
        "Graag contact over een samenwerking in de zorg.",
    ),
    "dating": (
        "Lonely? Meet hot women in your area tonight {url}",
        "Sexy girls zoeken contact, gratis inschrijven {url}",
        "Sex dating sans abonnement {url}",
    ),
}


def others(seed: int = SEED) -> list[Message]:
    rng = Random(seed)
    names = list(_KINDS)
    made = []
    for number in range(NUMBER):
        kind = names[number % len(names)]
        filled = {slot: rng.choice(values) for slot, values in _SLOTS.items()}
        text = rng.choice(_KINDS[kind])
        while "{url}" in text:
            text = text.replace("{url}", f"https://{rng.choice(_SITE)}.example/{rng.randrange(9_999)}", 1)
        made.append(
            Message(
                kind,
                text.format(**filled),
                organisation=f"{rng.choice(_SITE)} Ltd",
                person=filled["name"],
                trapped=kind == "traps" or rng.random() < 0.15,
                seconds=1 if kind == "haste" else rng.choice((2, 5, 30, 60)),
            )
        )
    return made
