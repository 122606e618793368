"""Stock nbgrader works on this repository: solutions/ in, course/ out."""

from nbgrader.converters import GenerateAssignment

c = get_config()  # noqa: F821  (nbgrader defines it)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".ipynb_checkpoints", "*_files"]
c.ClearSolutions.code_stub = {"python": "return ..."}
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"instructor"}  # answers to questions, teachers' notes
stock = GenerateAssignment.preprocessors.default()
c.GenerateAssignment.preprocessors = [
    "nbconvert.preprocessors.TagRemovePreprocessor",
    *(f"{step.__module__}.{step.__name__}" for step in stock),
]
c.Execute.timeout = 120  # seconds for one cell; a check stops an endless loop long before
