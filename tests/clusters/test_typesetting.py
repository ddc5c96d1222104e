"""Setting values in type: whatever stands in the database is printed as it is, and the same twice over."""

import datetime as dt
import json
import resource
import unicodedata
from pathlib import Path

import pytest

from clusters import typesetting
from clusters.typesetting import NotTypeset, printable, typeset
from tests.paper import catalogue_of, opened, pages_of, tags_of, text_of_pdf

MEMORY = Path("/proc/self/statm")
AT = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set text(font: "Libertinus Serif", lang: data.language)
#heading(data.title)
#for text in data.texts { par(text) }
"""


@pytest.fixture(autouse=True)
def templates(tmp_path, monkeypatch):
    (tmp_path / "plain.typ").write_text(TEMPLATE)
    monkeypatch.setattr(typesetting, "folder", lambda: tmp_path)
    return tmp_path


def pdf(*texts, template="plain.typ", at=AT):
    return typeset(template, {"title": "Titel", "language": "nl", "texts": texts}, at=at)


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") #let a = 1 #import "/etc/passwd"',
        "*vet* _schuin_ $x^2$ @ergens <label> `code` = kop - lijst + lijst / term: x",
        "einde ] van [ een { blok } \\ backslash \\u{41} // geen commentaar /* en dit */ niet",
        "“aanhaling” ‘enkel’ \"recht\" 'recht' -- --- ... ~ 50 % & 1 < 2",
        "Cœur, Ærø, Łódź, Đorđe, naïef, ingeëtst, Île-de-France, Ελλάδα, Москва",
    ],
)
def test_what_means_something_to_typst_is_printed_as_it_is(text):
    assert " ".join(text.split()) in text_of_pdf(pdf(text))


def test_a_long_name_without_a_blank_stays_whole():
    name = "x" * 120
    assert name in text_of_pdf(pdf(name)).replace(" ", "")


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("e\u0301te\u0301", "été"),
        ("ofﬁce", "office"),
        ("A\u202eexe.fdp\u202cZ\u200f!", "Aexe.fdpZ!"),
        ("twee\r\nregels\ttab\u2028x", "twee  regels tab x"),
        ("af\u00adbreken", "afbreken"),
        ("nul\x00teken", "nul teken"),
        ("gezicht 😀, 漢字", "gezicht �, ��"),
        ("Ｆｕｌｌ", "Full"),
    ],
)
def test_what_cannot_be_printed_becomes_what_can(stored, printed):
    assert printable(stored) == printed
    assert " ".join(printed.split()) in text_of_pdf(pdf(stored))


def test_every_character_that_is_kept_can_be_printed():
    """Some stand alone and some after a letter, as accents do; a font without them would stop the PDF."""
    kept = sorted(typesetting._known())
    assert pdf(*("a".join(kept[start : start + 40]) for start in range(0, len(kept), 40)))
    every = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) != "Cs"]
    assert typesetting._known().issuperset("".join(printable(every)))


def test_the_same_data_and_moment_give_the_same_bytes_and_another_moment_another_date():
    first = pdf("één")
    assert pdf("één") == first
    assert opened(first).metadata.creation_date == AT
    later = pdf("één", at=AT + dt.timedelta(days=1))
    assert opened(later).metadata.creation_date == AT + dt.timedelta(days=1)


def test_a_pdf_says_its_title_its_language_and_that_it_is_tagged():
    content = pdf("één")
    root = catalogue_of(content)
    assert opened(content).metadata.title == "Titel"
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert ("/H1", None) in tags_of(content)
    assert pages_of(content)[0] == "Titel één"


@pytest.mark.parametrize(
    "fault",
    ["#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg'/>\"))", '#read("/../secret")', "#data.missing"],
)
def test_a_template_that_breaks_the_standard_or_reads_elsewhere_is_refused(templates, fault):
    (templates.parent / "secret").write_text(json.dumps("secret"))
    (templates / "wrong.typ").write_text(TEMPLATE + fault)
    with pytest.raises(NotTypeset):
        pdf("x", template="wrong.typ")


@pytest.mark.skipif(not MEMORY.exists(), reason="the machine does not tell how much memory a process has")
def test_nothing_is_kept_of_the_documents_that_were_made():
    def megabytes() -> float:
        return int(MEMORY.read_text().split()[1]) * resource.getpagesize() / 1e6

    def long_one(number: int) -> None:
        pdf(*(f"{number} {place} Sommige woorden komen vaker voor." * 3 for place in range(800)))

    long_one(0)
    before = megabytes()
    for number in range(1, 7):
        long_one(number)
    assert megabytes() - before < 40
