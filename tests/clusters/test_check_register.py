"""`manage.py check_register`: the register holds all facts of the office's document, and says so truly."""

import copy
import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from clusters.factcheck import check_ambiguities, check_facts
from clusters.factlist import FactList, FactMapping, read_list, read_mapping
from clusters.models import Ambiguity, Figure, LoadedRecord

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "facts"
# Of the list's own making, and no part of a fact: not looked for.
NOT_LOOKED_FOR = {"id", "note", "language", "place_kind", "role", "attribute"}


@cache
def listed() -> FactList:
    return read_list(FOLDER / "office-2014.json")


@cache
def mapping() -> FactMapping:
    return read_mapping(FOLDER / "mapping.toml")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def answer(*arguments: Any) -> tuple[list[str], int]:
    out, code = StringIO(), 0
    try:
        call_command("check_register", *arguments, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return out.getvalue().splitlines(), code


def fact(number: str) -> dict[str, Any]:
    return next(dict(each) for each in listed().facts if each["id"] == number)


def problems(*facts: dict[str, Any]) -> list[str]:
    return [problem for finding in check_facts(facts, mapping()) for problem in finding.problems]


def test_the_register_holds_every_fact_of_the_document_and_both_readings_of_every_doubt(
    register: None,
) -> None:
    lines, code = answer()
    assert code == 0
    assert lines[-1] == "278 of 278"
    assert "lyonbiopole               44 found,   0 missing" in lines
    assert "ambiguities               25 found,   0 missing" in lines
    assert not [line for line in lines if line.startswith("missing")]


def test_what_names_an_official_is_held_without_the_name(register: None) -> None:
    lines, _code = answer()
    assert "held     D-DOC-02: named official, withheld" in lines
    assert "held     D-CON-01: named official, withheld" in lines
    for number in ("D-DOC-02", "D-CON-01"):
        assert (fact(number)["value"], fact(number)["source_quote"]) == ("withheld", "")


def rows_of(number: str) -> list[Any]:
    rule = mapping().rule_for(fact(number))
    assert rule
    rows: Any = apps.get_model("clusters", rule.table)._default_manager.filter(reference__contains=number)
    return [row for row in rows if number in row.reference.split()]


def test_every_fact_taken_out_of_the_register_is_missed(register: None) -> None:
    unnoticed = []
    for each in listed().facts:
        with transaction.atomic():
            for row in rows_of(each["id"]):
                type(row)._default_manager.filter(pk=row.pk).update(reference="")
            if not problems(dict(each)):
                unnoticed.append(each["id"])
            transaction.set_rollback(True)
    assert unnoticed == []


def test_a_row_deleted_by_staff_is_missed_and_named(register: None) -> None:
    Figure.objects.get(reference="P1-FIG-01").delete()
    lines, code = answer()
    assert code == 1
    assert lines[-1] == "277 of 278"
    assert "missing  P1-FIG-01: no figure of the register carries this number" in lines
    assert "lyonbiopole               43 found,   1 missing" in lines


def leaves(part: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict | list) and value:
            yield from leaves(value, (*way, name))
        else:
            yield (*way, name), value


def changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1] != "x" else "y")
    return "something" if value is None else ["something"]


