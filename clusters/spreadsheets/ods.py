"""A workbook as OpenDocument (ISO 26300), written as the rows come."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from clusters.spreadsheets.archive import Archive, markup
from clusters.spreadsheets.cells import Cell
from clusters.spreadsheets.columns import (
    FIRST_DAY,
    MOST_ROWS,
    CellKind,
    Column,
    Sheet,
    checked,
    day_as_text,
    day_of,
    letters,
    moment_as_text,
    moment_of,
    number_of,
    text_of,
    too_many_rows,
    visible,
    whole_number_of,
)

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    f'xmlns:{prefix}="{_URN}:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("config", "config"),
    ]
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
# Alone inside a line a blank is itself; a run of them, or one at either end, would be read as one or none.
_BLANKS = re.compile(r" {2,}|\A | \Z|\t")
_WIDTHS = range(3, 121)
_STYLE = {
    CellKind.TEXT: "text",
    CellKind.INTEGER: "integer",
    CellKind.DECIMAL: "decimal",
    CellKind.DATE: "date",
    CellKind.INSTANT: "instant",
}


def write(target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    written: list[tuple[str, str]] = []  # name, range
    with Archive(target) as archive:
        archive.add("mimetype", MIME_TYPE, stored=True)  # first and as it is: so the format asks
        archive.stream("content.xml", _content(sheets, written))
        archive.add("styles.xml", f'{HEAD}<office:document-styles {_NAMES} office:version="1.2"/>')
        archive.add("meta.xml", _meta(title, made_at))
        archive.add("settings.xml", _settings([name for name, _range in written]))
        archive.add("META-INF/manifest.xml", _MANIFEST)


def _content(sheets: Iterable[Sheet], written: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the workbook's XML and leave in `written` the name and range of each sheet."""
    names: set[str] = set()
    yield (
        f'{HEAD}<office:document-content {_NAMES} office:version="1.2"><office:automatic-styles>{_STYLES}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
    )
    for sheet in sheets:
        checked(sheet, names)
        yield f'<table:table table:name="{markup(sheet.name)}">{_columns(sheet.columns)}'
        header = "".join(
            _text_cell(visible(column.name), ' table:style-name="header"') for column in sheet.columns
        )
        yield f"<table:table-row>{header}</table:table-row>"
        number = 1
        for row in _rows(sheet):
            number += 1
            yield row
        yield "</table:table>"
        quoted = "'" + sheet.name.replace("'", "''") + "'"
        written.append((sheet.name, f"{quoted}.A1:{quoted}.{letters(len(sheet.columns) - 1)}{number}"))
    if not written:
        raise ValueError("A workbook has at least one sheet.")
    yield f"{_filters([reach for _name, reach in written])}</office:spreadsheet></office:body>"
    yield "</office:document-content>"


def _columns(columns: Iterable[Column]) -> str:
    return "".join(
        f'<table:table-column table:style-name="w{min(max(column.characters, _WIDTHS[0]), _WIDTHS[-1])}" '
        f'table:default-cell-style-name="{_STYLE[column.kind]}"/>'
        for column in columns
    )


def _rows(sheet: Sheet) -> Iterator[str]:
    writers = [_WRITERS[column.kind] for column in sheet.columns]
    for number, row in enumerate(sheet.rows, start=2):
        if number > MOST_ROWS:
            raise too_many_rows()
        cells = "".join(
            [
                "<table:table-cell/>" if value is None or value == "" else write(value)
                for write, value in zip(writers, row, strict=True)
            ]
        )
        yield f"<table:table-row>{cells}</table:table-row>"


def _filters(ranges: list[str]) -> str:
    each = "".join(
        f'<table:database-range table:name="__Anonymous_Sheet_DB__{position}" '
        f'table:target-range-address="{markup(reach)}" table:display-filter-buttons="true"/>'
        for position, reach in enumerate(ranges)
    )
    return f"<table:database-ranges>{each}</table:database-ranges>"


