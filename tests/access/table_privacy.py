"""Who gets which answer around erasing people and copies of their data; see `table` for how to read it.

Administrators erase. A copy is for the person it is of and for administrators; to everybody else it is not there.
"""

PRIVACY: dict[str, dict[str, str]] = {
    "erasing": {
        "GET people:erase": "302 404 404 403 403 403 200",
        "POST people:erase": "302 404 404 403 403 403 409",
        "GET people:erasures": "302 404 404 403 403 403 200",
        "GET api:erasures-list": "401 404 404 403 403 403 200",
        "POST api:erasures-list": "401 404 404 403 403 403 422",
        "GET api:erasures-detail": "401 404 404 403 403 403 200",
        "GET api:erasures-preview": "401 404 404 403 403 403 422",
    },
    "copies of data": {
        "GET people:my_copy": "302 200 200 200 200 200 200",
        "POST people:my_copy": "302 302 302 302 302 302 302",
        "GET people:copy": "302 404 404 403 403 403 200",
        "POST people:copy": "302 404 404 403 403 403 302",
        "GET people:copy_file": "302 200 404 404 404 404 200",
        "GET api:data-copies-list": "401 200 200 200 200 200 200",
        "POST api:data-copies-list": "401 202 202 202 202 202 202",
        "GET api:data-copies-detail": "401 200 404 404 404 404 200",
        "GET api:data-copies-file": "401 200 404 404 404 404 200",
    },
}
