"""What writers may write, and what never comes through."""

import pytest

from itsm.frame.markdown import LONGEST, to_html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Printing", "<h2>Printing</h2>"),
        ("## First\n\n### Below", "<h2>First</h2>\n<h3>Below</h3>"),
        ("# First\n\n###### Deep", "<h6>Deep</h6>"),
        ("~~old~~", "<s>old</s>"),
        ("- [ ] ask\n- [x] done", "<li>☐ ask</li>\n<li>☑ done</li>"),
        ("> [!WARNING] Hot", "<p>Warning: Hot</p>"),
        ("one<br/>two", "one<br>\ntwo"),
        ("seen<!-- not seen -->", "<p>seen</p>"),
        ("[other](https://other.example/)", 'rel="external noopener noreferrer"'),
        ("[mail](mailto:a@b.example)", '<a href="mailto:a@b.example">mail</a>'),
        ("|a|b|\n|-|-:|\n|1|2|", '<td class="end">2</td>'),
        ("```sh\na <b>\n```", '<code class="language-sh">a &lt;b&gt;'),
        ("![plan](/knowledge/KB-1/images/ab/)", '<img src="/knowledge/KB-1/images/ab/" alt="plan"'),
    ],
)
def test_writers_have_what_they_need(text, shown):
    assert shown in to_html(text)


def test_a_link_to_ourselves_is_not_marked(settings):
    assert "rel=" not in to_html(f"[here]({settings.BASE_URL}/portal/)")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](  data:text/html,<script>)",
        '<a href="/x" onclick="x()">x</a>',
        "![x](https://elsewhere.example/a.png)",
        "![x](//elsewhere.example/a.png)",
        "![x](/\\elsewhere.example/a.png)",
        "![x](data:image/png;base64,AA)",
        '![x"onerror="alert(1)](/a)',
        "<style>*{}</style>",
        '[x](/a "t\\" onclick=\\"x")',
    ],
)
def test_nothing_that_acts_or_tells_another_host_comes_through(text):
    html = to_html(text).lower()
    for bad in ("<script", "<style", "<img src=x", 'src="http', 'src="//', 'src="/\\', 'src="data', 'href="java', 'href="data'):  # fmt: skip
        assert bad not in html
    for tag in html.split("<")[1:]:
        assert " onclick=" not in tag.split(">")[0].replace("&quot;", "'").split("'")[0]
        assert ' onerror="' not in tag.split(">")[0]


def test_an_endless_text_is_cut_and_says_so():
    html = to_html("word " * LONGEST)
    assert len(html) < LONGEST + 1000
    assert "its end is left out" in html
