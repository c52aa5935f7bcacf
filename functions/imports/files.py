"""The bank files that previews take."""

from functions.http.app import MEBIBYTE, RawBody

MAX_FILE_BYTES = 10 * MEBIBYTE
_TYPES = frozenset(
    {
        "multipart/form-data",
        "text/csv",
        "text/plain",
        "text/tab-separated-values",
        "application/csv",
        "application/octet-stream",
        "application/vnd.ms-excel",  # The type of .csv files in browsers on Windows.
    }
)

_FORM_OVERHEAD_BYTES = 64 * 1024

TEMPLATE = (
    "date,amount,payee,description,category,notes,tags,id\r\n"
    "2026-03-31,-12.50,Farmers' market,Vegetables,Groceries,,organic,A-1\r\n"
    "2026-03-31,2500.00,ACME Inc.,Salary March,Salary,,,A-2\r\n"
)
"""A file that is read without options; income is positive."""

FILE_BODY = RawBody(_TYPES, MAX_FILE_BYTES + _FORM_OVERHEAD_BYTES)
"""The body of ``preview_import``: a file, or a form with one."""
