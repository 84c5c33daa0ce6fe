"""No Docker here: the file is parsed, and its commands are started against the embedded engines."""

import re
import shlex
import socket
import urllib.request

import yaml

from tests.ground.conftest import ROOT, eventually

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ENV = {
    "SECRET_KEY": "s" * 50,
    "POSTGRES_PASSWORD": "secret",
    "DOMAIN": "desk.halden.example",
    "EMAIL_URL": "consolemail://",
}


def environment(service, place):
    """As Compose would fill it in, except that the engines are the embedded ones."""
    filled = {
        name: re.sub(r"\$\{(\w+)(:[?-][^}]*\}?)?\}?", lambda hit: ENV.get(hit[1], ""), str(value))
        for name, value in SERVICES[service]["environment"].items()
    }
    addresses = place.ask("print(engines.database_url(), engines.redis_url())").split()
    return filled | dict(zip(("DATABASE_URL", "REDIS_URL"), addresses, strict=True))


def command(service, place, port):
    """The service's own words; only what Docker would isolate, the port and the paths, is set."""
    words = [
        word.replace("8000", port).replace("/data/", f"{place.home}/")
        for word in SERVICES[service]["command"]
    ]
    return words[1:] if words[0] == "python" else ["-m", *words]


def test_the_commands_of_the_deployment_make_a_ready_desk(place):
    place.hold()
    port, smtp = free_port(), free_port()
    (place.home / "beat").mkdir()
    settings = environment("web", place) | {
        "BATON_HOME": str(place.home),
        "DEBUG": "1",
    }  # no collected files here

    migrate = place.start(*command("migrate", place, port), **settings)
    told, _ = migrate.communicate(timeout=60)
    assert migrate.returncode == 0, told
    for service in ("web", "worker", "beat"):
        place.start(*command(service, place, port), **settings)
    at = {"MAIL_LISTEN": SERVICES["mail"]["environment"]["MAIL_LISTEN"].replace("2525", smtp)}
    place.start(*command("mail", place, port), **settings | at)
    assert eventually(lambda: ready(port), within=90)
    assert eventually(lambda: healthy("mail", place, smtp))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def healthy(service, place, port):
    """What Docker asks it from inside."""
    _cmd, _python, *words = SERVICES[service]["healthcheck"]["test"]
    return place.start(*(word.replace("2525", port) for word in words)).wait(20) == 0


def ready(port):
    try:
        return urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=2).status == 200
    except OSError:
        return False


def test_every_part_of_a_deployment_is_there():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "mail", "postgres", "valkey", "proxy"}
    assert all(set(service.get("depends_on", {})) <= set(SERVICES) for service in SERVICES.values())
    named = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert named == set(COMPOSE["volumes"])


def test_mail_is_taken_in_only_where_that_is_wanted():
    wanted = {name: service["profiles"] for name, service in SERVICES.items() if "profiles" in service}
    assert wanted == {"mail": ["mail"]}
    assert SERVICES["mail"]["ports"][0].endswith(
        SERVICES["mail"]["environment"]["MAIL_LISTEN"].removeprefix("0.0.0.0")
    )
    assert set(SERVICES["web"]["environment"]) < set(SERVICES["mail"]["environment"])


def test_the_proxy_holds_no_event_of_the_live_stream_back():
    proxy = (ROOT / "Caddyfile").read_text()
    assert re.search(r"handle /live/\* \{\s+reverse_proxy web:8000 \{\s+flush_interval -1", proxy)


def test_the_image_runs_what_the_web_service_runs():
    words = shlex.split(
        re.search(r"^CMD \[(.*)\]", (ROOT / "Dockerfile").read_text().replace("\\\n", ""), re.M)[1].replace(
            ",", " "
        )
    )
    assert words == SERVICES["web"]["command"]
