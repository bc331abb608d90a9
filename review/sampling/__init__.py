"""抽样: which closed cases of a frame are reviewed, so that nobody can steer it and anybody can redo it.

In comes a frozen frame (every closed case of the window, each with its stratum and the hash of its
record), a public seed and a plan (rate or size, least cases per stratum). Out go the sampled cases,
each with its stratum, layer, ticket, rank, quota and the stratum's size, the reserve in order, and a
protocol from which a stranger draws the same sample again. Words: *frame* (抽样框), *stratum* (层),
*ticket* (签号: a number in (0, 1) that follows from the seed and the case key alone; the smallest win),
*quota* (名额: cases a stratum gives), *layer* (抽样类别: `random` what the rate alone gives, `minimum`
what the floor added, `must` cases reviewed in any event, `reserve` the next in line), *rank* (序位).
"""
