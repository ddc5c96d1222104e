"""The contract with the readers of the report: every file, every column, in one structure.

Headers, the metadata beside the files, the workbook's reading guide and the tables of
`docs/quarterly-export.md` are all made from it. What is here changes only together with `VERSION` and the
changelog; new columns come at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from contacts.reports.columns import CONTACT_COLUMNS, INTRODUCTION_COLUMNS, REQUEST_COLUMNS, ReportColumn
from contacts.reports.figure_columns import CHANGE_COLUMNS, SUMMARY_COLUMNS, UNMET_COLUMNS

VERSION = "2"
LANGUAGE = "nl"  # of the report, whoever asks for it

REQUESTS, INTRODUCTIONS, SUMMARY, UNMET = "requests.csv", "introductions.csv", "summary.csv", "unmet.csv"
METADATA = "csv-metadata.json"
REQUESTS_WITH_CONTACTS = "requests-with-contacts.csv"
METADATA_WITH_CONTACTS = "with-contacts-metadata.json"
CHANGED_SINCE = "changed-since.csv"

LIST_SEPARATOR = " | "  # a comma stands in the labels of some themes


@dataclass(frozen=True)
class ReportFile:
    """One file: what a row of it is, and its columns in their order."""

    name: str
    title: str  # of the sheet in a workbook
    dutch: str
    english: str
    columns: tuple[ReportColumn, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


FILES: Mapping[str, ReportFile] = {
    file.name: file
    for file in (
        ReportFile(
            REQUESTS,
            "Verzoeken",
            "een verzoek dat in de periode is ontvangen",
            "a request received in the period",
            REQUEST_COLUMNS,
        ),
        ReportFile(
            INTRODUCTIONS,
            "Introducties",
            "een introductie die in de periode is verstuurd, ook op een verzoek van eerder",
            "an introduction sent in the period, also on a request of an earlier one",
            INTRODUCTION_COLUMNS,
        ),
        ReportFile(SUMMARY, "Samenvatting", "één cijfer", "one figure", SUMMARY_COLUMNS),
        ReportFile(
            UNMET,
            "Onvervulde vraag",
            "een thema of regio waar ten minste één verzoek om vroeg dat bij geen pôle terechtkwam",
            "a theme or region that at least one request asked for without finding a pôle",
            UNMET_COLUMNS,
        ),
        ReportFile(
            REQUESTS_WITH_CONTACTS,
            "Verzoeken met contact",
            "een verzoek dat in de periode is ontvangen, met contactgegevens; alleen uit de gegevens van nu",
            "a request received in the period, with contact details; only from the data of now",
            (*REQUEST_COLUMNS, *CONTACT_COLUMNS),
        ),
        ReportFile(
            CHANGED_SINCE,
            "Gewijzigd",
            "een verschil tussen een afgesloten kwartaal en de gegevens van nu",
            "a difference between a closed quarter and the data of now",
            CHANGE_COLUMNS,
        ),
    )
}
