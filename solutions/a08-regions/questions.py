"""Questions of A08 as their author writes them; they ship sealed."""

from coursekit.checking import PlainQuestion, choice, right

QUESTIONS = (
    PlainQuestion(
        id="a08.Q1",
        stem="You agglomerate with the threshold infinity. What do you get?",
        choices=(
            right(
                "One region for each connected piece, and the history of all merges",
                "Yes. As a picture this is useless, but the history holds the results of all "
                "thresholds, and the contour map is drawn from it.",
            ),
            choice(
                "Nothing: no wall is that strong",
                "The rule is to stop *above* the threshold. Which wall lies above infinity?",
                topic="direction of the threshold",
            ),
            choice(
                "The true cells",
                "If more merging were always better, this would be so. What does the label image "
                "look like after the last merge?",
                topic="more merging is better",
            ),
            choice(
                "The fragments, unchanged",
                "They stay unchanged for a threshold below the weakest wall. And for a very high "
                "one?",
                topic="direction of the threshold",
            ),
        ),
    ),
    PlainQuestion(
        id="a08.Q2",
        stem="A segmentation cut from a contour map can lose a cell that is one pixel thin. Why?",
        choices=(
            right(
                "All its pixels lie on its boundary, so all of them carry the height of a wall",
                "Yes. The cell has no inside where the map is 0. The merge history still knows "
                "it: apply the merges to the fragments, and it is there.",
            ),
            choice(
                "Its walls have low values in the wall map",
                "Then it would be merged, and not lost. What does the contour map hold on the "
                "pixels of a thin cell with strong walls?",
                topic="lost and merged",
            ),
            choice(
                "The queue throws small regions away",
                "The queue throws away stale entries, not regions. Look at the row of pixels that "
                "you printed.",
                topic="what stale means",
            ),
            choice(
                "Rounding errors make it disappear",
                "The heights are copied, not computed anew. Which pixels of a thin cell have a "
                "neighbour with another label?",
                topic="blaming rounding",
            ),
        ),
    ),
    PlainQuestion(
        id="a08.Q3",
        stem="In a perfect result you merge two true cells into one region. Which of the two "
        "numbers of `split_vi` grows?",
        choices=(
            right(
                "False merges",
                "Yes. If you know that a pixel lies in the merged region, you still have to ask "
                "which of the two cells it belongs to.",
            ),
            choice(
                "False splits",
                "Pick a pixel of one of these cells: is there any doubt about its region? Then "
                "which doubt is new?",
                topic="halves swapped",
            ),
            choice(
                "Both, by the same amount",
                "Only one kind of mistake was made. Look at the two results that you worked out "
                "by hand.",
                topic="one number is enough",
            ),
            choice(
                "Neither: no pixel has changed its cell",
                "The truth has not changed, but the result has. What does it no longer tell?",
                topic="labels are not compared",
            ),
        ),
    ),
    PlainQuestion(
        id="a08.Q4",
        stem="You take the edge 2-5 from the queue. But region 5 became part of region 2 five "
        "merges ago. What do you do?",
        choices=(
            choice(
                "Merge 2 and 5 once more",
                "There is no region 5 any more. What would your history say after this?",
                topic="stale entries used",
            ),
            right(
                "Throw the entry away: it is stale",
                "Yes. Nobody searched the queue when 5 disappeared; it is cheaper to look when an "
                "entry comes out.",
            ),
            choice(
                "Stop: the graph is complete",
                "One entry is out of date. Do you know anything about the others?",
                topic="stop too early",
            ),
            choice(
                "Put it back with a higher number",
                "Then it comes out again later. Will there ever be an edge between 2 and 5 again?",
                topic="stale entries kept",
            ),
        ),
    ),
    PlainQuestion(
        id="a08.Q5",
        stem="Nine of ten samples of a wall are strong, one is 0, because the membrane has a hole. "
        "You take the median in place of the mean. The median ...",
        choices=(
            right(
                "does not notice the hole.",
                "Yes. One odd value of ten cannot move the middle. The price: sometimes the odd "
                "value is right, because both fragments belong to one cell. The median overlooks "
                "that, too.",
            ),
            choice(
                "sees only the hole.",
                "Sort the ten samples. Which value stands in the middle?",
                topic="median and minimum",
            ),
            choice(
                "is the same as the mean.",
                "Take nine times 1 and once 0: what is the mean, what is the median?",
                topic="median is mean",
            ),
            choice(
                "is larger than 1.",
                "The median is one of the samples, or lies between two of them. Can it leave their "
                "range?",
                topic="range of the median",
            ),
        ),
    ),
)
