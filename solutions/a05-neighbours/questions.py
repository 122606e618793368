"""Questions of A05 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a05.Q1",
        stem="Compare the two rows of your figure. Do training and test show similar patterns?",
        run_first=True,
        choices=(
            choice(
                "They are identical: the same tissues give the same points.",
                "The tissues are the same, the heads are not. Compare the printed means of the "
                "two persons, and the number of dots of each colour.",
                topic="images are alike",
            ),
            right(
                "The shape is similar, but brightness and class shares differ.",
                "Yes. The classes lie in the same order, so training can help. But the test image "
                "is darker and has more fluid, so borders that were right are no longer quite "
                "right.",
            ),
            choice(
                "They are unrelated: a new person needs new training.",
                "If that were so, no trained method could ever help. Which class lies lowest in "
                "the first panel of each row, and which highest?",
                topic="images have nothing in common",
            ),
            choice(
                "They cannot be compared: the pixels are other pixels.",
                "Pixels of two images have no partners, true. But feature space has no places, "
                "only values: what do the axes of your panels mean?",
                topic="image space and feature space",
            ),
        ),
    ),
    PlainQuestion(
        id="a05.Q2",
        stem="Your hypothesis, before any result: which pair of features will give the highest "
        "mean Dice on the other slice? Have a reason ready.",
        choices=(
            right(
                "Raw and blur 1: a little blur removes noise and keeps thin places.",
                "Noted. Look at the class with the thinnest places when the report is there.",
            ),
            right(
                "Raw and blur 5: the more blur, the less noise.",
                "Noted. Noise will be gone; watch what else is gone when the report is there.",
            ),
            right(
                "Raw and gradient 1: borders are what we are looking for.",
                "Noted. When the report is there, ask what the gradient says about a pixel in the "
                "middle of a tissue.",
            ),
            right(
                "Blur 2 and gradient 2: two smooth features, no raw noise.",
                "Noted. When the report is there, compare with the pairs that keep the raw value.",
            ),
        ),
    ),
    PlainQuestion(
        id="a05.Q3",
        stem="Which class is the hardest one in your report?",
        run_first=True,
        choices=(
            choice(
                "White matter, because it is the largest.",
                "A large class has many pixels far from any border. Which column of the report "
                "holds the lowest numbers?",
                topic="large is hard",
            ),
            choice(
                "Grey matter, because it lies between the two others.",
                "It does have two kinds of neighbours. But read the three columns again: which "
                "one holds the lowest numbers?",
                topic="middle is hard",
            ),
            right(
                "Fluid: thin, few pixels, mixed with its neighbours.",
                "Yes. Most pixels of fluid touch another tissue, and blur mixes both. With few "
                "pixels every error weighs more in the Dice coefficient.",
            ),
            choice(
                "The background outside the brain.",
                "The background has label 0. Was it trained or scored at all?",
                topic="background is a class",
            ),
        ),
    ),
    PlainQuestion(
        id="a05.Q4",
        stem="Whose hypothesis of Q2 does your report support?",
        run_first=True,
        choices=(
            right(
                "That of everyone who chose raw and blur 1; all others were wrong here.",
                "Yes. A small blur removes noise between pixels of one tissue and keeps the thin "
                "places. If you guessed otherwise, the report has taught you something. It speaks "
                "for this noise and these slices.",
            ),
            choice(
                "That of everyone who chose raw and blur 5, because noise is gone.",
                "Noise is gone, and so are thin places: blur 5 mixes pixels that are ten apart. "
                "Which pair has the highest mean in the last column?",
                topic="more blur is better",
            ),
            choice(
                "That of everyone who chose a gradient, because tissues differ at borders.",
                "The gradient is large on both sides of a border and small inside all tissues. Can "
                "it tell which side a pixel lies on? Read the last column again.",
                topic="gradient marks the class",
            ),
            choice(
                "Everybody's: with two features the means are all about equal.",
                "Look at the last column. How far apart are the highest and the lowest mean?",
                topic="any features will do",
            ),
        ),
    ),
    PlainQuestion(
        id="a05.Q5",
        stem="Which of these methods uses the truth during training?",
        choices=(
            choice(
                "Otsu's threshold",
                "It reads the histogram of the image. Where in your function did a truth appear?",
                topic="automatic means trained",
            ),
            choice(
                "k-means",
                "It moves its centres by the points alone. You used the truth afterwards, to name "
                "the clusters.",
                topic="matching is training",
            ),
            right(
                "Nearest mean",
                "Yes. The means are those of the labelled classes: this makes it supervised.",
            ),
            choice(
                "All three",
                "Look at the arguments of your functions: which of them take labels?",
                topic="all methods see the truth",
            ),
        ),
    ),
    PlainQuestion(
        id="a05.Q6",
        stem="With k = 1 every class has a Dice coefficient of 1.0 on the training slice. What "
        "does this show?",
        choices=(
            choice(
                "A perfect method: no pixel is wrong.",
                "No *training* pixel is wrong. Which training pixel is nearest to each of them?",
                topic="training score is quality",
            ),
            right(
                "Nothing: every pixel is its own nearest neighbour.",
                "Yes. Its distance to itself is 0, so its own label decides. The number would be "
                "1.0 with random numbers as features, too.",
            ),
            choice(
                "Too few features: the task was too small.",
                "Try it with one feature or with ten. Would a pixel ever be far from itself?",
                topic="features explain the score",
            ),
            choice(
                "A bug: no method reaches 1.0.",
                "It is good to be suspicious. But the code is right. Ask which training pixel is "
                "nearest to a training pixel.",
                topic="perfect means bug",
            ),
        ),
    ),
    PlainQuestion(
        id="a05.Q7",
        stem="Which step leaks the test image into the training?",
        choices=(
            choice(
                "Computing the Dice coefficient of the test image once, at the end.",
                "This is what the test image is for. It would leak if you then changed a setting.",
                topic="any use is leakage",
            ),
            right(
                "Standardising with the mean of training and test pixels together.",
                "Yes. Then every training point depends a little on the test image, and the test "
                "score promises too much.",
            ),
            choice(
                "Looking at the truth of the test image after the report is written.",
                "After the report nothing can change any more. When would looking do harm?",
                topic="looking is leakage",
            ),
            choice(
                "Using the same spec for both images.",
                "It has to be the same, otherwise the columns mean different things. What matters "
                "is which image chose it.",
                topic="same features are leakage",
            ),
        ),
    ),
)
