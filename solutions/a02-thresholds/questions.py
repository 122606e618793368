"""Questions of A02 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a02.Q1",
        stem='"Less than 50 is background", says the article. What do the Dice coefficients of '
        "the cuts 45, 50 and 60 say?",
        run_first=True,
        choices=(
            choice(
                "All three are about equal.",
                "You may see a flat valley in the histogram, where every cut would do. On this "
                "tile 45 is the top of the background hill. Which three numbers did you print?",
                topic="valley is flat",
            ),
            right(
                "They rise steeply, from 0.15 to 0.49 and 0.85.",
                "Yes. The background hill ends here, so a few grey values decide whether "
                "thousands of background pixels fall into the mask.",
            ),
            choice(
                "50 is best, because it was read off the histogram.",
                "A careful reading deserves a test. Which of your three numbers is the largest, "
                "and at which cut?",
                topic="read off is right",
            ),
            choice(
                "The Dice coefficient cannot depend on the cut.",
                "The truth stays the same, but the mask does not. What happens to `vessels > t` "
                "when t moves?",
                topic="score and cut",
            ),
        ),
    ),
    PlainQuestion(
        id="a02.Q2",
        stem="An all-black mask of the vessel tile has an accuracy of 0.97. Why?",
        choices=(
            right(
                "97 % of the pixels are background.",
                "Yes. A mask that always says background is right wherever there is background. "
                "Accuracy counts these pixels like all others.",
            ),
            choice(
                "The truth must be wrong.",
                "It is good to doubt a truth. But count its True pixels: which share of the tile "
                "is vessel, and what is left?",
                topic="doubting the truth",
            ),
            choice(
                "Accuracy leaves out the background.",
                "It is the other way round. Which of the four boxes tn, fp, fn, tp stand on top of "
                "the fraction?",
                topic="what accuracy counts",
            ),
            choice(
                "The vessels are dark in the tile.",
                "They are dark as stored, and bright after inverting. Does an all-black mask look "
                "at grey values at all?",
                topic="image and mask",
            ),
        ),
    ),
    PlainQuestion(
        id="a02.Q3",
        stem="What does Otsu's method return for the tile `vessels[0:64, 64:128]`, which has no "
        "vessel?",
        run_first=True,
        choices=(
            choice(
                "no threshold",
                "You expect the method to notice that one jar is missing. It cannot: of all cuts, "
                "some cut always has the highest score. What did your line print?",
                topic="automatic methods notice",
            ),
            choice(
                "255",
                "That would be a wise answer: nothing is vessel. But what does a cut score that "
                "leaves one jar empty?",
                topic="automatic methods notice",
            ),
            right(
                "44: it cuts the background itself and calls 52 % of the tile vessel",
                "Yes. The cut even explains 53 % of the spread of this tile, about as much as the "
                "right cut does on the whole image (52 %). The score cannot warn you.",
            ),
            choice(
                "79, as for the whole image",
                "You may think that the threshold belongs to the image. Each call sees only the "
                "pixels it is given. Is any pixel of this tile brighter than 79?",
                topic="local and global",
            ),
        ),
    ),
    PlainQuestion(
        id="a02.Q4",
        stem="Is an automatic threshold better than one that was set by eye?",
        choices=(
            choice(
                "Always: it is objective.",
                "Objective means that everybody gets the same number. Is the same number a right "
                "number? Look at isodata in the table.",
                topic="automatic is right",
            ),
            choice(
                "Never: only a person knows what a vessel is.",
                "A person knows more about vessels. But look at Yen in the table: how far is it "
                "from the best of all cuts?",
                topic="automatic is wrong",
            ),
            right(
                "It is repeatable, but it rests on assumptions: isodata scores 0.065 here.",
                "Yes. Repeatable is worth a lot, and it is not the same as right. Where the "
                "assumptions fail, all five methods go on without a warning.",
            ),
            choice(
                "Only after blurring.",
                "A filter can help, and here a median filter ran before all five. Did this save "
                "isodata and Li?",
                topic="filter repairs all",
            ),
        ),
    ),
    PlainQuestion(
        id="a02.Q5",
        stem="The two class histograms overlap, for example between 0.3 and 0.5. What can a better "
        "cut do?",
        choices=(
            choice(
                "It can remove all errors.",
                "Take two pixels with grey value 0.4, one of each class. On which sides of a cut "
                "do they land?",
                topic="overlap can be cut away",
            ),
            right(
                "It can only trade one kind of error for the other.",
                "Yes. A higher cut loses more of the brain, a lower cut takes in more of the rest. "
                "The hatched part stays lost either way.",
            ),
            choice(
                "It can remove the overlap.",
                "The overlap belongs to the image: it is there before anybody cuts. What would "
                "have to change to make it smaller, the cut or the grey values?",
                topic="overlap can be cut away",
            ),
            choice(
                "It can separate the classes if Otsu's method finds it.",
                "Otsu's method chooses among the same cuts as you. Is there one among them that "
                "separates two pixels of equal grey value?",
                topic="automatic is right",
            ),
        ),
    ),
    PlainQuestion(
        id="a02.Q6",
        stem="You choose the threshold with the highest Dice coefficient on the only image you "
        "have, and you report this Dice coefficient. What is the number worth?",
        choices=(
            choice(
                "It is fair: the truth is the truth.",
                "The truth is fine. But it was used twice, to choose and to judge. What happened "
                "to the cut of the left half on the right half?",
                topic="tuning on the test image",
            ),
            right(
                "It promises too much for new images.",
                "Yes. The cut was fitted to this image, with its accidents. On the right half the "
                "chosen cut fell from 0.902 to 0.858.",
            ),
            choice(
                "It promises too little for new images.",
                "You chose the highest of all scores here. Can the same cut be the luckiest one on "
                "every other image as well?",
                topic="tuning on the test image",
            ),
            choice(
                "It means nothing.",
                "It does say something: how well one cut *can* do on this image. Which question "
                "does it not answer?",
                topic="tuning on the test image",
            ),
        ),
    ),
)
