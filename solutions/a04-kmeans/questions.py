"""Questions of A04 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a04.Q1",
        stem="You start k-means at two random pixels instead of a good guess. What can happen on "
        "the head slice?",
        run_first=True,
        choices=(
            choice(
                "Nothing: every start gives the same labels.",
                "You may have noticed that all starts found the same two groups. Which number did "
                "the brain have, in each of the 50 starts?",
                topic="cluster number is the class",
            ),
            right(
                "The numbers of the clusters can be exchanged.",
                "Yes. In 26 of 50 starts the brain was number 0. The groups were the same; a "
                "number tells only which start a centre came from.",
            ),
            choice(
                "The number of clusters changes.",
                "Two centres started. Can one of them disappear, if a centre without points stays "
                "where it is?",
                topic="number of clusters",
            ),
            choice(
                "The Dice coefficient is no longer defined.",
                "The Dice coefficient needs two masks, wherever they come from. Which values did "
                "your cell print for cluster 0?",
                topic="cluster number is the class",
            ),
        ),
    ),
    PlainQuestion(
        id="a04.Q2",
        stem="Pixels such as Q come out wrong. Could k-means avoid it with these two features?",
        choices=(
            right(
                "No: pixels with the same feature values get the same cluster.",
                "Yes, that is the reason. One of the two must be wrong as long as their classes "
                "differ and their features do not.",
            ),
            choice(
                "Yes, with more steps.",
                "More steps move the centres. P and Q lie on the same place in the cloud: can a "
                "moved centre be nearer to one of them?",
                topic="same features, same cluster",
            ),
            choice(
                "Yes, with another start.",
                "Another start may lead to other centres. Is there any place for a centre that is "
                "nearer to P than to Q?",
                topic="same features, same cluster",
            ),
            choice(
                "Yes, with more clusters and no other change.",
                "More clusters cut the cloud into smaller parts. Is a part small enough to hold P "
                "and not Q, if both have the same place?",
                topic="same features, same cluster",
            ),
        ),
    ),
    PlainQuestion(
        id="a04.Q3",
        stem="Centre 0 starts at (0.3, 0.3), among brain pixels. Where does it end?",
        run_first=True,
        choices=(
            choice(
                "near its start, in the brain",
                "You may see a start as an anchor. It is only the first guess of a mean. Which two "
                "numbers did your cell print for the end of centre 0?",
                topic="start decides the meaning",
            ),
            right(
                "in the background, at (0.056, 0.107)",
                "Yes. The many dark pixels pulled it down, and centre 1 took over the brain. The "
                "start was called an approximate centre, but this one did not stay.",
            ),
            choice(
                "in the bright ring around the head",
                "The ring has high raw values, above 0.5. Is the raw value at the end of centre 0 "
                "higher or lower than at its start?",
                topic="start decides the meaning",
            ),
            choice(
                "it depends on the order of the pixels",
                "Does a mean change when you shuffle the numbers? And does a pixel ask its "
                "neighbours in the table where to go?",
                topic="image and feature space",
            ),
        ),
    ),
    PlainQuestion(
        id="a04.Q4",
        stem="The blurred values are stored in thousandths: up to 488 instead of 0.488. What "
        "happens to k-means?",
        choices=(
            choice(
                "Nothing: the pixels are the same.",
                "The pixels are the same, but k-means sees numbers. What becomes of a difference "
                "of 0.1 in the blurred values, squared, after the change?",
                topic="unit of a feature",
            ),
            right(
                "The blurred value alone decides.",
                "Yes. Its squares are a million times larger, so the squares of the raw value no "
                "longer count. The border in the cloud lies flat.",
            ),
            choice(
                "The raw value alone decides.",
                "Write down the squared distance of two pixels that differ by 0.1 in both "
                "features, in the new units. Which of the two squares is larger?",
                topic="unit of a feature",
            ),
            choice(
                "K-means fails with an error.",
                "You expect a program to notice strange units. Did the figure with blurred x 100 "
                "need anything that is not a number?",
                topic="automatic methods notice",
            ),
        ),
    ),
    PlainQuestion(
        id="a04.Q5",
        stem="The sum of squared distances fell for each further centre, from 2052 with one to "
        "110 with six. What follows for the number of centres?",
        run_first=True,
        choices=(
            choice(
                "Take as many centres as possible.",
                "A small sum looks like a good fit. What would the sum be with one centre on each "
                "pixel, and what would you have learnt?",
                topic="number of clusters",
            ),
            right(
                "This fall alone does not choose their number.",
                "Yes. A further centre never makes the smallest possible sum larger, also where "
                "there are no groups at all. To choose, you need another reason.",
            ),
            choice(
                "Two centres are always right.",
                "From one to two the sum fell most, and that is worth a thought. Would it also "
                "fall like this for a cloud without any groups?",
                topic="number of clusters",
            ),
            choice(
                "The features are wrong.",
                "Would the sum rise for other features if you added a centre next to some of the "
                "points?",
                topic="number of clusters",
            ),
        ),
    ),
    PlainQuestion(
        id="a04.Q6",
        stem="K-means with three centres runs on a brain MRI. What does it find?",
        choices=(
            choice(
                "Grey matter, white matter and fluid, by definition.",
                "Three tissues and three clusters: a tempting match. But which places of the "
                "picture share the colour of cluster 2?",
                topic="clusters are classes",
            ),
            right(
                "Three groups of similar features, which need not be tissues.",
                "Yes. On our slice one group joins the inner brain with the scalp. Whether groups "
                "are tissues has to be checked with a truth.",
            ),
            choice(
                "Three connected regions.",
                "You think of image space. Does the table of features tell k-means which pixels "
                "touch each other?",
                topic="image and feature space",
            ),
            choice(
                "Three groups with equally many pixels.",
                "Each pixel goes to the nearest centre; nobody counts heads. Do the three colours "
                "cover equal parts of the picture?",
                topic="clusters have equal size",
            ),
        ),
    ),
)
