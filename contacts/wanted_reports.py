"""Which report somebody wants, and as what: one and the same in an address, in the log and for a worker."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from clusters.enums import FileFormat
from contacts.periods import Period
from contacts.reports import FIGURES_ALONE, WHOLE, Options, files_of, names_of

DELIMITERS = (";", ",")


class NotWanted(ValueError):
    """What was asked for does not exist; the message is one sentence that names what does."""


@dataclass(frozen=True)
class Wanted:
    """One file: `name` is that of one CSV file of the report, or empty for the one file of the format."""

    period: Period
    file_format: FileFormat
    options: Options = Options()  # noqa: RUF009  it is frozen
    name: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str], *, today: dt.date) -> Self:
        """Read what stands behind the `?` of an address. Raises `PeriodFault` or `NotWanted`."""
        period = Period.parse(address.get("period", ""), today=today)
        delimiter = address.get("delimiter", ";")
        if delimiter not in DELIMITERS:
            raise NotWanted(_("Cells are divided by ; or by , and by nothing else."))
        options = Options(
            delimiter=delimiter,
            bom=address.get("bom") != "no",
            with_contacts=address.get("contacts") == "yes",
        )
        name = address.get("file", "")
        if name and name not in files_of(period, options):
            raise NotWanted(
                _("There is no file “%(name)s”; there are %(names)s.")
                % {"name": name[:80], "names": ", ".join(files_of(period, options))}
            )
        file_format = FileFormat.CSV if name else format_of(address.get("format", FileFormat.ZIP))
        if options.with_contacts and file_format in FIGURES_ALONE:
            raise NotWanted(
                _("%(format)s holds no contact details: choose another format.")
                % {"format": file_format.upper()}
            )
        return cls(period, file_format, options, name)

    def address(self) -> str:
        """Return what `read` reads; what is as usual is left out."""
        query = QueryDict(mutable=True)
        query["period"] = str(self.period)
        if self.name:
            query["file"] = self.name
        else:
            query["format"] = self.file_format.value
        if self.options.delimiter != ";":
            query["delimiter"] = self.options.delimiter
        if not self.options.bom:
            query["bom"] = "no"
        if self.options.with_contacts:
            query["contacts"] = "yes"
        return query.urlencode(safe=".")

    @property
    def file_name(self) -> str:
        """The name under which it is kept by whoever takes it along."""
        return self.name or names_of(self.period, self.file_format, self.options)[0]


def format_of(text: str) -> FileFormat:
    """Return the format that is one file. Raises `NotWanted`, naming those there are."""
    for file_format in WHOLE:
        if text == file_format.value:
            return file_format
    raise NotWanted(
        _("There is no format “%(format)s”; choose from %(formats)s.")
        % {"format": text[:20], "formats": ", ".join(each.value for each in WHOLE)}
    )
