"""整改 rectification: every finding that stood becomes a task, until somebody else strikes it off.

In: findings of published conclusions. Out: corrections with owner, term, proof, and the record of every move.
Words: correction (整改), owner (责任人), proof (整改情况), verify (验收), strike off (销号), ledger (台账).
"""
