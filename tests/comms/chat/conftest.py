from collections.abc import Iterator

import pytest

from comms.chat import servers
from comms.models import ChatName, ChatThread, Room
from itsm.frame.secrets import seal
from tests.comms.chat.server import ChatServer, chat_server

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "nozbs4qsq7bqdby4xnzi3uoxjc"


@pytest.fixture
def chat(monkeypatch, settings) -> Iterator[ChatServer]:
    settings.HOOKS_ALLOWED = ["127.0.0.1"]
    with chat_server() as it:
        monkeypatch.setattr(servers, "SLACK", it.root)
        yield it


@pytest.fixture
def slack(chat, team) -> Room:
    """The service desk's room, which hears of everything."""
    return Room.objects.create(
        name="desk", server=Room.Server.SLACK, address=seal("xoxb-1"), channel="C123ABC456", secret=seal(SECRET),
        team=team, tickets=True,
    )  # fmt: skip


@pytest.fixture
def mattermost(chat, db) -> Room:
    """A room for everybody: notices only."""
    return Room.objects.create(
        name="town square", server=Room.Server.MATTERMOST, secret=seal(TOKEN), channel="hawos4dqtby53pd64o4a4cmeoo",
        address=seal(f"http://bot-token@127.0.0.1:{chat.port}"),
    )  # fmt: skip


@pytest.fixture
def known(colleague) -> ChatName:
    """Ana, as Slack knows her."""
    return ChatName.objects.create(server=Room.Server.SLACK, account="U123ABC456", person=colleague)


@pytest.fixture
def thread_for(slack):
    def make(**about) -> ChatThread:
        return ChatThread.objects.create(room=slack, reference="1355517500.000001", **about)

    return make
