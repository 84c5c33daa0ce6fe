"""Mail of the world: test fixtures of other projects. Samples are in tests/data/mail, all of it beside the repository."""

import functools
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests/data/mail"
ALL = ROOT.parent / "shared/data/email"
NAMES = (
    "crisp-oss+email-reply-parser",
    "discourse+email_reply_trimmer",
    "github+email_reply_parser",
    "mailgun+flanker",
    "mailgun+talon",
    "mikel+mail",
    "mimekit_subset",
    "nodemailer+mailparser",
    "php-mime-mail-parser+php-mime-mail-parser",
    "sisimai_dev",
    "zapier+email-reply-parser",
)
MISSING = "The mail corpora are not at ../shared/data/email; only the samples in tests/data/mail are tested."
needs_corpora = pytest.mark.skipif(not ALL.is_dir(), reason=MISSING)


@functools.cache
def corpus(name: str) -> dict[str, bytes]:
    """Every file of one archive by its path, licences left out."""
    with tarfile.open(ALL / f"{name}.tar.gz") as archive:
        return {
            member.name.partition("/")[2]: file.read()
            for member in archive
            if member.isfile() and "LICENSE" not in member.name and (file := archive.extractfile(member))
        }


def texts(name: str, folder: str) -> dict[str, str]:
    """The plain texts of one folder, by their names."""
    return {
        path.rpartition("/")[2]: content.decode("utf-8", "replace").replace("\r\n", "\n")
        for path, content in corpus(name).items()
        if f"/{folder}/" in f"/{path}"
    }


def squeezed(text: str) -> str:
    return " ".join(text.split())
