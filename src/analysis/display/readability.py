"""LIX, the Scandinavian readability index: words in a sentence plus the share of long words (Björnsson 1968)."""

import re

WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
END = re.compile(r"[.:!?]+(?=\s|$|[»”\"')])|\n+")
LONG = 6
"""Letters; a word of more is long."""


def lix(text: str) -> float:
    """Words per sentence + 100 x the share of words of more than six letters.

    A sentence ends at a full stop, colon, exclamation or question mark, and at a line's end: headings and items of lists are sentences.
    Below 25 is very easy, 25-34 easy, 35-44 middle, from 55 very hard. ValueError where there is no word.
    """
    sentences = [found for part in END.split(text) if (found := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        raise ValueError("no words to read")
    return len(words) / len(sentences) + 100 * sum(len(word) > LONG for word in words) / len(words)
