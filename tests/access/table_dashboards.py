"""Who gets which answer around dashboards; see `table` for how to read it.

Figures are for managers and administrators. The dashboard is the manager's, who shares it: others read it and change nothing.
"""

DASHBOARDS: dict[str, dict[str, str]] = {
    "dashboards": {
        "GET insights:dashboard": "302 403 403 403 403 200 200",
        "GET insights:wall": "302 403 403 403 403 200 200",
        "GET insights:tickets": "302 403 403 403 403 200 200",
        "GET insights:records": "302 403 403 403 403 200 200",
        "GET insights:weights": "302 403 403 403 403 200 200",
        "POST insights:weights": "302 403 403 403 403 422 422",
        "GET insights:own_list": "302 403 403 403 403 200 200",
        "GET insights:own_new": "302 403 403 403 403 200 200",
        "POST insights:own_new": "302 403 403 403 403 422 422",
        "GET insights:own": "302 403 403 403 403 200 200",
        "GET insights:own_wall": "302 403 403 403 403 200 200",
        "GET insights:own_edit": "302 403 403 403 403 200 404",
        "POST insights:own_edit": "302 403 403 403 403 422 404",
        "POST insights:own_remove": "302 403 403 403 403 302 404",
    },
    "dashboards by API": {
        "GET api:dashboards-list": "401 404 404 403 403 200 200",
        "GET api:dashboards-detail": "401 404 404 403 403 200 200",
        "GET api:own-dashboards-list": "401 404 404 403 403 200 200",
        "POST api:own-dashboards-list": "401 404 404 403 403 422 422",
        "GET api:own-dashboards-detail": "401 404 404 403 403 200 200",
        "PATCH api:own-dashboards-detail": "401 404 404 403 403 200 403",
        "DELETE api:own-dashboards-detail": "401 404 404 403 403 204 403",
        "GET api:own-dashboards-panels": "401 404 404 403 403 200 200",
        "GET api:experience-weights": "401 404 404 403 403 200 200",
        "PATCH api:experience-weights": "401 404 404 403 403 200 200",
    },
}
