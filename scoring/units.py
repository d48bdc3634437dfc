"""What numbers are written with: currencies, units, periods and the words around them."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text that are parted by spaces."""
    return frozenset(words.split())


CODES = word_set("usd eur gbp chf jpy cad aud nzd inr cny sgd hkd sek nok dkk pln brl aed mxn krw")
CURRENCIES = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "a$": "AUD", "au$": "AUD",
    "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "r$": "BRL",
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "yen": "JPY",
    "rupees": "INR", "francs": "CHF", "bucks": "USD",
} | {code: code.upper() for code in CODES}  # fmt: skip
CENTS = word_set("¢ cent cents pence")
PERCENT = frozenset(("%", "percent", "per cent", "pct"))

TIME = {
    "hour": "h hr hrs hour hours hourly", "day": "d day days daily night nights nightly",
    "week": "wk wks week weeks weekly", "month": "mo mth month months monthly",
    "quarter": "quarter quarters quarterly", "minute": "min mins minute minutes",
    "second": "s sec secs second seconds", "millisecond": "ms millisecond milliseconds",
    "year": "y yr yrs year years yearly annually annual annum p.a.",
}  # fmt: skip
TIMES_OF = {word: unit for unit, words in TIME.items() for word in words.split()}
"""The unit of time that a word names."""

PERIODS = frozenset(("hour", "day", "week", "month", "quarter", "year"))
SIZES = word_set("kb mb gb tb pb kib mib gib tib pib gigabytes terabytes petabytes")
LABELS = word_set(
    "step steps phase phases tier level version option section figure table page chapter item "
    "priority top number part stage wave sprint claude gpt llama gemini opus sonnet haiku "
    "windows python act article rule layer round scenario method approach week weeks month "
    "months day days year years hour quarter"
)
ABOUT = word_set(
    "about around roughly approximately approx approx. nearly almost circa near some perhaps "
    "maybe say ca. c."
)
BOUNDS = {
    "to": ("at most", "up to"), "most": ("at most", "at most"), "least": ("at least", "at least"),
    "under": ("at most", "under"), "below": ("at most", "below"), "over": ("at least", "over"),
    "above": ("at least", "above"), "than": ("at least", "more than"),
}  # fmt: skip
NO_UNIT = (
    word_set(
        "a about above across after again all also an and any are as at away be because before "
        "below between but by can could do does did down each either every fewer for from had has "
        "have he higher i if in instead into is it its just leaves less lower minus more most must "
        "no not now of off on once one only or other our out over per plus rather saved second "
        "should since so still than that the their them then there these they third this those "
        "through times to today too under until up versus via vs was we were what when where "
        "whether which while who will with within without would x yet you your cheaper equals "
        "gives makes s so versus saves costs stays becomes remains means needs takes cuts brings"
    )
    | ABOUT
)
YEAR_BEFORE = word_set(
    "in by since of during until till from to for through year fy early late mid end before "
    "after january february march april may june july august september october november "
    "december jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4 h1 h2 and"
)
WORTH = (
    r"k|mm|mio|mn|mil|m|bn|b|tn|thousand|millions?|billions?|trillion|dozen|hundred|lakhs?|crores?"
)
SORT = (
    r"%|percent(?! ?age)|per cent|pct|[€£¥₹¢]|cents?|pence|us dollars|dollars?|euros?|pounds|yen"
    rf"|rupees|francs|bucks|{'|'.join(CODES)}"
)
EACH = word_set(
    "seat user query question conversation call token request unit piece gpu machine ticket "
    "image document node vm head core gpu-hour order customer patient"
)
PLAIN = {"annualised": "annual", "annualized": "annual"}
"""Words that say the same as one of `TIMES_OF`."""
