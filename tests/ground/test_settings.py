import pytest


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Set it to"),
        ({"EMAIL_URL": "anymail+pigeon://"}, "EMAIL_URL is 'anymail+pigeon://'. Set it to"),
        ({"BASE_URL": "desk.halden.example"}, "BASE_URL is 'desk.halden.example'. Set it to"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(place, wrong, sentence):
    others = {"REDIS_URL": "redis://valkey/0", "DATABASE_URL": "postgres://db/baton", "SECRET_KEY": "s" * 50}
    process = place.start("manage.py", "check", **others | wrong)
    told, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert told.startswith(sentence)
    assert len(told.splitlines()) == 1
