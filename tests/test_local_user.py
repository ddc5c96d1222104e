"""Someone to sign in as on one's own machine, with a password that is new every time."""

import io
import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command

from attache.management.commands.local_user import readable_password
from attache.models import User
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_database(settings):
    settings.DATABASE_IS_DEFAULT = True
    return settings


def run() -> str:
    out = io.StringIO()
    call_command("local_user", stdout=out)
    return out.getvalue()


def password_in(said: str) -> str:
    line = re.fullmatch(r"Sign in: attache / (\S+)\n", said)
    assert line, said
    return line[1]


def test_it_prints_one_line_that_lets_you_in(client):
    password = password_in(run())
    assert client.login(username="attache", password=password)
    user = User.objects.get(username="attache")
    assert (user.is_staff, user.is_superuser, user.language) == (True, True, "nl")
    assert user.email == "attache@office.example"
    assert client.get("/admin/").status_code == 200


def test_the_password_is_fresh_at_every_start_and_the_old_one_ends(client):
    first, second = password_in(run()), password_in(run())
    assert first != second
    assert User.objects.filter(username="attache").count() == 1
    assert not client.login(username="attache", password=first)
    assert client.login(username="attache", password=second)


def test_the_language_its_user_chose_stays():
    run()
    User.objects.filter(username="attache").update(language="fr", is_active=False)
    run()
    user = User.objects.get(username="attache")
    assert (user.language, user.is_active) == ("fr", True)


def test_passwords_are_long_readable_and_never_the_same():
    made = {readable_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[a-z]{8}-[a-z]{8}-[a-z]{8}", password)
        validate_password(password)


def test_somebody_elses_account_of_that_name_is_left_alone():
    builders.staff("attache", email="a.tache@office.example", password="their own secret")
    assert run().startswith("No local user was made, because")
    assert User.objects.get(username="attache").check_password("their own secret")


def test_in_production_no_user_is_made(own_database):
    own_database.ENVIRONMENT = "production"
    assert run() == (
        "No local user was made, because this is a production environment. Use createsuperuser instead.\n"
    )
    assert not User.objects.exists()


def test_beside_real_requests_in_a_named_database_no_user_is_made(own_database):
    own_database.DATABASE_IS_DEFAULT = False
    builders.request()
    assert "real requests" in run()
    assert not User.objects.exists()
