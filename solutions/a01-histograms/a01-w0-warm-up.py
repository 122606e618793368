# %% [markdown]
# # A01 warm-up: functions and NumPy tables
#
# You refresh the Python that the first assignment needs. Nothing here is graded.
#
# | Time | Points | Data | Before this | After this |
# |---|---|---|---|---|
# | 15 minutes | none | small tables | some Python | A01a Pixels and masks |

# %% [markdown]
# ## After this you can
#
# - **write** a function that returns its result,
# - **predict** what comes out when you index a table by row and column,
# - **compute** a True/False table from a table of numbers, and **count** its True values.
#
# **Questions we answer.** What is the difference between showing and returning?
# Which number comes first in an address?

# %% [markdown]
# ## Before you start
#
# | You have met | Why you need it | To refresh |
# |---|---|---|
# | variables, lists, `for` loops | to read the examples | 10 minutes, any Python tutorial |
# | how to run a notebook cell | to work at all | Shift and Enter together |
#
# **Skip this sheet** if you can answer these three questions. What does a function without
# `return` give back? What is `np.array([[1, 2, 3], [4, 5, 6]])[1, 0]`? What does
# `(np.array([3, 8, 5]) > 4).sum()` give? *(None, 4 and 2.)*

# %% [markdown] tags=["retrieval"]
# ## Two questions to wake up your memory
#
# 1. Python counts from which number? <details><summary>Answer</summary>From 0. The first item of
#    a list has the position 0.</details>
# 2. A list has five items. What is the position of the last one?
#    <details><summary>Answer</summary>4. The positions are 0, 1, 2, 3, 4.</details>

# %%
import matplotlib.pyplot as plt
import numpy as np

from coursekit import plotting

# %% [markdown]
# ## 1 A function gives something back (starts at minute 0, 5 minutes)
#
# **Predict.** A function prints the number 5 but has no `return`. Somebody stores its result.
# What is stored: 5, the text "5", or nothing? Write your guess between the quotes.

# %%
prediction = "..."

# %% [markdown]
# **One idea: two ways out.** Think of a kitchen with a window and a door. Through the *window*
# guests can see a dish. Through the *door* the dish is handed to the waiter, who can carry it on.
#
# `print` is the window: people see the value, then it is gone. `return` is the door: the value goes
# to whoever called the function. The course's checks stand at the door. They cannot see the
# window, so every function you write must `return` its result.

# %% tags=["folded"]
fig, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
box = {"boxstyle": "round,pad=0.6", "facecolor": "white", "edgecolor": "black"}
arrow = {"arrowstyle": "->", "linewidth": 2}
ax.text(0.12, 0.3, "4", ha="center", va="center", fontsize=15, bbox=box)
ax.text(0.46, 0.3, "add one", ha="center", va="center", fontsize=15, bbox=box)
ax.text(0.86, 0.3, "5, ready to be\nused again", ha="center", va="center", fontsize=13, bbox=box)
ax.text(0.46, 0.88, "5, shown on the screen", ha="center", va="center", fontsize=13, bbox=box)
ax.annotate("", (0.37, 0.3), (0.16, 0.3), arrowprops=arrow)
ax.annotate("", (0.75, 0.3), (0.55, 0.3), arrowprops=arrow)
ax.annotate("", (0.46, 0.73), (0.46, 0.46), arrowprops={**arrow, "linestyle": "--"})
ax.text(0.65, 0.37, "return", ha="center", fontsize=13)
ax.text(0.48, 0.56, "print", ha="left", fontsize=13)
ax.set(xlim=(0, 1), ylim=(0, 1.05))
ax.set_title("Only a returned value can be used again")
ax.set_axis_off()
plotting.describe(
    fig,
    "Diagram of a function that adds one. The number 4 goes in. A solid arrow marked return leads "
    "to a 5 that can be used again; a dashed arrow marked print leads only to the screen.",
)

# %% [markdown]
# **What to see.** Both arrows carry a 5. Only the solid arrow leads to a place where the program
# can go on with it.


# %%
def add_one_and_print(number):
    """Show the number that follows."""
    print(number + 1)


def add_one(number):
    """Return the number that follows."""
    return number + 1


# 1 call both functions and store what they give back
from_the_window = add_one_and_print(4)
from_the_door = add_one(4)
# 2 look at what was stored
print(f"stored from the printing function: {from_the_window}")
print(f"stored from the returning function: {from_the_door}")

# %% [markdown]
# **Compare with your prediction.** Nothing was stored: Python calls it `None`. The 5 on the screen
# looks like a result, but the program has already forgotten it.
#
# **Your turn.** Change one word in the first function, so that both lines end with 5.
#
# ## 2 A table has rows and columns (starts at minute 5, 6 minutes)
#
# **Predict.** The table below has 3 rows and 4 columns. Which number stands at `table[1, 3]`?

# %%
prediction = "..."
table = np.array([[10, 11, 12, 13], [20, 21, 22, 23], [30, 31, 32, 33]])
print(table)

# %% [markdown]
# **One idea: row first, then seat.** A cinema ticket says "row 1, seat 3". First you walk to the
# row, then along the row to the seat. A NumPy table has the same order: `table[row, column]`.
#
# Rows are counted from the top and columns from the left. Both counts start at 0, so `table[1, 3]`
# is in the *second* row and the *fourth* column.

