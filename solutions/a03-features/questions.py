"""Questions of A03 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a03.Q1",
        stem="The head slice has grey values from 0 to 1. What happens to this range after a blur "
        "with sigma 5?",
        run_first=True,
        choices=(
            choice(
                "It stays as it is.",
                "You may think that the brightest pixel keeps its value. It is replaced by a mean "
                "of its neighbourhood. Which maximum did the table print for sigma 5?",
                topic="blur and range",
            ),
            right(
                "It becomes smaller: 1.00 becomes 0.488.",
                "Yes. A weighted mean lies between the values that it averages. So no pixel can "
                "become brighter than the brightest one, or darker than the darkest.",
            ),
            choice(
                "It becomes larger.",
                "You may think that values add up. The weights do add up, to 1. Can a mean of "
                "numbers be larger than all of them?",
                topic="blur and range",
            ),
            choice(
                "There is not enough information to tell.",
                "How much it changes depends on the image. But in which direction can a mean move "
                "the largest value?",
                topic="blur and range",
            ),
        ),
    ),
    PlainQuestion(
        id="a03.Q2",
        stem="A scatter plot of raw and blurred grey values (sigma 5) of this slice has lost its "
        "legend. Its blue dots reach the highest raw values, its yellow dots the highest blurred "
        "values. Which class is yellow?",
        choices=(
            choice(
                "Not brain, because blue has the highest raw values.",
                "You may think that the brain is the brightest part. Look at the raw slice: what "
                "is brighter than the brain, and how broad is it?",
                topic="bright means object",
            ),
            right(
                "Brain, because yellow has the highest blurred values.",
                "Yes. A broad bright region keeps its mean, a thin one loses it. Of the top 3 % "
                "of the blurred values, all pixels are brain.",
            ),
            choice(
                "Nobody can tell without the legend.",
                "The colours alone do not tell. But you know the image: which class is broad and "
                "bright, and which one is thin and bright?",
                topic="cloud and image",
            ),
        ),
    ),
    PlainQuestion(
        id="a03.Q3",
        stem="Where does the brightest part of the ring around the head lie in the scatter plot "
        "(raw value, blurred value)?",
        run_first=True,
        choices=(
            choice(
                "low raw, low blurred",
                "You may think of the air beside the ring. How bright is the ring itself in the "
                "raw slice?",
                topic="cloud and image",
            ),
            right(
                "high raw, and blurred far below its raw value (0.70 and 0.29)",
                "Yes. The ring is thin, and its neighbourhood is dark: the mean falls far below "
                "the pixel. It lies far below the diagonal.",
            ),
            choice(
                "low raw, high blurred",
                "You may have exchanged the two axes. A dark pixel in a bright neighbourhood would "
                "lie there. Is the ring such a pixel?",
                topic="axes swapped",
            ),
            choice(
                "high raw, and as high blurred",
                "You may think that bright things stay bright. That holds for a broad region. How "
                "broad is the ring compared with sigma 5?",
                topic="blur keeps bright",
            ),
        ),
    ),
    PlainQuestion(
        id="a03.Q4",
        stem="Does a 3x3 median before Otsu's method make the mask better?",
        run_first=True,
        choices=(
            choice(
                "Always: filters remove errors.",
                "A filter also removes what is thin. Compare your two numbers for the drawn tile "
                "with noise 3: which one is larger?",
                topic="filter repairs all",
            ),
            choice(
                "Never: it destroys thin vessels.",
                "It does destroy some. But with strong noise there may be more to win than to "
                "lose. Which two numbers did you print for noise 15?",
                topic="filter harms all",
            ),
            right(
                "It depends on the noise: with noise 3 it costs a little, with noise 15 Dice rises "
                "from 0.70 to 0.89.",
                "Yes. With little noise the thin vessels cost more than the specks: the real "
                "vessel tile falls, too, from 0.864 to 0.849. With strong noise the median gives "
                "far more than it takes.",
            ),
            choice(
                "Only in colour images.",
                "The median sorts numbers, whatever they mean. What is different between the two "
                "drawn tiles?",
                topic="filter harms all",
            ),
        ),
    ),
    PlainQuestion(
        id="a03.Q5",
        stem="You blur a picture that is bright up to its edge, with zeros outside. What happens?",
        choices=(
            right(
                "The pixels near the edge become darker.",
                "Yes. Part of their weights falls on zeros. The kernel reaches 20 pixels; its "
                "outer weights are tiny, so you see a frame of about half that width.",
            ),
            choice(
                "The pixels near the edge become brighter.",
                "Zeros are black. Can a mean grow when some of its numbers are replaced by 0?",
                topic="border rule",
            ),
            choice(
                "Only the corners change.",
                "In a corner two sides meet, so it changes most. But look at the left edge in row "
                "300: which part of the kernel lies outside there?",
                topic="border rule",
            ),
            choice(
                "Nothing: the border rule makes no difference.",
                "That is so where the picture is black at its edge anyway. What does "
                "the vessel tile show at its edge?",
                topic="border rule",
            ),
        ),
    ),
)
