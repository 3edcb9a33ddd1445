"""Where the model refuses what moto takes, or takes otherwise: each because AWS does."""

TAKES, FALLS = "takes it", "falls over it"

DIFFERENCES: dict[str, tuple[str, str]] = {
    "a name that is not defined": (FALLS, "AWS says which"),
    "a value that is not defined": (FALLS, "AWS says which"),
    "a condition that cannot be read": (FALLS, "AWS says where"),
    "bounds the wrong way round": ("ConditionalCheckFailedException", "AWS compares given bounds before any item"),
    "bounds of two types": ("ConditionalCheckFailedException", "AWS checks operands before any item"),
    "an order of what has none": ("ConditionalCheckFailedException", "AWS checks operands before any item"),
    "a number that begins with something": ("ConditionalCheckFailedException", "AWS checks operands before any item"),
    "something compared with itself": (TAKES, "AWS wants two operands"),
    "a set with a member twice": (TAKES, "a set has each member once: AWS does not make it so by itself"),
    "a key of an index of another type": (TAKES, "AWS checks the keys of every index at every write"),
    "a number too long": (TAKES, "numbers have 38 digits"),
    "a filter by the key": (TAKES, "AWS wants it in the key condition"),
    "an index that is not there": (
        "ResourceNotFoundException",
        "AWS finds the request invalid, for the table is there",
    ),
    "what an index does not hold": (TAKES, "a global index does not fetch from its table"),
    "no items at all": (FALLS, "a client that checks parameters refuses it first; PynamoDB's does not"),
    "a start in another partition": (TAKES, "AWS reads no page from elsewhere"),
    "a start with half a key": (TAKES, "a start is a whole key"),
    "a transaction of more than 4 MB": (TAKES, "AWS counts"),
    "a message without a body": (TAKES, "AWS wants one"),
    "a message with a control character": (TAKES, "AWS takes the characters of XML"),
    "a schedule in the past": (TAKES, "AWS fires nothing that is over"),
    "a schedule at no time": (TAKES, "moto reads no expression"),
    "a schedule in no zone": (TAKES, "moto reads no zone"),
    "a schedule with a name too long": (TAKES, "names have 64 characters"),
    "a schedule in no group": (FALLS, "AWS says that it is missing"),
}
"""By what is asked in `strictness`: what moto does, and why the model does not.

Beside these, in what both take: AWS gives the place where a page ended though nothing comes behind it, answers a batch
in no order, says `ValidationError` of an item of a transaction that cannot be written where moto refuses the whole, has
no size for what is missing where moto falls over it, knows its clients' tokens again, and lets indexes and
inconsistent reads lag. SQS takes messages of 1 MB by now; the model keeps to the 256 KB of old queues.
"""