# %% tags=["folded"]
fig, ax = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
ax.imshow(np.ones(table.shape), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
for row in range(table.shape[0]):
    for column in range(table.shape[1]):
        ax.text(column, row, table[row, column], ha="center", va="center", fontsize=14)
dots = {"fill": False, "hatch": "..", "edgecolor": "#0072B2", "alpha": 0.5}
ax.add_patch(plt.Rectangle((-0.5, 0.5), 4, 1, **dots))
ax.add_patch(plt.Rectangle((2.5, 0.5), 1, 1, fill=False, edgecolor="#D55E00", linewidth=4))
ax.set_xticks(range(4), [f"column {column}" for column in range(4)])
ax.set_yticks(range(3), [f"row {row}" for row in range(3)])
ax.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False)
ax.set_title("Row 1 is dotted; column 3 of it is framed")
plotting.describe(
    fig,
    "Table with 3 rows and 4 columns of numbers. The second row, numbered 1, is dotted. In it the "
    "last place, column 3, has a thick frame and holds the number 23.",
)

# %% [markdown]
# **What to see.** The framed number is 23. Had you gone "column 1, row 3", you would have left the
# table: there is no row 3.

# %%
# 1 one number: row, then column
print(f"row 1, column 3: {table[1, 3]}")
# 2 a whole row, a whole column (the colon means "all of them")
print(f"row 1: {table[1, :]}   column 3: {table[:, 3]}")
# 3 a piece: from the first number up to, but without, the second
print(f"rows 0 and 1, columns 1 and 2: {table[0:2, 1:3].tolist()}")
# 4 how many rows, how many columns
print(f"shape: {table.shape}")

# %% [markdown]
# **Trace, without running.** What does `table[-1, 0]` give, and why can this be dangerous?
# <details><summary>Answer</summary>30. A negative number counts from the far end, so -1 is the last
# row. If your program computes a row by mistake as -1, Python does not complain. It reads a place
# that you did not mean.</details>
#
# ## 3 Ask a question of every number (starts at minute 11, 4 minutes)
#
# **Predict.** How many True values are in `table > 21`?

# %%
prediction = "..."

# %% [markdown]
# **One idea: a stencil.** A comparison looks at every number and answers True or False. The answers
# form a table of the same shape. Lay it over the first table like a stencil: you see only the
# numbers where the answer is True.

# %% tags=["folded"]
stencil = table > 21
fig, axes = plt.subplots(1, 2, figsize=(9, 2.6), layout="constrained")
for ax, content, title in [
    (axes[0], table, "Numbers ..."),
    (axes[1], stencil, "... and the answers to: larger than 21?"),
]:
    ax.imshow(stencil, cmap="gray", vmin=-0.5, vmax=1, interpolation="nearest")
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            colour = "black" if stencil[row, column] else "white"
            ax.text(column, row, content[row, column], ha="center", va="center", color=colour)
    ax.set(xticks=[], yticks=[], title=title)
plotting.describe(
    fig,
    "Two tables of 3 rows and 4 columns. Left: numbers from 10 to 33. Right: True where the number "
    "is larger than 21, which holds for six places on a light ground, False elsewhere.",
)

# %% [markdown]
# **What to see.** The light places are the same in both tables. The number 21 itself is dark: it is
# not larger than 21.

# %%
# 1 compare every number at once
larger = table > 21
# 2 True counts as 1, so a sum counts the True values
print(f"{larger.sum()} of {larger.size} numbers are larger than 21")
# 3 use the answers to pick numbers
print(f"they are {table[larger]}")
# 4 two questions at once: & means "and"; each question has its own brackets
print(f"between 20 and 30: {table[(table >= 20) & (table < 30)]}")

# %% [markdown]
# ## Key points
#
# - `return` hands a value on; `print` only shows it.
# - An address is `[row, column]`, counted from 0 at the top left.
# - A negative position counts from the far end, without any warning.
# - A comparison of a table gives a table of True and False; its sum counts the True values.
# - Join two comparisons with `&` and give each its own brackets.

# %% [markdown]
# ## Glossary
#
# - **Function**: a named piece of program that takes values and returns a result.
# - **Array**: NumPy's table of numbers, all of the same type.
# - **Index**: the position of a value, counted from 0.
# - **Shape**: the number of rows and the number of columns.

# %% [markdown]
# ## Further reading
#
# Harris, C. R. and others (2020) Array programming with NumPy. *Nature* 585,
# 357-362, doi:10.1038/s41586-020-2649-2. It shows indexing in one picture.
#
# **Next:** A01a Pixels and masks, where the tables become pictures.

# %% [markdown] tags=["instructor"]
# *Timing:* 5, 6 and 4 minutes; give it as homework before the first meeting. *Live:* put chairs in
# rows and let learners find "row 1, seat 3". *Expect:* "it printed 5, so why is it None?" (window
# and door), `table[1][3]` instead of `table[1, 3]` (works for one value, fails for pieces), `and`
# instead of `&` (error about an ambiguous truth value). *If short of time:* section 3 only.
