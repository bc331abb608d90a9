"""留痕 the journal: what happened, who did it, when.

In: events (past tense, ids and counts only), the person who acted, the moment. Out: an append-only table in
which every entry carries the hash of the one before it, so that a changed, missing or inserted line is named.
An entry is written in the same transaction as the change; if it cannot be written, the change fails.
Words: entry (记录), chain (链), checkpoint (检查点), seal (封存: the actor's id, readable by procedure only).
"""
