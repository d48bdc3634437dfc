"""Weights of the features of a general answer: made by `scoring/fitting/fit.py`.

Data and licences: `scoring/fitting/README.md`.
"""

BETTER = 0.1025
"""The weighed sum of the median preferred answer: it is worth 0.8."""

WORSE = -2.0437
"""That of the lowest tenth of those not preferred: it is worth 0.25."""

WORTH = (0.8, 0.25)

WEIGHTS: dict[str, tuple[float, float]] = {
    "new words over 4": (0.1042, 0.8596),
    "new words over 10": (0.1636, 0.4366),
    "new words over 20": (0.28, 0.1949),
    "new words over 40": (0.4103, 0.05794),
    "new words over 80": (0.1524, 0.008369),
    "words over 5": (0.04918, 2.031),
    "words over 100": (0.1384, 0.2351),
    "words over 200": (0.3219, 0.07389),
    "words over 400": (0.2461, 0.009593),
    "new words": (0.09944, 2.102),
    "sentences": (0.08555, 1.702),
    "variety": (0.1597, 1.089),
    "specific words": (0.3314, 0.5071),
    "long words": (0.2586, 0.784),
    "function words": (-0.5126, 0.5354),
    "repeated sentences": (-0.4726, 0.02406),
    "repeated phrases": (-0.5379, 0.06365),
    "one word over and over": (-0.7651, 0.09548),
    "same beginnings": (-0.1482, 0.06491),
    "terms covered": (0.2484, 0.3741),
    "terms of a short question covered": (0.1721, 0.3466),
    "longest terms covered": (0.2767, 0.3735),
    "opens on the subject": (0.2387, 0.2493),
    "rewrite keeps the content": (0.8534, 0.03215),
    "other script": (-0.1147, 0.0006541),
    "words taken from the question": (0.2109, 0.2629),
    "copied": (-0.3589, 0.08472),
    "copied pairs": (-0.07997, 0.1743),
    "translation not translated": (-0.2479, 0.01111),
    "lines": (0.08917, 1.363),
    "paragraphs": (0.1702, 1.033),
    "numbered": (0.1019, 0.1755),
    "items in running text": (-0.6336, 0.002154),
    "headings": (0.2414, 0.01723),
    "rows": (0.2727, 0.008103),
    "lines of a list, as asked": (0.0895, 0.4397),
    "items of a list, as asked": (0.09421, 0.1034),
    "a letter, as asked": (0.6112, 0.02764),
    "chatty opening": (-0.0843, 0.05025),
    "apology": (-0.06713, 0.02728),
    "right sums": (0.1685, 0.006882),
    "wrong sums": (-0.04189, 0.0002488),
    "new words, asked for choice": (-0.1463, -0.04255),
    "new words, asked for list": (0.1655, -0.01683),
    "new words, asked for creative": (0.2328, 0.03754),
    "new words, asked for document": (0.09894, 0.01594),
    "new words, asked for extraction": (0.1862, -0.07007),
    "new words, asked for why": (-0.5505, 0.01551),
    "new words, asked for yes or no": (-0.04142, 0.03157),
    "nothing": (-0.4764, 0.014),
    "next to nothing": (-0.04583, 0.108),
    "no output": (-0.4905, 0.008615),
    "number asked for missed": (-0.08597, 0.02854),
}
"""Of each feature its weight and its mean over the answers."""
