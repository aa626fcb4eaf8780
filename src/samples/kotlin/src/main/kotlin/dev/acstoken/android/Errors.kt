package dev.acstoken.android

/** The base class of the exceptions of this package. None of them contains a token. */
public sealed class AcsTokenException(message: String, cause: Throwable? = null) :
    Exception(message, cause)

/**
 * The endpoint refused the request, and a retry does not help.
 *
 * @property status the HTTP status, such as 403
 * @property code the stable code of the problem, such as `forbidden`; null if something else than
 *   the endpoint responded
 * @property detail what the endpoint says about the problem, for developers
 * @property requestId the id with which the operator finds the request in the logs
 * @property claims the claims request that the user's next sign-in must contain, as MSAL takes it
 */
public class RefusedException
internal constructor(
    public val status: Int,
    public val code: String? = null,
    public val detail: String? = null,
    public val requestId: String? = null,
    public val claims: String? = null,
) :
    AcsTokenException(
        "The token endpoint responded with ${listOfNotNull(status, code).joinToString(" ")}."
    )

/**
 * The endpoint is unavailable: all attempts failed. A later attempt may succeed.
 *
 * @property lastStatus the HTTP status of the last response; null if the last attempt got no
 *   response, and [cause] then says why
 */
public class UnavailableException
internal constructor(public val lastStatus: Int?, cause: Throwable? = null) :
    AcsTokenException(
        "The token endpoint is unavailable: " +
            (lastStatus?.let { "the last response had the status $it." }
                ?: "there was no response."),
        cause,
    )

/** The user was signed out, or the tokens were closed, before the request ended. */
public class SignedOutException internal constructor() :
    AcsTokenException("The user is signed out.")
