"""The people behind the forms: personal data found and kept out, withdrawals, consent, free text, deletion dates, keys."""
