"""The plan: a team's decisions on what HERE's guide leaves open, obeyed by every conversion.

`subjects` says what there is to decide, from the tables alone. `file` reads and writes the
decisions (`evmap-plan/1`), `obey` turns them into options of a conversion, `answers` says which
findings they answer.
"""
