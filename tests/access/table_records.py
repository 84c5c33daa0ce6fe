"""Who gets which answer around the log of reads, retention and evidence; see `table` for how to read it.

Who read a restricted ticket is shown to its team and to administrators, over all tickets to administrators alone.
"""

RECORDS: dict[str, dict[str, str]] = {
    "who read restricted tickets": {
        "GET tickets:reads": "302 404 404 403 403 403 200",
        "GET tickets:reads_of": "302 404 404 404 200 404 200",
        "GET api:reads-list": "401 404 404 403 403 403 200",
        "GET api:incidents-reads": "401 404 404 404 200 404 200",
        "GET api:requests-reads": "401 404 404 404 200 404 200",
        "GET api:problems-reads": "401 404 404 404 200 404 200",
        "GET api:changes-reads": "401 404 404 404 200 404 200",
    },
    "how long records are kept": {
        "GET frame:retention": "302 403 403 403 403 403 200",
        "GET frame:retention_rule reads": "302 403 403 403 403 403 200",
        "POST frame:retention_rule reads": "302 403 403 403 403 403 302",
        "POST frame:retention_run reads": "302 403 403 403 403 403 302",
        "GET api:retention-list": "401 404 404 403 403 403 200",
        "GET api:retention-detail reads": "401 404 404 403 403 403 200",
        "PATCH api:retention-detail reads": "401 404 404 403 403 403 422",
        "GET api:retention-preview reads": "401 404 404 403 403 403 200",
        "GET api:retention-runs reads": "401 404 404 403 403 403 200",
        "POST api:retention-run reads": "401 404 404 403 403 403 200",
    },
    "evidence by clause": {
        "GET insights:evidence": "302 403 403 403 403 200 200",
        "GET insights:evidence_records services": "302 403 403 403 403 200 200",
        "GET api:evidence-list": "401 404 404 403 403 200 200",
        "GET api:evidence-records-list services": "401 404 404 403 403 200 200",
    },
}
