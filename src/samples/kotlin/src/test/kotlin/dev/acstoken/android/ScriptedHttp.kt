package dev.acstoken.android

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation

/** Sends the responses that a test prepares, and records the requests. */
internal class ScriptedHttp(vararg responses: () -> Response) : Http {
    private val responses = ArrayDeque(responses.asList())
    val requests = mutableListOf<Request>()
    val arrived = CompletableDeferred<Unit>()

    val lines: List<String>
        get() = requests.map { "${it.method} ${it.url} ${it.bearerToken}" }

    override suspend fun send(request: Request): Response {
        requests += request
        arrived.complete(Unit)
        return if (responses.isEmpty()) awaitCancellation() else responses.removeFirst()()
    }
}

/** A session whose cached bearer token is `cached`. */
internal open class ScriptedSession : Session {
    val errors = mutableListOf<RefusedException>()

    override suspend fun bearerToken(fresh: Boolean) = if (fresh) "fresh" else "cached"

    override fun ended(error: RefusedException) {
        errors += error
    }
}

internal fun token(token: String = "a.b.c") =
    respond(
        200,
        """{"token": "$token", "endpoint": "https://acs.example",
            "user": {"communicationUserId": "8:acs:1"}}""",
    )

internal fun problem(status: Int, members: String = "") =
    respond(status, """{"detail": "Why", "requestId": "r1"$members}""", "application/problem+json")

internal fun respond(
    status: Int,
    body: String = "",
    contentType: String? = null,
    retryAfter: String? = null,
): () -> Response = {
    val headers = mapOf("Content-Type" to contentType, "Retry-After" to retryAfter, "x-request-id" to "r2")
    Response(status, body, header = headers::get)
}
