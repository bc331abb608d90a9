"""任务 jobs: long work with a state that outlives the process that does it.

In: a kind, its parameters, who asked. Out: one row that tells state, progress, result or error. The row is the
truth; the queue only wakes a worker, and a job whose lease ran out is taken again, so its handler is repeatable.
"""
