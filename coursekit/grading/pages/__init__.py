"""What people read: graded notebooks, feedback for learners, the report for teachers."""
