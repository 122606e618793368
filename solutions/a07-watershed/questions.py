"""Questions of A07 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a07.Q1",
        stem="A program removed all objects that touch the border. The largest label is now 31, "
        "and 21 different numbers above 0 are left. How many objects are there?",
        choices=(
            choice(
                "31",
                "31 is a name, not a count. Were all smaller numbers still there in your blobs?",
                topic="largest label is the count",
            ),
            right(
                "21",
                "Yes. Removed objects take their numbers with them, so only counting the numbers "
                "that occur is safe.",
            ),
            choice(
                "32",
                "0 is the background and no object. And are there really objects 1 to 31?",
                topic="background is an object",
            ),
            choice(
                "10",
                "These are the numbers that are missing. How many are left?",
                topic="counting gaps",
            ),
        ),
    ),
    PlainQuestion(
        id="a07.Q2",
        stem="Blur, Otsu's threshold, components: when does this recipe fail first?",
        choices=(
            choice(
                "When the objects are round",
                "Components do not care about shapes. What did the figure show where the count "
                "went wrong?",
                topic="shape matters for components",
            ),
            right(
                "When the objects touch",
                "Yes. A path of foreground pixels leads from one to the other, so they are one "
                "component, however good the mask is.",
            ),
            choice(
                "When the background is black",
                "A black background makes the threshold safer. What happens after the threshold?",
                topic="black is difficult",
            ),
            choice(
                "When there are few objects",
                "Few objects can trouble Otsu's threshold (A02), but in our scene the mask was "
                "good and the count still wrong. Where?",
                topic="few objects",
            ),
        ),
    ),
    PlainQuestion(
        id="a07.Q3",
        stem="You split touching nuclei by a watershed on the distance map of a mask. What does "
        "this watershed ignore?",
        choices=(
            choice(
                "The mask",
                "The distance map is made from the mask. Which picture was used before the mask "
                "was made, and never again?",
                topic="what goes in",
            ),
            right(
                "The grey values of the image",
                "Yes. Once the mask is there, shape alone decides. Two touching nuclei of very "
                "different brightness are cut as if they were alike.",
            ),
            choice(
                "The markers",
                "Without markers no flood would start. Look at the arguments of `imaging.flood`.",
                topic="what goes in",
            ),
            choice(
                "The neighbours of a pixel",
                "The flood steps from neighbour to neighbour. Which picture does it never see?",
                topic="what goes in",
            ),
        ),
    ),
    PlainQuestion(
        id="a07.Q4",
        stem="You label the same mask with 8 instead of 4 neighbours. The number of objects ...",
        choices=(
            right(
                "stays the same or falls.",
                "Yes. Every old path is still a path, and corners add new ones: components can "
                "join, but never part.",
            ),
            choice(
                "stays the same or rises.",
                "More neighbours mean more paths. Can a component fall apart when paths are added?",
                topic="direction of the change",
            ),
            choice(
                "is always halved.",
                "The number of neighbours doubles; the number of objects follows no such rule. "
                "What happened in the small mask?",
                topic="proportion",
            ),
            choice(
                "changes without any rule.",
                "There is a rule. Which objects of the small mask changed, and why?",
                topic="no rule",
            ),
        ),
    ),
    PlainQuestion(
        id="a07.Q5",
        stem="A watershed on the distance map gives 74 regions for 60 nuclei. What do you try "
        "first?",
        choices=(
            choice(
                "A weaker blur of the distance map",
                "Compare the two lines of the watershed that were printed. Which blur gave more "
                "regions?",
                topic="direction of the change",
            ),
            right(
                "A stronger blur of the distance map, before the peaks are taken",
                "Yes. Too many regions mean too many markers, and these come from small bumps of "
                "the map.",
            ),
            choice(
                "Another score",
                "Another score may look nicer, but there are still 74 regions. Where do they come "
                "from?",
                topic="blaming the score",
            ),
            choice(
                "Components with 8 neighbours",
                "This can join components of the mask. The extra regions lie inside single "
                "nuclei. What makes a region?",
                topic="connectivity repairs all",
            ),
        ),
    ),
)
