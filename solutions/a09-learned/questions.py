"""Questions of A09 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a09.Q1",
        stem="What does one row of the training table describe?",
        choices=(
            choice(
                "A pixel",
                "Pixels gave the samples. How many rows did your table have, and how many pixels "
                "has the volume?",
                topic="what a row is",
            ),
            choice(
                "A region",
                "A region has many neighbours. Does `y` say something about one region, or about "
                "two?",
                topic="what a row is",
            ),
            right(
                "Two regions that touch, at one step of merging",
                "Yes. In the first table the step is 'before any merge'; later epochs add pairs of "
                "larger regions.",
            ),
            choice(
                "A volume",
                "The whole volume gave the whole table. What does the array `edges` hold?",
                topic="what a row is",
            ),
        ),
    ),
    PlainQuestion(
        id="a09.Q2",
        stem="An edge has the label -1. What does this mean?",
        choices=(
            right(
                "Both fragments belong to the same true cell: merging them is right",
                "Yes. The sign is a convention: a low number means merge, as for priorities.",
            ),
            choice(
                "There is a true boundary between both fragments",
                "This is the other label. What did the dashed white lines in the figure join?",
                topic="sign swapped",
            ),
            choice(
                "Nobody knows whether they belong together",
                "There is no third label: an edge that is not known is kept. Which two labels did "
                "you write?",
                topic="unknown is -1",
            ),
            choice(
                "One of the fragments is background",
                "Pixels with truth 0 have no vote, and label 0 has no edges. What is compared "
                "across an edge?",
                topic="background",
            ),
        ),
    ),
    PlainQuestion(
        id="a09.Q3",
        stem="Why do we train with several epochs, and not with the fragments alone?",
        choices=(
            choice(
                "To have more pixels",
                "The volume is the same in each epoch. What is new in the rows that were added?",
                topic="more data",
            ),
            right(
                "Later in merging regions are larger and their walls look different; the "
                "classifier must have seen such walls",
                "Yes. A classifier is good at what it was shown, and most of its work is done "
                "after the first merges.",
            ),
            choice(
                "So that no markers are needed",
                "Markers made the fragments, before the table. What changes between the first and "
                "the last merge?",
                topic="steps mixed up",
            ),
            choice(
                "So that training is faster",
                "More rows take more time. What do they show?",
                topic="speed",
            ),
        ),
    ),
    PlainQuestion(
        id="a09.Q4",
        stem="Greedy merging joins two true cells at an early step. What happens to this mistake?",
        choices=(
            choice(
                "A later step takes it back",
                "Which function of A08 takes a merge back?",
                topic="greedy repairs itself",
            ),
            right(
                "It stays, and what is merged into it later makes it cost more",
                "Yes. All that joins one of both cells from now on is in the wrong region too, at "
                "least in part.",
            ),
            choice(
                "It stays, but it costs nothing",
                "Think of the two numbers of `split_vi`. Which one has grown?",
                topic="harmless merges",
            ),
            choice(
                "It cannot happen: early merges are safe",
                "Early merges have low priorities. Is a low priority a proof?",
                topic="low priority is proof",
            ),
        ),
    ),
    PlainQuestion(
        id="a09.Q5",
        stem="On the real brain tissue, the mean with its best threshold on the *test* volume has "
        "0.528. The learned priority with the threshold from *training* has 0.605. Look at your "
        "curves. Which method do you report as the better one?",
        run_first=True,
        choices=(
            choice(
                "The mean: 0.528 is the smallest number",
                "How was the threshold of this number found? Could you have found it without the "
                "test truth?",
                topic="threshold chosen on test",
            ),
            right(
                "The learned one: with a threshold from training the mean has 0.872",
                "Yes. Compare what each method reaches without a look at the test truth.",
            ),
            choice(
                "None: the learned one has cheated, as it was trained with a truth",
                "It was trained with the truth of the *training* volume. Which truth did the "
                "number 0.528 need?",
                topic="training is cheating",
            ),
            choice(
                "None: differences of VI are noise",
                "The curves of one volume are exact; run it again and they stay. What one may "
                "doubt is another thing: how many test volumes are there?",
                topic="blaming noise",
            ),
        ),
    ),
    PlainQuestion(
        id="a09.Q6",
        stem="Two classifiers tell true from false walls equally well: their ROC areas are 0.982 "
        "and 0.983. Yet their segmentations differ much. Why?",
        choices=(
            choice(
                "By chance: equal areas must give equal segmentations",
                "The area looks at each wall once, before any merge. Does every wall matter "
                "equally for the result?",
                topic="area is the result",
            ),
            right(
                "A few wrong merges of large regions cost more than many mistakes at small walls",
                "Yes. The area counts walls, the variation of information counts pixels, and one "
                "wall can join two large cells.",
            ),
            choice(
                "The ROC area was computed wrongly",
                "It is computed as always. What does it count: walls or pixels?",
                topic="blaming the score",
            ),
            choice(
                "The variation of information does not see wrong merges",
                "Which half of it does? Compute it for two cells that were joined.",
                topic="VI ignores merges",
            ),
        ),
    ),
)
