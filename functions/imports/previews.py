"""Preview imports of bank files; loaded on demand, because reading files takes long to load."""

from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import RequestEntityTooLarge

from functions.http.call import current_call
from functions.http.parameters import json_response
from functions.http.security.rate_limits import Limited, limit
from functions.imports.files import MAX_FILE_BYTES
from functions.imports.preview_views import preview_view
from functions.imports.uploads import PreviewQuery, uploaded
from shared.services.imports import import_previews


def preview_import(query: PreviewQuery) -> Response:
    """Preview the import of a bank file, without recording anything."""
    call = current_call()
    limit(Limited.IMPORT, call.caller.uid)
    content, options = uploaded(query)
    if len(content) > MAX_FILE_BYTES:
        raise RequestEntityTooLarge
    preview = import_previews.preview_import(
        call.store, content, options, call.caller.uid, call.now
    )
    return json_response(
        preview_view(preview),
        HTTPStatus.CREATED,
        location=f"/imports/{preview.plan.id}",
    )
