"""People from a CSV file: read it, plan what would change, carry it out.

`sheet` and `plan` are pure; `carry` is the one part that knows the database.
"""
