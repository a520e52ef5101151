"""What each host tells a script and its views, and the orders in which they may start."""


def issue(number: int) -> dict:
    """What Jira tells the modules of an issue view."""
    return {"issue": {"id": str(10000 + number), "key": f"TEAM-{number}", "type": "Task", "typeId": "10002"}}


def widget(number: int) -> dict:
    """What a dashboard tells its widgets."""
    return {"type": "dashboards:widget", "context": {"dashboardId": f"dashboard-{number}", "widgetId": "widget-1"}}


def space(key: str) -> dict:
    """What Confluence tells the modules on a content page."""
    return {"space": {"id": "65538", "key": key}}


NUMBERS = (1, 2)

PAGES = {
    "home-dashboard": [{"background": {"type": "dashboards:backgroundScript"}, "view": widget(n)} for n in NUMBERS],
    "jira-dashboard": [{"background": {}, "view": {"dashboard": {"id": str(n)}}} for n in NUMBERS],
    "jira-issue": [{"background": issue(n), "view": issue(n)} for n in NUMBERS],
    "jira-global": [{"background": issue(n), "view": issue(n)} for n in NUMBERS],
    "confluence": [{"background": space(key), "view": space(key)} for key in ("TEAM", "OPS")],
}
"""What each host tells the script and the views, on two pages that people visit one after the other."""

ORDERS = [
    "script-first",
    "view-first",
    "both-at-once",
    "script-late",
    "view-late",
    "script-reloaded",
    "next-page",
    "twenty-views",
    "twenty-views-late",
]

MANY = [order for order in ORDERS if order.startswith("twenty-views")]


def reasons(result: dict) -> list[str]:
    """Why runs failed."""
    return [f"run {failure['run']}: {failure['failures']}" for failure in result["failures"]]
