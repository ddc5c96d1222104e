"""What a person types into a public form, cleaned: without what nobody sees, in one kind of line break."""

import unicodedata
from typing import Any

from django import forms

from contacts.notifications import AddressNotUsable, require_plain_address

_JOINERS = "\u200c\u200d"  # what holds an emoji or a Persian word together


def visible(text: str) -> str:
    """Return `text` without what nobody sees: control characters, text-direction marks, lone surrogates.

    PostgreSQL refuses NUL where SQLite does not, and a direction mark can make a name read as another.
    """
    return "".join(
        character
        for character in text
        if character in "\n\t"
        or character in _JOINERS
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


class VisibleField(forms.CharField):
    """Leaves `maxlength` out of the page: with it a browser cuts a pasted text short without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        if self.required:
            attributes["aria-required"] = "true"
        return attributes


class LineField(VisibleField):
    """One line: line breaks and runs of white space become one blank."""

    def to_python(self, value: Any) -> str:
        return " ".join(visible(str(value or "").replace("\r", "\n")).split())


class ProseField(VisibleField):
    """Text of several paragraphs, with one kind of line break (a browser sends two characters for each)."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        for line_break in ("\r\n", "\r", "\u2028", "\u2029"):
            text = text.replace(line_break, "\n")
        return visible(text).strip()


class AddressField(LineField):
    """One plain e-mail address: no name before it, no second one after it."""

    widget = forms.EmailInput

    def validate(self, value: Any) -> None:
        super().validate(value)
        try:
            if value:
                require_plain_address(value)
        except AddressNotUsable as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
