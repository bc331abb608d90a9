"""反馈 feedback: the handler is heard problem by problem; grades are published.

In: conclusions the leader has checked; approved conclusions. Out: one reply per finding, the leader's answer to
every objection, and the results of a round given out in one batch.
Words: hearing (征求意见), reply (反馈意见), stance (接受 / 部分接受 / 异议), answer (答复), publication (反馈).
"""
