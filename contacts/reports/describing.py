"""The contract, told: to machines (CSV on the Web), in a workbook's reading guide, in the documentation."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from clusters.dates import in_words
from clusters.spreadsheets import Cell, CellKind, Column
from contacts.periods import Period, PeriodKind
from contacts.quarters import PARIS
from contacts.reports import contract
from contacts.reports.columns import ReportColumn
from contacts.reports.contract import FILES, VERSION, ReportFile
from contacts.reports.measures import FIGURES

_TYPES = {
    CellKind.TEXT: ("tekst", "text"),
    CellKind.INTEGER: ("geheel getal", "whole number"),
    CellKind.DECIMAL: ("getal", "number, at most one decimal"),
    CellKind.DATE: ("datum", "date"),
}


def still_running(period: Period, *, at: dt.datetime) -> str:
    """Return the sentence a report has while its period is not over at `at` (aware); empty when it is.

    All time has no end to wait for.
    """
    if period.end <= at or period.kind is PeriodKind.ALL_TIME:
        return ""
    return f"loopt nog: cijfers tot en met {in_words(at.astimezone(PARIS).date(), contract.LANGUAGE)}"


# --- to machines ----------------------------------------------------------------------------------------


def csvw(period: Period, names: Sequence[str], *, at: dt.datetime, delimiter: str) -> dict[str, Any]:
    """Return what the files are as W3C's “Metadata Vocabulary for Tabular Data” wants it, for a JSON file.

    Of a period that is running at `at` they say so; of one that is over the same whenever they are made.
    """
    running = still_running(period, at=at)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": f"Introducties, {period}",
        **({"dc:description": {"@value": running, "@language": "nl"}} if running else {}),
        "dc:language": "nl",
        "dc:conformsTo": f"docs/quarterly-export.md, {VERSION}",
        "dialect": {
            "encoding": "utf-8",
            "delimiter": delimiter,
            "header": True,
            "headerRowCount": 1,
            "lineTerminators": ["\r\n"],
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "tables": [_table(FILES[name], delimiter=delimiter) for name in names],
    }


def csvw_bytes(period: Period, names: Sequence[str], *, at: dt.datetime, delimiter: str) -> bytes:
    """Return the same as the file."""
    described = csvw(period, names, at=at, delimiter=delimiter)
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _table(file: ReportFile, *, delimiter: str) -> dict[str, Any]:
    return {
        "url": file.name,
        "dc:title": file.title,
        "dc:description": {"@value": f"Eén regel is {file.dutch}.", "@language": "nl"},
        "tableSchema": {"columns": [_column(column, delimiter=delimiter) for column in file.columns]},
    }


def _column(column: ReportColumn, *, delimiter: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": {"@value": column.dutch, "@language": "nl"},
        "datatype": _datatype(column, delimiter=delimiter),
        "null": "",
        "required": not column.empty[0],
    }
    if column.is_list:
        described["separator"] = contract.LIST_SEPARATOR
    return described


def _datatype(column: ReportColumn, *, delimiter: str) -> dict[str, Any]:
    match column.kind:
        case CellKind.INTEGER:
            return {"base": "integer"}
        case CellKind.DECIMAL:
            return {"base": "decimal", "format": {"decimalChar": "," if delimiter == ";" else "."}}
        case CellKind.DATE:
            return {"base": "date", "format": "yyyy-MM-dd"}
    if column.words:
        return {"base": "string", "format": "|".join(f"({_literal(word)})" for word in column.words)}
    return {"base": "string"}


# What has a meaning in the patterns of XML Schema and of ECMAScript; neither knows `\-` or `\ `.
_SIGNS = re.compile(r"[\\.*+?^$()\[\]{}|]")


def _literal(word: str) -> str:
    """Return the pattern that this word alone fits."""
    return _SIGNS.sub(r"\\\g<0>", word)


# --- to people who open the workbook --------------------------------------------------------------------

GUIDE_TITLE = "Leeswijzer"
GUIDE_COLUMNS = (
    Column("blad", width=24),
    Column("kolom of cijfer", width=36),
    Column("betekenis", width=90),
    Column("soort", width=16),
    Column("leeg", width=32),
    Column("waarden", width=90),
)
_GENERAL = (
    (
        "periode",
        "{period}: van middernacht tot middernacht in Parijs. Elk verzoek en elke introductie valt er in of"
        " niet, op het moment van ontvangst of versturen.",
    ),
    (
        "stand",
        "Status, antwoord en uitkomst zijn die van nu, het moment van maken, niet die van de laatste dag.",
    ),
    (
        "niet geteld",
        "Spam en wat apart is gezet heeft geen regel en staat in geen ander cijfer dan “apart geteld”.",
    ),
    ("personen", "Geen personen en geen vrije tekst, tenzij een blad “met contact” heet."),
    (
        "ernaast",
        "Naast elk cijfer staat dat van het kwartaal ervoor en van hetzelfde kwartaal een jaar eerder.",
    ),
    ("definities", "Versie {version} van de definities; een andere versie heeft een ander nummer."),
)


def guide_rows(period: Period, names: Sequence[str], *, at: dt.datetime) -> Iterator[Sequence[Cell]]:
    """Yield the rows of the reading guide, in Dutch: what holds for all, sheets, columns, figures."""
    if running := still_running(period, at=at):
        yield "", "loopt nog", running, "", "", ""
    for what, told in _GENERAL:
        yield "", what, told.format(period=period, version=VERSION), "", "", ""
    for name in names:
        file = FILES[name]
        yield file.title, "", f"Eén regel is {file.dutch}.", "", "", ""
        for column in file.columns:
            empty = column.empty[0] or "nooit"
            kind = "lijst" if column.is_list else _TYPES[column.kind][0]
            yield file.title, column.name, column.dutch, kind, empty, "; ".join(column.words)
    summary = FILES[contract.SUMMARY].title
    for measure, definition in FIGURES.items():
        values = "; ".join(definition.words.values()) if definition.words else "wat voorkwam"
        yield summary, measure.value, definition.dutch, definition.unit, "", values


# --- in the documentation -------------------------------------------------------------------------------


def columns_in_markdown(file: ReportFile) -> str:
    """Return the table of a file's columns as it stands in `docs/quarterly-export.md`."""
    lines = ["| column | meaning | type | source | may be empty? |", "|---|---|---|---|---|"]
    for column in file.columns:
        told = f"{column.english}: {'; '.join(column.words)}" if column.words else column.english
        kind = f"list of {_TYPES[column.kind][1]}" if column.is_list else _TYPES[column.kind][1]
        source = "–" if column.source == "–" else f"`{column.source}`"
        lines.append(f"| `{column.name}` | {told} | {kind} | {source} | {column.empty[1] or 'no'} |")
    return "\n".join(lines)


def figures_in_markdown() -> str:
    """Return the table of the figures as it stands in `docs/quarterly-export.md`."""
    lines = ["| `onderdeel` | unit | definition | rows |", "|---|---|---|---|"]
    for measure, definition in FIGURES.items():
        rows = "; ".join(definition.words.values()) if definition.words else "what occurred"
        lines.append(f"| `{measure.value}` | {definition.unit} | {definition.english} | {rows} |")
    return "\n".join(lines)
