"""The operations that report."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.operation import ApiOperation

OPERATIONS = (
    ApiOperation("monthly_report", "report", "GET", "/monthlyReport?year=2026&month=3", 200,
                 Role.VIEWER),
    ApiOperation("monthly_report", "report this month", "GET", "/monthlyReport", 200, Role.VIEWER),
    ApiOperation("dashboard_home", "dashboard: home", "GET", "/dashboard", 200, Role.VIEWER),
    *(ApiOperation(f"dashboard_{name}", f"dashboard: {name}", "GET", f"/dashboard/{name}", 200,
                   Role.VIEWER)
      for name in ("summary", "categories", "recent", "trends", "cash_flow", "net_worth",
                   "category_trends", "type_trends", "tag_trends", "tags", "accounts", "payees",
                   "sankey", "comparison", "averages", "exchange_results")),
)  # fmt: skip
