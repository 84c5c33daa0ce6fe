"""The product's settings on throwaway engines of the tests' own, so that `make test` works while `make run` runs.

Importing this starts the engines; the last test process stops them. pyproject.toml names this module.
"""

import atexit
import os
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path

from itsm import engines

ROOT = Path(__file__).resolve().parent.parent
WORKER = int((os.environ.get("PYTEST_XDIST_WORKER") or "gw-1").removeprefix("gw")) + 1
DATABASES_EACH = 2  # one for the queue, the next for the cache

os.environ.setdefault("BATON_HOME", str(ROOT / ".baton" / "test"))
os.environ.setdefault("BATON_THROWAWAY", "1")
os.environ["PRACTICES"] = "all"  # a test that is about one of them switches it
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = engines.on_database(os.environ["REDIS_URL"], step=WORKER * DATABASES_EACH)
else:
    os.environ["BATON_VALKEY_DB"] = str(WORKER * DATABASES_EACH)

_engines = ExitStack()
_engines.enter_context(engines.running())
atexit.register(_engines.close)

from itsm.settings import *  # noqa: E402, F403 - only now: the settings ask the engines for their addresses

# Named by what is written at first: kept tables that are out of date are simply others.
_migrations = sorted([*ROOT.glob("*/migrations/0*.py"), *ROOT.glob("itsm/*/migrations/0*.py")])
_migrations += [ROOT / "tests" / "databases.py", ROOT / "tests" / "emptying.py"]
EDITION = blake2b(b"".join(path.read_bytes() for path in _migrations), digest_size=4).hexdigest()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 - nothing is collected
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405
LOGGING["loggers"] = {"django.request": {"level": "ERROR"}}  # noqa: F405 - a refusal is what many tests ask for
