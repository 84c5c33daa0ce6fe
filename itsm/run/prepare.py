"""Before the first page: tables, static files, and the demo organisation the first time. One process, so Django starts once."""

import hashlib
import io
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands

from itsm import engines


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    call_command("migrate", interactive=False, verbosity=1)
    if not settings.DEBUG:
        collect()
    if settings.DEMO and "demo" in get_commands():
        demo()


def collect() -> None:
    """Compressing takes seconds, so only when a source file changed."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    state = fingerprint()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def fingerprint() -> str:
    """Of every source file's name, size and time, and of what collects them."""
    found = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            about = Path(storage.path(name)).stat()
            found.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\n".encode())
    return found.hexdigest()


def demo() -> None:
    if not get_user_model()._default_manager.exists():
        call_command("demo")
    told = io.StringIO()
    try:
        call_command("demo", "--sign-ins", stdout=told)
    except Exception as error:  # a demo that cannot list its people is still a demo
        told.write(f"(no list of sign-ins: {error})")
    (engines.home() / "sign-ins.txt").write_text(told.getvalue())


if __name__ == "__main__":
    main()
