"""Names and abbreviations of months in the languages of known banks."""

from functools import cache

from shared.models.values.text import fold

_NAMES = (
    """january jan januar januari januarie janvier janv enero ene janeiro gennaio gen leden ledna
    styczen stycznia sty tammikuu tammi ianuarie ian ιανουαριος ιανουαριου ιαν janvaris janv.
    sijecanj jaanuar sausis jän jänner január""",
    """february feb februar februari februarie fevrier fevr fev febrero fevereiro febbraio unor
    unora luty lutego lut helmikuu helmi febr φεβρουαριος φεβρουαριου φεβ februaris veebruar
    február""",
    """march mar marz märz maerz mrz maart mrt mars marzo marco março březen března bre marzec
    marca maaliskuu maalis marcius marc martie μαρτιος μαρτιου μαρ marts märts marec""",
    """april apr avril avr abril abr aprile duben dubna dub kwiecien kwietnia kwi huhtikuu huhti
    aprilis aprilie απριλιος απριλιου απρ""",
    """may mai mei maj mayo maio mag maggio kveten kvetna kve maja toukokuu touko majus μαιος
    μαιου μαι maijs""",
    """june jun juni juin junio junho giugno giu cerven cervna cvn czerwiec czerwca cze kesakuu
    kesa junius iunie iun ιουνιος ιουνιου ιουν junijs""",
    """july jul juli juillet juil julio julho luglio lug cervenec cervence cvc lipiec lipca lip
    heinakuu heina julius iulie iul ιουλιος ιουλιου ιουλ julijs""",
    """august aug augustus aout agosto ago srpen srpna srp sierpien sierpnia sie elokuu elo
    augusti augusztus αυγουστος αυγουστου αυγ augusts""",
    """september sep sept septembre septiembre setembro set settembre zari zár wrzesien wrzesnia
    wrz syyskuu syys szeptember szept septembrie σεπτεμβριος σεπτεμβριου σεπ septembris""",
    """october oct oktober okt octobre octubre outubro out ottobre ott rijen rijna rij
    pazdziernik pazdziernika paz lokakuu loka oktobris octombrie οκτωβριος οκτωβριου οκτ""",
    """november nov novembre noviembre novembro listopad listopadu listopada lis marraskuu marras
    noiembrie noi νοεμβριος νοεμβριου νοε novembris""",
    """december dec decembre diciembre dic dezembro dez dezember dicembre prosinec prosince pro
    grudzien grudnia gru joulukuu joulu decembrie δεκεμβριος δεκεμβριου δεκ decembris des
    desember""",
)


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): number for number, names in enumerate(_NAMES, start=1) for name in names.split()
    }


def month_of_name(name: str) -> int | None:
    """Return the number of the month with this name or abbreviation; None if unknown."""
    return _months().get(fold(name.rstrip(".")))
