"""What learners hand in, beside what was handed out: read strictly, and what of it runs."""
