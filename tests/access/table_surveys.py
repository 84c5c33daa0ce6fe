"""Who gets which answer around surveys; see `table` for how to read it.

The signed answer page is the colleague's: whoever else is signed in is told that it is not theirs.
"""

SURVEYS: dict[str, dict[str, str]] = {
    "surveys: results, words, rules": {
        "GET surveys:list": "302 404 404 200 200 200 200",
        "GET surveys:survey": "302 404 404 200 200 200 200",
        "GET surveys:words": "302 404 404 200 200 200 200",
        "GET surveys:ask": "302 404 404 403 403 200 200",
        "POST surveys:ask": "302 404 404 403 403 422 422",
        "POST surveys:end": "302 404 404 403 403 302 302",
        "GET surveys:rules": "302 404 404 403 403 403 200",
        "POST surveys:rules": "302 404 404 403 403 403 422",
        "GET surveys:answer": "200 200 403 403 403 403 403",
        "POST surveys:answer": "422 422 403 403 403 403 403",
    },
}
