"""The words of posts, goals and the like on paper and in key figures, which are Swedish only.

They are those of the interface; a test holds them together.
"""

from reports.grants.choices import Funding, GoalKind, Post, Progress, Result

POSTS = {
    Post.SALARY: "löner",
    Post.TRAINING: "utbildning",
    Post.PREMISES: "lokaler",
    Post.MATERIALS: "material",
    Post.OTHER: "övriga kostnader",
    Post.UNDIVIDED: "flera poster tillsammans",
}
# Who pays a row: of what was applied for it is the grant.
FUNDINGS = {
    Funding.APPLIED: "bidraget",
    Funding.OWN: "egen insats",
    Funding.INCOME: "övriga intäkter",
}
GOALS = {GoalKind.OUTCOME: "effektmål", GoalKind.PROCESS: "processmål"}
RESULTS = {
    Result.NONE: "inte bedömt ännu",
    Result.ATTAINED: "uppnått",
    Result.PARTLY: "delvis uppnått",
    Result.NOT: "ej uppnått",
}
# On paper what is done is told of in the past.
PROGRESS = {
    Progress.PLANNED: "planerad",
    Progress.DONE: "genomförd",
    Progress.DROPPED: "ej genomförd",
}
