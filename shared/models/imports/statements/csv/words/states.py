"""Words with which banks say that a payment was not carried out, or not yet."""

from __future__ import annotations

from functools import cache

from shared.models.imports.statements.csv.words.headers import normal

_MAX_LENGTH = 30
_TEXT = """
    reverted|declined|pending|denied|failed|cancelled|canceled|rejected|refused|expired|voided|
    on hold|abgelehnt|ausstehend|fehlgeschlagen|storniert|abgebrochen|zurückgewiesen|vorgemerkt|
    rückgängig gemacht|verweigert|refusé|refusée|annulé|annulée|en attente|échoué|échouée|rejeté|
    rejetée|rechazado|rechazada|pendiente|cancelado|cancelada|denegado|denegada|fallido|fallida|
    anulado|anulada|revertido|revertida|pendente|recusado|recusada|rejeitado|rejeitada|falhou|
    in sospeso|in attesa|rifiutato|rifiutata|annullato|annullata|fallito|fallita|respinto|respinta|
    geweigerd|geannuleerd|mislukt|in behandeling|in afwachting|afgewezen|odrzucono|odrzucona|
    odrzucone|oczekuje|oczekująca|oczekujące|anulowano|anulowana|anulowane|nieudana|zamítnuto|
    zamítnuta|čeká|čekající|zrušeno|zrušena|neúspěšná|zamietnuté|čakajúce|zrušené|nekad|väntande|
    avbruten|misslyckad|avvist|venter|avbrutt|mislykket|afvist|afventer|annulleret|hylätty|odottaa|
    peruttu|epäonnistui|elutasítva|függőben|törölve|sikertelen|respins|în așteptare|anulat|eșuat|
    отклонено|отклонен|в ожидании|ожидание|отменено|отменен|в обработке|не выполнено|
    已拒绝|待处理|已取消|失败|処理中|保留中|拒否|キャンセル
"""


@cache
def _words() -> frozenset[str]:
    return frozenset(normal(word) for word in _TEXT.split("|"))


def was_not_carried_out(state: str) -> bool:
    """Return whether a cell is a word for a payment that was not carried out, or not yet."""
    if not state or len(state) > _MAX_LENGTH or any("0" <= c <= "9" for c in state):
        return False
    return normal(state) in _words()
