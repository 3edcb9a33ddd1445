"""Families of user agents, coarse on purpose: who asked, not with which version."""

# First match wins. `Mozilla/5.0` alone is Apple's Mail Privacy Protection, which fetches every image of every mail.
_SIGNS = (
    ("googleimageproxy", "Gmail proxy"),
    ("yahoomailproxy", "Yahoo proxy"),
    ("bot", "bot"),
    ("spider", "bot"),
    ("crawl", "bot"),
    ("scanner", "scanner"),
    ("barracuda", "scanner"),
    ("proofpoint", "scanner"),
    ("mimecast", "scanner"),
    ("safelinks", "scanner"),
    ("python-", "script"),
    ("curl/", "script"),
    ("wget/", "script"),
    ("go-http-client", "script"),
    ("java/", "script"),
    ("okhttp", "script"),
    ("headlesschrome", "script"),
    ("outlook", "Outlook"),
    ("thunderbird", "Thunderbird"),
    ("edg/", "Edge"),
    ("firefox/", "Firefox"),
    ("chrome/", "Chrome"),
    ("applewebkit/", "Safari or Apple Mail"),
    ("msie", "Outlook"),
    ("trident/", "Outlook"),
)

MACHINES = frozenset({"Gmail proxy", "Yahoo proxy", "Apple Mail privacy", "bot", "scanner", "script"})


def family(user_agent: str) -> str:
    """The family, `other` for one that is not in the table, and empty when there is no user agent."""
    lowered = user_agent.strip().casefold()
    if not lowered:
        return ""
    if lowered == "mozilla/5.0":
        return "Apple Mail privacy"
    return next((name for sign, name in _SIGNS if sign in lowered), "other")
