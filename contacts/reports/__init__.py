"""What the office tells others at the end of a quarter: three CSV files, described in
`docs/quarterly-export.md`.

`files` writes them, from what `tables` reads row by row and `summary` adds up on the way; `words`
holds the Dutch words that stand in their cells. The command and the staff site both call
`quarter_files` or `write_quarter`, so they give the same bytes.
"""

from contacts.reports.files import (
    FILE_NAMES,
    QuarterNotBegun,
    quarter_files,
    write_quarter,
    zipped,
)

__all__ = ["FILE_NAMES", "QuarterNotBegun", "quarter_files", "write_quarter", "zipped"]