def altered() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every fact with one of its parts changed, by one letter, one digit or one yes."""
    for each in listed().facts:
        if each.get("personal_data"):
            continue
        for way, value in leaves(each):
            if (NOT_LOOKED_FOR & set(way) and way != ("role",)) or (
                way == ("as_of",) and value == "2013 (end)"
            ):
                continue
            other: Any = copy.deepcopy(dict(each))
            inner = other
            for name in way[:-1]:
                inner = inner[name]
            inner[way[-1]] = changed(value)
            yield f"{each['id']} {way}", other


def test_a_fact_that_says_anything_else_in_the_list_is_missed(register: None) -> None:
    cases = list(altered())
    assert len(cases) > 2000
    findings = check_facts([other for _name, other in cases], mapping())
    accepted = [name for (name, _fact), finding in zip(cases, findings, strict=True) if not finding.problems]
    assert accepted == []


@pytest.mark.parametrize("part", ["value", "unit", "qualifier", "label", "since", "line", "source_quote"])
def test_a_fact_that_the_list_tells_by_halves_is_missed(register: None, part: str) -> None:
    """Nothing is held by not having been asked for."""
    halved = fact("P3-FIG-01")
    del halved[part]
    [problem] = problems(halved)
    assert problem.startswith(f"{part}: the list has “None”")


@pytest.mark.parametrize(
    ("number", "change"),
    [
        ("G-RUL-02", {"condition": ""}),
        ("G-RUL-03", {"outcome": "aan een onderzoekspro"}),
        ("P5-GOA-02", {"theme": "obes"}),
        ("P2-THE-06", {"targets": ["mark"]}),
    ],
)
def test_half_a_word_is_in_no_text(register: None, number: str, change: dict[str, Any]) -> None:
    [problem] = problems({**fact(number), **change})
    assert problem.startswith(next(iter(change)))


@pytest.mark.parametrize("change", [{"line": 8}, {"pole": "medicen"}, {"explicit": False}])
def test_what_is_withheld_still_stands_where_the_list_says(register: None, change: dict[str, Any]) -> None:
    [problem] = problems({**fact("D-DOC-02"), **change})
    assert problem.startswith(next(iter(change)))


@pytest.mark.parametrize(
    ("number", "change"),
    [
        ("P1-FIG-01", {"value": 318}),
        ("P1-STU-01", {"stated_on": dt.date(2013, 1, 1)}),
        ("P1-FIG-02", {"qualifier": "exact"}),
        ("P3-FIG-01", {"since": 2006}),
        ("P1-FIG-08", {"stated_on": dt.date(2014, 5, 1)}),
        ("P1-EVA-02", {"disputed": False}),
        ("P2-CIT-01", {"derived": False}),
        ("P1-THE-03", {"emphasis": "main"}),
        ("P1-THE-03", {"scope_nl": "mens"}),
        ("P6-STR-01", {"title_nl": "Voeding"}),
        ("G-GEN-01", {"text_nl": "De pôles zijn goed verdeeld."}),
        ("P2-REG-02", {"named_in": "list"}),
        ("P5-MEM-02", {"quote": "Bayer Health Care en de LFB Groep"}),
        ("P5-MEM-02", {"source_line": 85}),
        ("P2-PAR-02", {"country": "FR"}),
    ],
)
def test_a_row_that_says_anything_else_than_the_list_is_missed(
    register: None, number: str, change: dict[str, Any]
) -> None:
    [row] = rows_of(number)
    type(row)._default_manager.filter(pk=row.pk).update(**change)
    [problem, *_] = problems(fact(number))
    assert "the list has" in problem


def test_an_organisation_renamed_by_staff_is_still_found_by_its_name_in_the_document(register: None) -> None:
    [row] = rows_of("P6-MEM-03")
    row.organisation.name = "Sanofi Group"
    row.organisation.save()
    assert problems(fact("P6-MEM-03")) == []


def test_what_the_mapping_does_not_know_is_not_taken_for_held(register: None) -> None:
    assert problems({**fact("P1-FIG-01"), "colour": "red"}) == [
        "the mapping does not say where “colour” stands"
    ]
    assert problems({**fact("P1-FIG-01"), "category": "poem"}) == [
        "the mapping has no rule for the category “poem”"
    ]


def test_a_doubt_without_its_other_reading_is_missed(register: None) -> None:
    Ambiguity.objects.filter(reference="A08").update(other_reading_fr="")
    Ambiguity.objects.filter(reference="A05").update(concerns="P1-FIG-01")
    Ambiguity.objects.filter(reference="A01").delete()
    found = {each.number: each.problems for each in check_ambiguities(listed().ambiguities, mapping())}
    assert found["A01"] == ("no ambiguity of the register carries this number",)
    assert "“fr”" in found["A08"][0]
    assert found["A05"][0].startswith("facts: the list has “P1-FIG-01 P1-FIG-02")
    lines, code = answer()
    assert (lines[-1], code) == ("278 of 278", 1)


def test_the_name_of_an_official_typed_in_by_staff_is_noticed(register: None) -> None:
    [row] = rows_of("D-DOC-02")
    type(row)._default_manager.filter(pk=row.pk).update(quote="Iemand")
    assert problems(fact("D-DOC-02")) == ["the row quotes the source, and with it the name"]


def test_another_list_of_facts_may_be_given(register: None, tmp_path: Path) -> None:
    own = tmp_path / "facts.json"
    own.write_text(json.dumps({"facts": [fact("P1-FIG-01"), {**fact("P1-FIG-02"), "value": 161}]}))
    lines, code = answer(own)
    assert (lines[-1], code) == ("1 of 2", 1)
    assert "missing  P1-FIG-02: value: the list has “161”, the register “160”" in lines


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "holds no list “facts”"),
        ('{"facts": []}', "holds no list “facts”"),
        ('{"facts": [{"id": "A"}, {"id": "A"}, {}]}', "every fact needs an “id” of its own; see ?, A."),
    ],
)
def test_a_file_that_is_no_list_of_facts_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "facts.json").write_text(text)
    with pytest.raises(CommandError, match=r"facts\.json") as refused:
        answer(tmp_path / "facts.json")
    assert sentence in str(refused.value)


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.json cannot be read"):
        answer("nowhere.json")


def test_an_empty_register_holds_nothing(db: None) -> None:
    assert not LoadedRecord.objects.exists()
    lines, code = answer()
    assert (lines[-1], code) == ("0 of 278", 1)
