"""A workbook as Excel's own format (ECMA-376), written as the rows come."""

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

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The rows of cellXfs in _STYLES.
_HEADER, _TEXT, _INTEGER, _DECIMAL, _DATE, _INSTANT = range(1, 7)
_STYLE = {
    CellKind.TEXT: _TEXT,
    CellKind.INTEGER: _INTEGER,
    CellKind.DECIMAL: _DECIMAL,
    CellKind.DATE: _DATE,
    CellKind.INSTANT: _INSTANT,
}
# Text cells are of the format “text”: so they stay when somebody goes into one and out again.
_STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    + "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in (49, 1, 0, 164, 165)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ZERO = dt.date(1899, 12, 30)
_MOMENT_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a moment by the clock on the wall
_DAY = dt.timedelta(days=1)


def write(target: BinaryIO, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    names: set[str] = set()
    written: list[tuple[str, str]] = []  # name, range
    with Archive(target) as archive:
        for number, sheet in enumerate(sheets, start=1):
            checked(sheet, names)
            counted: list[int] = []
            archive.stream(f"xl/worksheets/sheet{number}.xml", _sheet(sheet, counted, first=number == 1))
            written.append((sheet.name, f"$A$1:${letters(len(sheet.columns) - 1)}${counted[0]}"))
        if not written:
            raise ValueError("A workbook has at least one sheet.")
        archive.add("xl/workbook.xml", _workbook(written))
        archive.add("xl/styles.xml", _STYLES)
        archive.add("xl/_rels/workbook.xml.rels", _relations(len(written)))
        archive.add("docProps/core.xml", _core(title, made_at))
        archive.add("docProps/app.xml", _APP)
        archive.add("_rels/.rels", _ROOT)
        archive.add("[Content_Types].xml", _content_types(len(written)))


def _sheet(sheet: Sheet, counted: list[int], *, first: bool) -> Iterator[str]:
    """Yield the sheet's XML and leave in `counted` how many rows it has."""
    names = [letters(position) for position in range(len(sheet.columns))]
    writers = [_WRITERS[column.kind] for column in sheet.columns]
    chosen = ' tabSelected="1"' if first else ""
    yield (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"{chosen}>'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f"{_columns(sheet.columns)}<sheetData>"
    )
    header = (
        _text_cell(f'<c r="{name}1"', visible(column.name), _HEADER)
        for name, column in zip(names, sheet.columns, strict=True)
    )
    yield f'<row r="1">{"".join(header)}</row>'
    number = 1
    for row in sheet.rows:
        number += 1
        if number > MOST_ROWS:
            raise too_many_rows()
        cells = [
            write(f'<c r="{name}{number}"', value)
            for name, write, value in zip(names, writers, row, strict=True)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'
    counted.append(number)
    yield f'</sheetData><autoFilter ref="A1:{names[-1]}{number}"/></worksheet>'


def _columns(columns: Iterable[Column]) -> str:
    each = (
        f'<col min="{number}" max="{number}" width="{column.characters}" style="{_STYLE[column.kind]}" '
        'customWidth="1"/>'
        for number, column in enumerate(columns, start=1)
    )
    return f"<cols>{''.join(each)}</cols>"


def _text_cell(start: str, text: str, style: int = _TEXT) -> str:
    """The `_x000D_` of a text is written so that it is not read as the character of that number."""
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return f'{start} s="{style}" t="inlineStr"><is><t xml:space="preserve">{markup(text)}</t></is></c>'


def _integer_cell(start: str, value: Cell) -> str:
    digits = whole_number_of(value)
    return _text_cell(start, str(value)) if digits is None else f'{start} s="{_INTEGER}"><v>{digits}</v></c>'


def _decimal_cell(start: str, value: Cell) -> str:
    digits = number_of(value)
    return _text_cell(start, str(value)) if digits is None else f'{start} s="{_DECIMAL}"><v>{digits}</v></c>'


def _date_cell(start: str, value: Cell) -> str:
    day = day_of(value)
    if day < FIRST_DAY:
        return _text_cell(start, day_as_text(day))
    return f'{start} s="{_DATE}"><v>{(day - _DAY_ZERO).days}</v></c>'


def _instant_cell(start: str, value: Cell) -> str:
    moment = moment_of(value)
    if moment.date() < FIRST_DAY:
        return _text_cell(start, moment_as_text(moment))
    return f'{start} s="{_INSTANT}"><v>{(moment - _MOMENT_ZERO) / _DAY!r}</v></c>'


_WRITERS: dict[CellKind, Callable[[str, Cell], str]] = {
    CellKind.TEXT: lambda start, value: _text_cell(start, text_of(value)),
    CellKind.INTEGER: _integer_cell,
    CellKind.DECIMAL: _decimal_cell,
    CellKind.DATE: _date_cell,
    CellKind.INSTANT: _instant_cell,
}


# --- what holds the sheets together ---------------------------------------------------------------------


def _workbook(sheets: list[tuple[str, str]]) -> str:
    entries = "".join(
        f'<sheet name="{markup(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _range) in enumerate(sheets, start=1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{position}" hidden="1">'
        f"'{markup(name.replace(chr(39), chr(39) * 2))}'!{reach}</definedName>"
        for position, (name, reach) in enumerate(sheets)
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{entries}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _relations(sheets: int) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}<Relationship Id="rId{sheets + 1}" '
        f'Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    )


def _content_types(sheets: int) -> str:
    each = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPES}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>{each}'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _core(title: str, made_at: dt.datetime) -> str:
    moment = made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{markup(visible(title))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


_APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Attache</Application></Properties>"
)
_ROOT = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{RELATIONS}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)
