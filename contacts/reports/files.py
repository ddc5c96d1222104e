"""A report as files: which ones there are, and writing them one after another."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from contacts.periods import Period
