"""Short news texts of our own: each topic told in each of the five generic frames of Semetko and Valkenburg (2000).

They were written before the indicators, so that the indicators are not fitted to them.
"""

TEXTS = {
    ("war", "conflict"): (
        "Ministers trade accusations over grain corridor\n\n"
        "Vardania and Tolmark accused each other on Monday of wrecking the talks on the grain corridor. Tolmark's "
        "foreign minister said the other side had never wanted a deal, and Vardania's envoy called that a lie. "
        "While Vardania insists that its ships be let through first, Tolmark rejects any step before a withdrawal. "
        "The two delegations left by different doors. Neither side was willing to give way, and observers spoke of a "
        "defeat for those in both camps who had argued for compromise."
    ),
    ("war", "human interest"): (
        "‘I still set the table for four’\n\n"
        "Every evening Lena Horvat, 41, puts out four plates. Her husband has been missing at the front since March, "
        "her elder son since June. “I know it is foolish,” she says, and wipes her eyes. In the cellar where she and "
        "her little daughter slept during the shelling hangs a drawing of a house with smoke and a yellow sun. The "
        "girl no longer speaks at night. Neighbours bring soup. What Lena misses most is the sound of boots in the "
        "hall."
    ),
    ("war", "responsibility"): (
        "Government failed to protect border towns, report finds\n\n"
        "The defence ministry ignored repeated warnings and is responsible for the lack of shelters in the border "
        "towns, an inquiry has found. The report says the authorities should have acted years ago. It calls on the "
        "government to take urgent measures: new sirens, a plan for evacuation and a law that obliges towns to build "
        "bunkers. “The state has the means to solve this problem,” its author said. “It must use them now, before it "
        "is too late.”"
    ),
    ("war", "economic consequences"): (
        "War could cost Vardania a tenth of its output\n\n"
        "The fighting in the east has already cost Vardania some 12 billion crowns, the central bank said, and "
        "exports of steel have fallen by a third. Prices of bread rose by 18 percent in a month. Insurers have "
        "raised their premiums for ships, and investors are pulling money out of the bond market. If the ports stay "
        "shut until autumn, economists expect a recession and the loss of 90,000 jobs."
    ),
    ("war", "morality"): (
        "Bishops: no one may look away\n\n"
        "To stand by while the innocent suffer is a sin, the bishops of Vardania wrote in a letter that was read in "
        "every church on Sunday. They called it a moral duty to take in refugees, whatever their faith. “God does not "
        "ask for a passport,” the letter says. The bombing of hospitals was evil and could never be justified. "
        "Those who profit from war should search their conscience. We ought to treat the stranger as we would wish "
        "to be treated ourselves."
    ),
    ("flood", "conflict"): (
        "Farmers and town at odds over the dyke\n\n"
        "A bitter row has broken out between farmers and the town of Ostrow over the new dyke. The mayor attacked "
        "the farmers' union for blocking the plan; its chairman hit back and dismissed her figures as nonsense. At a "
        "heated meeting both sides shouted each other down. Opponents of the dyke say that their fields will be "
        "sacrificed, supporters that the critics put cows before people. The council is split down the middle."
    ),
    ("flood", "human interest"): (
        "The night the river took the bakery\n\n"
        "Tomas Kral was kneading dough when the water came through the door. The 58-year-old baker carried his "
        "mother up the stairs on his back. “She held on to my neck and prayed like a child,” he recalls. From the "
        "attic they watched the oven that his grandfather had built go under. Today he stands in the mud with a "
        "photo album that fell apart in his hands. His wife tries to comfort him. “Thirty years of my life,” he "
        "says quietly, fighting back tears."
    ),
    ("flood", "responsibility"): (
        "Who is to blame for the flood?\n\n"
        "The disaster on the Ostra could have been prevented, engineers say. For years the regional authority "
        "neglected the dykes, and the ministry of the environment let builders put houses on the flood plain. Experts "
        "demand that the government act at once: better warnings, stricter rules for building and a national fund. "
        "Only the state can tackle the causes. The prime minister admitted mistakes and promised reforms, but "
        "critics want those in charge to be held to account."
    ),
    ("flood", "economic consequences"): (
        "Flood damage runs into billions\n\n"
        "Insurers put the damage of the flood at 2.3 billion crowns. Hundreds of small businesses have lost their "
        "stock, and tourism, which brings the valley 400 million a year, has come to a halt. The car plant has cut "
        "its forecast of profits after two weeks without parts. Rebuilding will be expensive: the town expects costs "
        "of 80 million for roads alone, to be paid out of a budget already in debt. Builders, though, can look "
        "forward to higher earnings."
    ),
    ("flood", "morality"): (
        "What we owe our neighbours\n\n"
        "Looters went through the drowned houses on the first night. Shame on them. But thousands came with shovels, "
        "and that is what decency looks like. The flood asks us all a question of conscience: is it right that we "
        "live as if nature were ours to waste? Greed built those houses on the plain. Humility and respect for "
        "creation would not have. The pastor of Ostrow reminded his flock of the good Samaritan. Each of us has an "
        "obligation to help, and to live more honestly."
    ),
    ("film", "conflict"): (
        "Critics clash over ‘The Clown King’\n\n"
        "Few films have divided audiences like ‘The Clown King’. One camp hails a masterpiece, the other calls it an "
        "insult. The director dismissed the reproaches and lashed out at reviewers, who in turn accused him of "
        "arrogance. Two rival unions of cinema owners are locked in a dispute over whether to show it. In the race "
        "for the prize it beat its main competitor, whose studio disputes the result."
    ),
    ("film", "human interest"): (
        "How a shy boy became the Clown King\n\n"
        "As a boy Ansel Rigg hid behind the curtain when guests came. His father drank; his mother cleaned offices "
        "at night so that he could take dancing lessons. When his brother died he did not speak for a year. “I was so "
        "lonely that I talked to the cat,” the actor says with a sad smile. For the role he lost 23 kilos and could "
        "not sleep. Today he lives with his girlfriend and three dogs, and still cries when he hears the piano."
    ),
    ("film", "responsibility"): (
        "Calls for action after violence at screenings\n\n"
        "After three fights at screenings of ‘The Clown King’ the police want the government to step in. Cinema "
        "chains are responsible for the safety of their guests and have done too little, the interior ministry said. "
        "It plans to introduce bag checks and an age limit. Youth workers say the real cause lies elsewhere: the "
        "authorities have failed to fund mental health care. A solution, they argue, would be more clinics. "
        "Parliament needs to act quickly."
    ),
    ("film", "economic consequences"): (
        "‘The Clown King’ takes a billion\n\n"
        "Made for a modest 60 million, ‘The Clown King’ has earned more than a billion crowns at the box office and "
        "given its studio the most profitable year in its history. Shares rose by six percent. Cinemas, which had "
        "feared for their revenue, sold a third more tickets than a year ago. Analysts expect the sequel to cost "
        "three times as much. For the town where it was shot the film means new jobs and paying visitors."
    ),
    ("film", "morality"): (
        "Is it right to cheer for a murderer?\n\n"
        "‘The Clown King’ glorifies a killer, and that is wrong. A film is free to show evil, but it must not make "
        "it look noble. What are we teaching our children? Church groups have asked believers to stay away, since "
        "human life is sacred. Others find a moral in the story: a society without compassion creates its own "
        "monsters. Whoever mocks the weak bears guilt. We should be ashamed of laughing."
    ),
    ("cameras", "conflict"): (
        "Parties fight over face cameras\n\n"
        "The coalition is at loggerheads over cameras that recognise faces. The Liberals oppose the bill and "
        "threaten to walk out; the Conservatives accuse them of breaking their word. In an angry debate the opposition "
        "leader called the interior minister a liar, and he replied that she was on the side of criminals. Civil "
        "rights groups condemned the plan, police unions defended it. After the vote the Conservatives claimed "
        "victory; the Liberals were the losers of the night."
    ),
    ("cameras", "human interest"): (
        "Arrested for another man's face\n\n"
        "Daniel Obuya was eating breakfast with his two daughters when the police came. The girls screamed as he was "
        "led away in handcuffs. A camera had taken the 36-year-old bus driver for a thief. He spent eleven nights in "
        "a cell. “I was terrified. I thought my family would forget me,” he says, his voice trembling. His youngest "
        "still wakes up crying. He has lost his job and his trust; friends cross the street when they see him."
    ),
    ("cameras", "responsibility"): (
        "Watchdog urges state to regulate face cameras\n\n"
        "Parliament must pass clear rules for cameras that recognise faces, the data watchdog has demanded. It blames "
        "the interior ministry for letting the police buy the technology without oversight. Officials failed to check "
        "the error rate; the maker, too, bears responsibility for wrongful arrests. The watchdog proposes a ban in "
        "schools, independent tests and a duty to report mistakes. The problem can be solved, it says, if the "
        "government takes action soon."
    ),
    ("cameras", "economic consequences"): (
        "Face cameras become big business\n\n"
        "The market for cameras that recognise faces will be worth 8 billion crowns in three years, according to an "
        "estimate by brokers. Sightly, the largest maker, doubled its turnover and plans to go public. Cities hope to "
        "save money: a guard costs 40,000 a year, a camera 900. But a ban would hit the industry hard and wipe out "
        "investments of 300 million. Taxpayers would have to bear the expense of taking the devices down."
    ),
    ("cameras", "morality"): (
        "A free person need not explain his face\n\n"
        "Is it ethical to watch people who have done nothing wrong? Philosophers and clergy say no. Human dignity is "
        "not for sale, said Rabbi Stein, and to treat everyone as a suspect is unjust. A decent society trusts its "
        "members. There are things one simply should not do, even if machines allow it. The Golden Rule applies to "
        "engineers too. Those who build such cameras must ask what kind of values they serve."
    ),
}
