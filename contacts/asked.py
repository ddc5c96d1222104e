"""What a request asks, as the values matching works on."""

import hashlib
from collections.abc import Collection

from contacts import encoder
from contacts.enums import Establishment, PartnerKind
from contacts.matching import Enquiry, Index, Likeness, digest_of
from contacts.models import IntroductionRequest, TextLikeness

_ESTABLISHED = {Establishment.YES: True, Establishment.NO: False}


def enquiry_of(request: IntroductionRequest, themes: Collection[str] | None = None) -> Enquiry:
    """Return what the request asks, as the matching reads it; `themes` if they are known already."""
    ticked = [theme.slug for theme in request.themes.all()] if themes is None else themes
    return Enquiry(
        text=request.text,
        language=request.language,
        region_wish=request.region_wish,
        partner_kind=request.partner_kind if request.partner_kind in PartnerKind.values else "",
        french_establishment=_ESTABLISHED.get(Establishment(request.french_establishment))
        if request.french_establishment
        else None,
        themes=tuple(sorted(ticked)),
    )


def likeness_of(request: IntroductionRequest, index: Index) -> Likeness | None:
    """Return what the optional encoder found for this very text and these very profiles, or None."""
    if not encoder.available():
        return None
    row = TextLikeness.objects.filter(
        request=request,
        encoder=encoder.name(),
        text_digest=text_digest(request),
        profiles_digest=digest_of(index),
    ).first()
    return Likeness.of(row.cosines.items()) if row else None


def text_digest(request: IntroductionRequest) -> str:
    """Return sixteen characters that change with the text of the request."""
    return hashlib.blake2b(request.text.encode("utf-8", "replace"), digest_size=8).hexdigest()
