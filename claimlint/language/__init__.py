"""What claimlint knows of languages as such: folding, words, prefixes, and telling languages apart.

Nothing here knows of rules or files. The words of a language that rules need (units, negation) are in its pack.
"""
