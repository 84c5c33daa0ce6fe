"""Who gets which answer around outages; see `table` for how to read it."""

OUTAGES: dict[str, dict[str, str]] = {
    "outages": {
        "GET outages:correct": "302 404 404 200 200 200 200",
        "GET outages:list": "302 404 404 200 200 200 200",
        "GET outages:outage": "302 404 404 200 200 200 200",
        "GET outages:record": "302 404 404 200 200 200 200",
        "GET outages:worth": "302 404 404 200 200 200 200",
        "POST outages:correct": "302 404 404 422 422 422 422",
        "POST outages:estimate": "302 404 404 302 302 302 302",
        "POST outages:record": "302 404 404 422 422 422 422",
        "POST outages:worth": "302 404 404 302 302 302 302",
    },
    "api: outages": {
        "GET api:outages-detail": "401 404 404 200 200 200 200",
        "GET api:outages-list": "401 404 404 200 200 200 200",
        "GET api:outages-lost": "401 404 404 200 200 200 200",
        "GET api:services-worth-detail": "401 404 404 200 200 200 200",
        "GET api:services-worth-list": "401 404 404 200 200 200 200",
        "POST api:outages-correct": "401 404 404 422 422 422 422",
        "POST api:outages-estimate": "401 404 404 200 200 200 200",
        "POST api:outages-list": "401 404 404 422 422 422 422",
        "PUT api:services-worth-detail": "401 404 404 200 200 200 200",
    },
}
