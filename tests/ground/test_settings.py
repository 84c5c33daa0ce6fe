import pytest


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Set it to"),
        ({"EMAIL_URL": "anymail+pigeon://"}, "EMAIL_URL is 'anymail+pigeon://'. Set it to"),
        ({"BASE_URL": "desk.halden.example"}, "BASE_URL is 'desk.halden.example'. Set it to"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(settle, wrong, sentence):
    others = {"REDIS_URL": "redis://valkey/0", "DATABASE_URL": "postgres://db/baton", "SECRET_KEY": "s" * 50}
    process = settle().start("manage.py", "check", **others | wrong)
    told, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert told.startswith(sentence)
    assert len(told.splitlines()) == 1


def test_a_mail_provider_is_named_and_a_key_left_empty_is_none(settle):
    asked = "from django.conf import settings; print(settings.EMAIL_BACKEND, settings.ANYMAIL)"
    given = {
        "EMAIL_URL": "anymail+unisender-go://",
        "ANYMAIL_UNISENDER_GO_API_KEY": "known",
        "ANYMAIL_WEBHOOK_SECRET": "",
    }
    others = {"REDIS_URL": "redis://valkey/0", "DATABASE_URL": "postgres://db/baton", "SECRET_KEY": "s" * 50}
    process = settle().start("-c", asked, DJANGO_SETTINGS_MODULE="itsm.settings", **others, **given)
    told, _ = process.communicate(timeout=20)
    anymail = {"UNISENDER_GO_API_KEY": "known", "REQUESTS_TIMEOUT": 10}
    assert told.strip() == f"anymail.backends.unisender_go.EmailBackend {anymail}"
