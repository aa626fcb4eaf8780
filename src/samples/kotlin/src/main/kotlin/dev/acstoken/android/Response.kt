package dev.acstoken.android

import java.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import org.json.JSONException
import org.json.JSONObject

/**
 * The outcome of an attempt: a response of the endpoint or of something on the way to it, or no
 * response. The body may contain a token, so there is no text form.
 *
 * @property status the HTTP status; null if there is no response
 * @param header returns the value of a response header
 */
internal class Response(
    val status: Int?,
    private val body: String = "",
    private val cause: IOException? = null,
    private val header: (name: String) -> String? = { null },
) {
    val isSuccess: Boolean
        get() = status in 200..299

    /** Whether the same request may succeed later. */
    val isTemporary: Boolean
        get() = status == null || isSuccess || status == 429 || status >= 500 || isForeign

    /** The body if it is a JSON object. */
    val json: JSONObject?
        get() =
            try {
                JSONObject(body)
            } catch (_: JSONException) {
                // The message quotes the body.
                null
            }

    /** How long to wait before a retry, if the response says it. */
    val retryAfter: Duration?
        get() {
            // A gateway may drop the header or send a date. The body of a problem has the same number.
            val seconds =
                header("Retry-After")?.toLongOrNull()?.takeIf { it > 0 }
                    ?: json?.optLong("retryAfterSeconds")
            return seconds?.takeIf { it > 0 }?.seconds
        }

    val refusal: RefusedException
        get() {
            val problem = json?.takeIf { isProblem } ?: JSONObject()
            return RefusedException(
                checkNotNull(status),
                problem.text("code"),
                problem.text("detail"),
                problem.text("requestId") ?: header("x-request-id"),
                problem.text("claims"),
            )
        }

    val unavailability: UnavailableException
        get() = UnavailableException(status, cause)

    // The Functions host sends a 404 of its own while it starts, and a gateway redirects to a
    // sign-in of its own. They say nothing about the user.
    private val isForeign
        get() = status in 300..399 || (status == 404 && !isProblem)

    private val isProblem
        get() = header("Content-Type")?.startsWith("application/problem+json") == true

    companion object {
        fun none(cause: IOException) = Response(null, cause = cause)
    }
}

/** Returns the member if it is a text that is not empty. */
internal fun JSONObject.text(name: String): String? =
    (opt(name) as? String)?.takeIf { it.isNotEmpty() }
