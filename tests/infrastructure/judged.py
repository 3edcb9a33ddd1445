"""Rights that no functional test is certain to use, each with the reason why a function has it all the same."""

_ABSENT = "S3 says 404 of a key that is not there only to who may list, and 403 to others"
_AGAIN = "the schedule is there already, made by a try that died before it was answered"
# What the code, or AWS in its place, asks for when something happens that no functional test brings about.
JUDGED: dict[tuple[str, str, str], str] = {
    ("api", "s3:ListBucket", "DocumentsBucket"): _ABSENT,
    ("batch", "s3:ListBucket", "DocumentsBucket"): _ABSENT,
    ("deliver", "s3:ListBucket", "DocumentsBucket"): _ABSENT,
    ("collect", "scheduler:UpdateSchedule", "ScheduleGroup/*"): _AGAIN,
    ("deliver", "scheduler:UpdateSchedule", "ScheduleGroup/*"): _AGAIN,
    ("portal", "scheduler:UpdateSchedule", "ScheduleGroup/*"): _AGAIN,
    ("api", "states:DescribeExecution", "BatchSend/*"): "a batch is tried again while its run may be at work",
    ("deliver", "dynamodb:GetItem", "MessagesTable"): "whose a claim is that was made, and not answered",
    ("api", "dynamodb:GetItem", "IdempotencyTable"): "Powertools reads a row that a refusal did not bring along",
    ("api", "dynamodb:GetItem", "IdentifiersTable"): "who has lost the race for a name reads whose it is",
    ("batch", "dynamodb:GetItem", "TemplatesTable"): "a version that is not remembered any more",
    ("collect", "dynamodb:Query", "WorkflowsTable"): "the invoice has none, and its seller has one since it was queued",
    ("collect", "dynamodb:GetItem", "PaymentsTable"): "a dispute that was told before the charge was answered",
}
