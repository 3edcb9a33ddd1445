"""Units of measure of UN/ECE Recommendation 20 (and packages of 21, with their X): symbols, or a language's words."""

from decimal import Decimal

# The same in every language.
SYMBOLS = {
    "KGM": "kg", "GRM": "g", "MGM": "mg", "TNE": "t", "DTN": "dt",
    "LTR": "l", "MLT": "ml", "CLT": "cl", "DLT": "dl", "HLT": "hl",
    "MTR": "m", "CMT": "cm", "MMT": "mm", "KMT": "km", "KTM": "km", "DMT": "dm",
    "MTK": "m²", "CMK": "cm²", "KMK": "km²", "HAR": "ha", "MTQ": "m³", "CMQ": "cm³",
    "KWH": "kWh", "MWH": "MWh", "GWH": "GWh", "WHR": "Wh", "KWT": "kW", "MAW": "MW", "KVA": "kVA",
    "JOU": "J", "MJ": "MJ", "GV": "GJ", "C3": "MJ",
    "AD": "B", "2P": "kB", "4L": "MB", "E34": "GB", "E35": "TB", "P1": "%", "LM": "lm",
}  # fmt: skip
# The words stand under these names in languages/*.toml.
NAMES = {
    "H87": "pieces", "EA": "pieces", "PCE": "pieces", "NAR": "pieces", "NMB": "pieces", "PCS": "pieces",
    "C62": "unit", "ONE": "unit", "SET": "set", "PR": "pair", "NPR": "pair", "DZN": "dozen",
    "CEN": "hundred", "MIL": "thousand", "SEC": "second", "MIN": "minute", "HUR": "hour", "LH": "hour", "DAY": "day",
    "E49": "working_day", "WEE": "week", "MON": "month", "QAN": "quarter", "ANN": "year",
    "BX": "box", "XBX": "box", "PK": "pack", "XPK": "pack", "NMP": "pack", "PA": "pack", "XPA": "pack",
    "CT": "carton", "XCT": "carton", "CS": "case", "XCS": "case", "CR": "crate", "XCR": "crate",
    "BO": "bottle", "XBO": "bottle", "BG": "bag", "XBG": "bag", "RO": "roll", "XRO": "roll",
    "PF": "pallet", "PX": "pallet", "XPX": "pallet", "XPF": "pallet", "TN": "tin", "XTN": "tin",
    "CA": "tin", "XCA": "tin", "ST": "sheet", "LEF": "sheet", "LS": "flat", "E48": "service", "ACT": "activity",
    "INH": "inch", "FOT": "foot", "YRD": "yard", "LBR": "pound", "ONZ": "ounce",
}  # fmt: skip
# "Mutually defined" and "not applicable" say nothing to a reader.
_SILENT = frozenset({"", "ZZ", "NA"})


def unit(code: str, quantity: Decimal, names: dict[str, list[str]], *, language: str) -> str:
    """What to print after the quantity: a symbol, the language's word in its number, the code itself, or nothing."""
    if code in _SILENT:
        return ""
    if code in SYMBOLS:
        return SYMBOLS[code]
    if code not in NAMES:
        return code
    one, many = names[NAMES[code]]
    return one if _singular(abs(quantity), language) else many


def _singular(quantity: Decimal, language: str) -> bool:
    """French says one and a half hour, the others one and a half hours (CLDR plural rules)."""
    return quantity < 2 if language == "fr" else quantity == 1  # noqa: PLR2004
