"""What the office tells others about a quarter, or another period: files, described in
`docs/quarterly-export.md`.

`contract` says which files, columns and figures there are (`measures` defines the figures, `words` holds the
Dutch words in the cells) and `describing` tells it to machines and people. `tables` reads the rows,
`counting` lets the database count and `assembling` makes the figures of it; `files` and `workbook` write,
`paper` draws two pages, and `formats` says as what a report can be had. `changes` lays a closed quarter
beside today. The command and the staff site both call these, so they give the same bytes.
"""

from contacts.periods import (
    Period,
    PeriodBackwards,
    PeriodBeforeFirst,
    PeriodFault,
    PeriodHalfOpen,
    PeriodNotBegun,
    PeriodNotUnderstood,
)
from contacts.reports.assembling import figures_of
from contacts.reports.changes import changed_since
from contacts.reports.contract import VERSION
from contacts.reports.figures import Counted, Demand, Figures, Part
from contacts.reports.files import (
    DELIMITERS,
    FILE_NAMES,
    Options,
    files_of,
    report_files,
    report_pieces,
    write_report,
    zipped,
)
from contacts.reports.formats import FIGURES_ALONE, FROZEN, WHOLE, names_of, table_lines, write_as
from contacts.reports.measures import Measure
from contacts.reports.paper import pdf_of, write_pdf
from contacts.reports.workbook import sheets_of, write_workbook

__all__ = [
    "DELIMITERS",
    "FIGURES_ALONE",
    "FILE_NAMES",
    "FROZEN",
    "VERSION",
    "WHOLE",
    "Counted",
    "Demand",
    "Figures",
    "Measure",
    "Options",
    "Part",
    "Period",
    "PeriodBackwards",
    "PeriodBeforeFirst",
    "PeriodFault",
    "PeriodHalfOpen",
    "PeriodNotBegun",
    "PeriodNotUnderstood",
    "changed_since",
    "figures_of",
    "files_of",
    "names_of",
    "pdf_of",
    "report_files",
    "report_pieces",
    "sheets_of",
    "table_lines",
    "write_as",
    "write_pdf",
    "write_report",
    "write_workbook",
    "zipped",
]
