"""Mail catcher of the local stack: it takes every e-mail by SMTP, and delivers none."""

from __future__ import annotations

from collections import deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from typing import TYPE_CHECKING, Any

from flask import Flask, abort

from local.configuration import HOST

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

MAX_MAILS = 100


class MailCatcher:
    """The last e-mails that arrived, newest first, and the server that takes them."""

    def __init__(self) -> None:
        self.mails: deque[EmailMessage] = deque(maxlen=MAX_MAILS)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd names it)
        """Take an e-mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.appendleft(mail)
        return "250 OK"

    def start(self, port: int) -> Any:
        """Take e-mails on a port, in a thread; return the server."""
        from aiosmtpd.controller import Controller  # noqa: PLC0415 (only `make run` and tests take mails)

        server = Controller(self, hostname=HOST, port=port)
        server.start()
        return server

    def add_to(self, site: Flask) -> None:
        """Add the pages of the e-mails to the local site."""
        site.add_url_rule("/mail", "mail", self._list)
        site.add_url_rule("/mail/<int:number>", "one_mail", self._show)

    def _list(self) -> str:
        rows = "".join(
            f'<li><a href="/mail/{number}">{escape(str(mail["Subject"]))}</a>'
            f" to {escape(str(mail['To']))}"
            for number, mail in enumerate(self.mails)
        )
        return f"<!doctype html><meta charset=utf-8><h1>E-mails</h1><ol>{rows}</ol>"

    def _show(self, number: int) -> Response | str:
        if number >= len(self.mails):
            abort(404)
        mail = self.mails[number]
        headers = "".join(f"{name}: {value}\n" for name, value in mail.items())
        body = mail.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        shown = escape(f"{headers}\n{text}")
        return f"<!doctype html><meta charset=utf-8><pre>{shown}</pre>"
