"""Questions of A06 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a06.Q1",
        stem='An article about this tile says: "There are more foreground than background pixels." '
        "In this tile the sentence is ...",
        run_first=True,
        choices=(
            choice(
                "true.",
                "You may trust what is printed. Add tp and fn: these are all pixels of the truth. "
                "Then add tn and fp. Which sum is larger?",
                topic="class sizes",
            ),
            right(
                "false: 7458 against 254686.",
                "Yes. Background is 34 times as common. This is why accuracy flatters every mask "
                "that says background nearly everywhere.",
            ),
            choice(
                "true after inverting the tile.",
                "Inverting changes the grey values: dark vessels become bright. Does it change "
                "which pixels the truth calls vessel?",
                topic="grey values and classes",
            ),
            choice(
                "impossible to decide without a threshold.",
                "A threshold makes the result. Which of the two masks tells how many pixels "
                "really are foreground, and did you need a threshold for it?",
                topic="truth and result",
            ),
        ),
    ),
    PlainQuestion(
        id="a06.Q2",
        stem="F1 and the Dice coefficient of the same two masks are ...",
        choices=(
            right(
                "always the same number.",
                "Yes. Both sizes together are (tp + fn) + (tp + fp), the shared part is tp. Two "
                "fields found the same score and named it twice.",
            ),
            choice(
                "equal only if both classes have the same size.",
                "Try it: Otsu's mask of the tile has very unequal classes. What did your F1 and "
                "the Dice coefficient of A02 give?",
                topic="F1 and Dice",
            ),
            choice(
                "different: F1 is at least as large as Dice.",
                "You may think of Dice and Jaccard, where one is never smaller. Write both sizes "
                "with tp, fp and fn. What is left over?",
                topic="F1 and Dice",
            ),
            choice(
                "different when there are many true negatives.",
                "Look for tn in the fraction of F1, and for the background in the fraction of "
                "Dice. Does it stand in either of them?",
                topic="what F1 counts",
            ),
        ),
    ),
    PlainQuestion(
        id="a06.Q3",
        stem='The article says: "F1 above 0.8 is good." What is the best way to read this?',
        choices=(
            choice(
                "As a law: above 0.8 is good, below is bad.",
                "The truth itself, moved by one pixel, scores 0.86 for the vessels and 0.99 for a "
                "disc of the same size. Can one limit be right for both?",
                topic="one limit for all",
            ),
            right(
                "As a rule of thumb that needs a baseline: thin vessels are nearly all edge.",
                "Yes. A shift of one pixel costs the vessels 0.14 and a disc of the same size "
                "0.01. Ask first what a lazy mask, another method or a second person scores.",
            ),
            choice(
                "As a rule that holds for MCC too, because both end at 1.",
                "Both end at 1, but they start elsewhere: what does a random mask score in F1 "
                "when the object fills half of the picture, and what in MCC?",
                topic="one limit for all",
            ),
            choice(
                "As a promise that every kind of object in the picture was found well.",
                "One number sums up all pixels. Could a whole thin vessel be missing while the "
                "thick ones keep the score high? Look at the error map.",
                topic="one number hides",
            ),
        ),
    ),
    PlainQuestion(
        id="a06.Q4",
        stem="Swap foreground and background, in the truth and in Otsu's mask. What happens to the "
        "two scores?",
        run_first=True,
        choices=(
            right(
                "MCC stays at 0.853; F1 jumps from 0.849 to 0.996.",
                "Yes. tp and tn change places, and so do fp and fn. MCC treats both classes alike. "
                "F1 asks for one class only, and the background is found more completely.",
            ),
            choice(
                "Both stay: no pixel has changed.",
                "No pixel has, but tp and tn have changed places. Which of the two fractions "
                "looks the same after this exchange?",
                topic="which class is positive",
            ),
            choice(
                "F1 stays; MCC changes.",
                "Look for tn in both fractions: one of them does not contain it. What does this "
                "one do when tp becomes the old tn?",
                topic="which class is positive",
            ),
            choice(
                "Both change, because the classes have different sizes.",
                "Write down the four sums under the root of MCC before and after the swap. Are "
                "there other sums, or the same ones in another order?",
                topic="which class is positive",
            ),
        ),
    ),
    PlainQuestion(
        id="a06.Q5",
        stem="The MCC of an all-black mask is -1 in one program and 0 in another. Why?",
        choices=(
            choice(
                "One of the two programs has an error.",
                "Work out the fraction: with tp = 0 and fp = 0, what stands on top, and what under "
                "the root? Which value would be the correct one?",
                topic="0/0 has no value",
            ),
            right(
                "The fraction is 0/0, and each program chose a convention.",
                "Yes. The article chose the worst value, scikit-learn the value of guessing. Both "
                "can be defended; leaving out which one was used cannot.",
            ),
            choice(
                "Rounding: the true value lies in between.",
                "Rounding changes the last digits. -1 and 0 are half the range of MCC apart. What "
                "is the number under the root here?",
                topic="0/0 has no value",
            ),
            choice(
                "The two programs must have had different images.",
                "Take one image and give it to both. With an all-black mask, what stands under the "
                "root for every image?",
                topic="0/0 has no value",
            ),
        ),
    ),
    PlainQuestion(
        id="a06.Q6",
        stem="Pad the picture with a wide black border, which truth and result both call "
        "background. Which score of Otsu's mask improves most?",
        run_first=True,
        choices=(
            right(
                "Accuracy: from 0.992 to 0.998.",
                "Yes. Every new pixel is a true negative, and accuracy counts it as a success. "
                "Nobody found a single vessel pixel more.",
            ),
            choice(
                "F1",
                "The border adds only one of the four counts. Which one is it, and does it stand "
                "in the fraction of F1?",
                topic="what F1 counts",
            ),
            choice(
                "Recall",
                "Recall asks about the pixels of the object. How many object pixels does the "
                "border add?",
                topic="what recall counts",
            ),
            choice(
                "None: the border has no vessels, so no score can see it.",
                "Some fractions contain the pixels that are rightly called background. What did "
                "your run print for the accuracy before and after?",
                topic="what accuracy counts",
            ),
        ),
    ),
)
