"""What an enquirer may see of the matching after sending, where the office switched that on."""

from django.conf import settings

from clusters.models import Cluster
from contacts.enums import MatchDecision, MatchOrigin, Verdict
from contacts.models import IntroductionRequest

SHOWN = 3  # more are no help


def preview(request: IntroductionRequest) -> list[Cluster]:
    """Return the pôles that might fit, best first, for the enquirer to see; at most three.

    Empty unless `SHOW_SUGGESTIONS` is on and the matching is sure enough to suggest. What staff rejected
    meanwhile is left out; reasons and scores are theirs alone.
    """
    if not settings.SHOW_SUGGESTIONS or request.verdict != Verdict.SUGGEST:
        return []
    matches = request.matches.exclude(decision=MatchDecision.REJECTED).exclude(origin=MatchOrigin.ENQUIRER)
    return [match.cluster for match in matches.select_related("cluster").order_by("rank", "pk")[:SHOWN]]
