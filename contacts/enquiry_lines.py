"""An enquiry as one line of JSON: read strictly, and refused in a sentence that says what to change."""

import json
from typing import Any

from contacts.enums import PartnerKind
from contacts.matching import Enquiry

LANGUAGES = ("nl", "fr", "en")
ESTABLISHMENT = {"yes": True, "no": False, "": None}  # the form's own values


class BadLine(Exception):
    """A line that is not an enquiry; the message says what is wrong with it."""


def object_of(line: bytes) -> dict[str, Any]:
    """Return the line's JSON object, which has an id. Raises `BadLine`."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BadLine("this is not UTF-8; save the file as UTF-8.") from problem
    except (ValueError, RecursionError) as problem:
        raise BadLine("this is not JSON; write one object per line.") from problem
    if not isinstance(data, dict):
        raise BadLine('this is JSON but not an object; write {"id": …, "text": …}.')
    if "id" not in data:
        raise BadLine("the id is missing.")
    return data


def enquiry_of(data: dict[str, Any]) -> Enquiry:
    """Return what the object asks. Raises `BadLine`."""
    text = data.get("text")
    if not isinstance(text, str):
        raise BadLine("the text is missing or is not a text.")
    language = _text(data, "lang")
    partner_kind = _text(data, "partner_kind")
    return Enquiry(
        text=text,
        language=language if language in LANGUAGES else "nl",
        region_wish=_text(data, "region_wish"),
        partner_kind=partner_kind if partner_kind in PartnerKind.values else "",
        french_establishment=_establishment(data.get("french_establishment")),
    )


def _establishment(value: object) -> bool | None:
    """Read the answer as JSON says it, as the form does, or as the nine digits of a SIREN."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and (value in ESTABLISHMENT or (value.isdecimal() and len(value) == 9)):
        return ESTABLISHMENT.get(value, True)
    raise BadLine("french_establishment must be true, false or null, or “yes”, “no” or a SIREN number.")


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{name} must be a text.")
    return value
