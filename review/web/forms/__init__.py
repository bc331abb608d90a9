"""表单 forms: what people fill in. Shape only (filled in, a number, a date); whether it may be done, the rooms say."""