def _text_cell(text: str, style: str = ' table:style-name="text"') -> str:
    if "\n" not in text:
        paragraphs = f"<text:p>{_line(text)}</text:p>"
    else:
        paragraphs = "".join(f"<text:p>{_line(line)}</text:p>" for line in text.split("\n"))
    if "\t" in text:  # LibreOffice passes over a tab in a paragraph
        whole = markup(text).replace("\t", "&#9;").replace("\n", "&#10;")
        style += f' office:string-value="{whole}"'
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _line(text: str) -> str:
    return _BLANKS.sub(_blank, markup(text))


def _blank(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def _number_cell(digits: str | None, value: Cell) -> str:
    if digits is None:
        return _text_cell(str(value))
    return f'<table:table-cell office:value-type="float" office:value="{digits}"/>'


def _date_cell(value: Cell) -> str:
    day = day_of(value)
    if day < FIRST_DAY:
        return _text_cell(day_as_text(day))
    return f'<table:table-cell office:value-type="date" office:date-value="{day.isoformat()}"/>'


def _instant_cell(value: Cell) -> str:
    moment = moment_of(value)
    if moment.date() < FIRST_DAY:
        return _text_cell(moment_as_text(moment))
    return f'<table:table-cell office:value-type="date" office:date-value="{moment.isoformat()}"/>'


_WRITERS: dict[CellKind, Callable[[Cell], str]] = {
    # The column's own style is not named again: half of a large file would be that.
    CellKind.TEXT: lambda value: _text_cell(text_of(value), ""),
    CellKind.INTEGER: lambda value: _number_cell(whole_number_of(value), value),
    CellKind.DECIMAL: lambda value: _number_cell(number_of(value), value),
    CellKind.DATE: _date_cell,
    CellKind.INSTANT: _instant_cell,
}


# --- what does not depend on the rows -------------------------------------------------------------------

_DAY = '<number:day number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
_DAY += '<number:text>-</number:text><number:year number:style="long"/>'
_TIME = '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
_TIME += (
    '<number:minutes number:style="long"/><number:text>:</number:text><number:seconds number:style="long"/>'
)
# Text cells are of the format “text”: so they stay when somebody goes into one and out again.
_STYLES = (
    '<number:text-style style:name="Ntext"><number:text-content/></number:text-style>'
    '<number:number-style style:name="Ninteger"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1"/></number:number-style>'
    '<number:number-style style:name="Ndecimal"><number:number number:min-integer-digits="1"/>'
    "</number:number-style>"
    f'<number:date-style style:name="Ndate">{_DAY}</number:date-style>'
    f'<number:date-style style:name="Ninstant">{_DAY}{_TIME}</number:date-style>'
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="N{name}"/>'
        for name in _STYLE.values()
    )
    + '<style:style style:name="header" style:family="table-cell" style:data-style-name="Ntext">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    + "".join(
        f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * 0.21:.2f}cm"/></style:style>'
        for width in _WIDTHS
    )
)


def _meta(title: str, made_at: dt.datetime) -> str:
    moment = made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<office:document-meta {_NAMES} {_DC} office:version="1.2"><office:meta>'
        f"<meta:generator>Attache</meta:generator><dc:title>{markup(visible(title))}</dc:title>"
        f"<meta:creation-date>{moment}</meta:creation-date><dc:date>{moment}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _settings(names: list[str]) -> str:
    """The header row stays in sight on every sheet."""
    items = [("HorizontalSplitMode", "short", 0), ("VerticalSplitMode", "short", 2)]
    items += [("VerticalSplitPosition", "int", 1), ("ActiveSplitRange", "short", 2)]
    items += [("PositionTop", "int", 0), ("PositionBottom", "int", 1)]
    split = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in items
    )
    each = "".join(
        f'<config:config-item-map-entry config:name="{markup(name)}">{split}</config:config-item-map-entry>'
        for name in names
    )
    return (
        f'{HEAD}<office:document-settings {_NAMES} office:version="1.2"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings" '
        'xmlns:ooo="http://openoffice.org/2004/office"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1'
        f'</config:config-item><config:config-item-map-named config:name="Tables">{each}'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


_MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIME_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
        for part in ("content", "styles", "meta", "settings")
    )
    + "</manifest:manifest>"
)
