"""Doubtful pairs and merges in a real browser: looked at, merged, undone; held to the rules of access."""

import pytest

from clusters.models import Membership, Organisation, OrganisationPair, Project
from tests import builders
from tests.browser import WIDTHS, barriers, look, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "Institut Européen de Recherche et d’Innovation en Biotechnologies Marines Appliquées à la Santé Humaine"
)


def no_barrier(page, name):
    look(page, name)
    for width in (*WIDTHS, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == []
        assert overflow(page, width) == 0


def test_a_pair_is_looked_at_merged_and_parted_again(open_page, live_server):
    lyon = builders.city("lyon")
    pole, second = builders.cluster("biopole-nord"), builders.cluster("mer-bretagne")
    kept = builders.organisation(
        "elan",
        "Élan Biotech",
        city=lyon,
        siren="552100554",
        website="https://elan.example",
        remark="Belt terug.",
    )
    gone = builders.organisation(
        "elan-2",
        "ELAN Biotechs",
        city=lyon,
        website="https://www.elan.example/fr",
        activity="Beeldvorming",
        remark="Vraagt om contact in het Frans.",
    )
    for organisation in (kept, gone):
        builders.fact(Membership, cluster=pole, organisation=organisation)
    builders.fact(Membership, cluster=second, organisation=gone)
    builders.fact(Project, cluster=second, name="Imagerie du rein", led_by=gone)
    builders.organisation("long", LONG, city=lyon, website="https://marines.example")
    builders.organisation("long-2", f"L’{LONG}", city=lyon, website="https://autres-marines.example")
    page = open_page(java_script_enabled=False)
    sign_in(page, builders.staff(), live_server.url)
    page.goto("/admin/clusters/organisationpair/?state__exact=open")
    assert OrganisationPair.objects.count() == 2
    page = open_page()
    sign_in(page, builders.staff("bob"), live_server.url)
    page.goto("/admin/clusters/organisationpair/?state__exact=open")
    no_barrier(page, "pairs")
    page.get_by_role("button", name="These are two: Institut").click()
    page.get_by_text("are two. They will not be asked about again.").wait_for()
    page.get_by_role("link", name="Merge “Élan Biotech” and “ELAN Biotechs”").click()
    page.get_by_role("heading", name="What moves").wait_for()
    no_barrier(page, "merge-look")
    page.get_by_label("both, one below the other").check()
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("Merged. It can be undone on this page.").wait_for()
    no_barrier(page, "merge-done")
    kept.refresh_from_db()
    assert kept.remark == "Belt terug.\n\nVraagt om contact in het Frans."
    page.get_by_role("button", name="Undo this merge").click()
    page.get_by_text("stand as before").wait_for()
    assert Organisation.objects.count() == 4
    no_barrier(page, "merge-undone")
    page.goto(f"/admin/clusters/organisation/{kept.pk}/merge/?q=elan")
    no_barrier(page, "merge-choose")
    page.goto("/admin/clusters/organisationpair/?state__exact=open")
    page.goto(f"/admin/clusters/organisation/{kept.pk}/change/")
    page.get_by_role("heading", name="May be the same organisation").wait_for()
    no_barrier(page, "organisation-with-pairs")
    page.goto("/admin/clusters/organisationpair/?reason=elsewhere")
    page.get_by_text("No pair is like this.").wait_for()
    no_barrier(page, "pairs-none")
    page.goto("/admin/clusters/organisationmerge/")
    no_barrier(page, "merges")
