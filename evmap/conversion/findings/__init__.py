"""What people see of diagnostics: findings in three buckets, their score, what was accepted."""
