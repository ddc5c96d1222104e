"""The vocabulary as data: its history, and its way out to CSV and back."""

import pytest

from clusters.models import Term
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_term_keeps_its_history_when_it_is_changed_and_when_it_is_deleted():
    term = Term.objects.create(theme=builders.theme("imaging"), language="nl", text="echo")
    term.text = "echografie"
    term.save()
    term.delete()
    lines = Term.history.order_by("history_id").values_list("history_type", "text")
    assert list(lines) == [("+", "echo"), ("~", "echografie"), ("-", "echografie")]
