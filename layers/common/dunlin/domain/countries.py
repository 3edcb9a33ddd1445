"""What a country suggests about a new customer or seller of whom no more is known. Only a start: people correct it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Custom:
    """The usual locale (BCP 47) and, where the country has one zone for nearly everybody, its time zone (IANA)."""

    locale: str
    time_zone: str


_TABLE = """
AT de-AT Europe/Vienna
AU en-AU
BE nl-BE Europe/Brussels
BG bg-BG Europe/Sofia
CA en-CA
CH de-CH Europe/Zurich
CY el-CY Asia/Nicosia
CZ cs-CZ Europe/Prague
DE de-DE Europe/Berlin
DK da-DK Europe/Copenhagen
EE et-EE Europe/Tallinn
ES es-ES Europe/Madrid
FI fi-FI Europe/Helsinki
FR fr-FR Europe/Paris
GB en-GB Europe/London
GR el-GR Europe/Athens
HR hr-HR Europe/Zagreb
HU hu-HU Europe/Budapest
IE en-IE Europe/Dublin
IN en-IN Asia/Kolkata
IS is-IS Atlantic/Reykjavik
IT it-IT Europe/Rome
JP ja-JP Asia/Tokyo
LT lt-LT Europe/Vilnius
LU fr-LU Europe/Luxembourg
LV lv-LV Europe/Riga
MT en-MT Europe/Malta
MX es-MX
NL nl-NL Europe/Amsterdam
NO nb-NO Europe/Oslo
NZ en-NZ Pacific/Auckland
PL pl-PL Europe/Warsaw
PT pt-PT
RO ro-RO Europe/Bucharest
SE sv-SE Europe/Stockholm
SG en-SG Asia/Singapore
SI sl-SI Europe/Ljubljana
SK sk-SK Europe/Bratislava
US en-US
"""
_CUSTOMS = {
    country: Custom(locale, zone[0] if zone else "")
    for country, locale, *zone in (line.split() for line in _TABLE.strip().splitlines())
}


def custom(country: str) -> Custom:
    """What is usual there; nothing at all for a country that is not in the table."""
    return _CUSTOMS.get(country.upper(), Custom("", ""))
