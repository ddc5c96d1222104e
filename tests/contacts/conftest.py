"""Who and what most tests of the desk begin with; a file with another Anouk makes its own."""

import pytest
from django.contrib.auth.models import Permission

from tests import builders
from tests.browser import sign_in


@pytest.fixture
def anouk():
    return builders.staff("anouk")


@pytest.fixture
def bram():
    return builders.staff("bram")


@pytest.fixture
def pole():
    cluster = builders.cluster("biopole-nord", "Biopôle Nord")
    builders.cluster_contact(cluster)
    return cluster


@pytest.fixture
def reader(client):
    """Somebody who may look at everything on the desk and change nothing."""
    person = builders.staff("reader", superuser=False)
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(person)
    return person


@pytest.fixture
def desk(open_page, live_server, anouk):
    """Opens pages of the staff site as Anouk: `desk(path, java_script_enabled=False)`."""

    def opened(path, **options):
        page = open_page(**options)
        sign_in(page, anouk, live_server.url)
        page.goto(path)
        return page

    return opened
