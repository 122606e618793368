"""Questions of A01 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a01.Q1",
        stem='The class "not brain" has a very tall bar at the dark end. Which pixels are these?',
        run_first=True,
        choices=(
            right(
                "the black background around the head",
                "Yes. The white part of your mask is one piece around the head: air gives no "
                "signal. Only 5 of these 10973 pixels are brain.",
            ),
            choice(
                "dark parts of the brain",
                "You may think that dark means background inside the brain too. The brain has dark "
                "fluid, but it begins at the second bar: how many of the marked pixels are brain?",
                topic="class and grey value",
            ),
            choice(
                "noise, spread over the whole picture",
                "Noise would sit everywhere as single dots. Look at your mask again: is the white "
                "part spread over the picture, or is it one piece?",
                topic="places and values",
            ),
            choice(
                "the skull",
                "A good thought: bone is dark in this kind of scan. But the skull is a thin ring. "
                "Can a thin ring hold more than half of all pixels outside the brain?",
                topic="class and grey value",
            ),
        ),
    ),
    PlainQuestion(
        id="a01.Q2",
        stem='The brightest pixels of the slice are "not brain" too. What are they?',
        run_first=True,
        choices=(
            choice(
                "the brain",
                "You may expect the object to be the brightest thing in the picture. How many of "
                "the marked pixels did the cell above count as brain?",
                topic="object is bright",
            ),
            right(
                "the bright ring around the head",
                "Yes. It is the fat of the scalp, the skin over the bone. Some texts call it the "
                "skull, but compact bone is dark in this kind of scan.",
            ),
            choice(
                "only the eyes",
                "This slice lies above the eyes. Look at the shape of the marked pixels: is it two "
                "discs, or something longer?",
                topic="places and values",
            ),
            choice(
                "an effect of the border of the picture",
                "Border effects touch the border. Look at your mask: is there black between the "
                "marked pixels and the border of the picture?",
                topic="places and values",
            ),
        ),
    ),
    PlainQuestion(
        id="a01.Q3",
        stem="The shape of an image is (176, 208). Which expression reads the pixel at x = 200 "
        "(to the right) and y = 10 (downwards)?",
        choices=(
            right(
                "`image[10, 200]`",
                "Yes: row first. y counts downwards and is the row, x counts to the right and is "
                "the column.",
            ),
            choice(
                "`image[200, 10]`",
                "You put x first, as in mathematics. The first number is the row: how many rows "
                "does this image have?",
                topic="row and column",
            ),
            choice(
                "`image(10, 200)`",
                "The order is right. Round brackets call a function, and an image is a table. "
                "Which brackets open a table?",
                topic="calling and indexing",
            ),
            choice(
                "`image[208 - 200, 10]`",
                "You counted from the other side and put x first. y points downwards here, so "
                "nothing has to be turned round. Where is row 0?",
                topic="row and column",
            ),
        ),
    ),
    PlainQuestion(
        id="a01.Q4",
        stem="Which of these small arrays can be a label image of three objects?",
        choices=(
            right(
                "`[[0, 1, 1], [2, 0, 3]]`",
                "Yes: 0 for the background and one whole number for each object.",
            ),
            choice(
                "`[[0, 1, 0], [1, 0, 1]]`",
                "These are the numbers of a mask. You may have counted the places with a 1: but do "
                "the objects have different names?",
                topic="mask and labels",
            ),
            choice(
                "`[[0.1, 0.9, 0.8], [0.7, 0.2, 0.1]]`",
                "These may be probabilities, or a float image. An object number is a name. Can a "
                "name be 0.9?",
                topic="probability and label",
            ),
            choice(
                "`[[0, 255, 0], [255, 0, 255]]`",
                "This is a mask that is drawn in black and white. There is one number besides 0: "
                "how many objects can it name?",
                topic="mask and labels",
            ),
        ),
    ),
    PlainQuestion(
        id="a01.Q5",
        stem="In an image with 60 nuclei, each of 12 nuclei got a number of its own. The rest is "
        "unmarked. What is this?",
        choices=(
            choice(
                "a dense semantic annotation",
                "Dense means that every pixel is decided, and semantic means classes. Were all "
                "nuclei marked? Did they get classes?",
                topic="kinds of annotation",
            ),
            choice(
                "a sparse semantic annotation",
                "Sparse is right. Semantic would mean that all 12 nuclei share one number, the "
                "class. What did each of them get?",
                topic="kinds of annotation",
            ),
            choice(
                "a dense instance annotation",
                "Instance is right: each nucleus has a number of its own. What do we know about "
                "the other 48?",
                topic="kinds of annotation",
            ),
            right(
                "a sparse instance annotation",
                "Yes: a number for each object, and only some of them marked. Outside the 12, 0 "
                "does not mean background.",
            ),
        ),
    ),
    PlainQuestion(
        id="a01.Q6",
        stem="All pixels of an image are shuffled. What happens to its histogram?",
        choices=(
            right(
                "It stays the same.",
                "Yes. Every pixel still gives its one vote to the same grey value. Only the places "
                "have changed, and a histogram never knew them.",
            ),
            choice(
                "It gets flatter.",
                "The shuffled picture looks more even. But does shuffling give any pixel another "
                "grey value?",
                topic="histogram and places",
            ),
            choice(
                "It gets wider.",
                "Wider would mean darker or brighter pixels than before. Where could they come "
                "from?",
                topic="histogram and places",
            ),
            choice(
                "That depends on how the pixels are shuffled.",
                "Try two ways with the numbers 1, 1, 2. In how many orders can you write them, and "
                "how often does 1 occur in each?",
                topic="histogram and places",
            ),
        ),
    ),
)
