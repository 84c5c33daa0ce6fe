"""Who gets which answer around reports; see `table` for how to read it.

The report is the manager's, who gets it by mail as the administrator does; administrators see those of others.
"""

REPORTS: dict[str, dict[str, str]] = {
    "reports": {
        "GET reports:list": "302 404 404 403 403 200 200",
        "GET reports:new": "302 404 404 403 403 200 200",
        "POST reports:new": "302 404 404 403 403 422 422",
        "GET reports:read": "200 403 403 403 403 200 403",
        "GET reports:leave": "200 200 200 200 200 200 200",
        "POST reports:leave": "200 200 200 200 200 200 200",
        "GET reports:report": "302 404 404 403 403 200 200",
        "GET reports:edit": "302 404 404 403 403 200 200",
        "POST reports:edit": "302 404 404 403 403 422 422",
        "GET reports:preview": "302 404 404 403 403 200 200",
        "POST reports:pause": "302 404 404 403 403 302 302",
        "POST reports:resume": "302 404 404 403 403 302 302",
        "POST reports:send": "302 404 404 403 403 302 302",
        "POST reports:remove": "302 404 404 403 403 302 302",
        "POST reports:want": "302 404 404 403 403 302 302",
        "GET reports:edition": "302 404 404 403 403 200 200",
        "POST reports:withdraw": "302 404 404 403 403 302 302",
    },
    "reports by API": {
        "GET api:reports-list": "401 404 404 403 403 200 200",
        "POST api:reports-list": "401 404 404 403 403 422 422",
        "GET api:reports-detail": "401 404 404 403 403 200 200",
        "PATCH api:reports-detail": "401 404 404 403 403 200 200",
        "DELETE api:reports-detail": "401 404 404 403 403 204 204",
        "GET api:reports-editions": "401 404 404 403 403 200 200",
        "POST api:reports-pause": "401 404 404 403 403 200 200",
        "GET api:reports-preview": "401 404 404 403 403 200 200",
        "POST api:reports-resume": "401 404 404 403 403 200 200",
        "POST api:reports-send": "401 404 404 403 403 409 409",
        "POST api:reports-want": "401 404 404 403 403 422 422",
        "GET api:reports-whom": "401 404 404 403 403 200 200",
        "GET api:report-editions-detail": "401 404 404 403 403 200 200",
        "POST api:report-editions-withdraw": "401 404 404 403 403 200 200",
    },
}
