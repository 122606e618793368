"""Every exercise and question of the course, declared once, one module per assignment."""
