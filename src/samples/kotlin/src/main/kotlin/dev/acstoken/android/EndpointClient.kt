package dev.acstoken.android

import java.io.IOException
import java.net.URI
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withTimeoutOrNull

/** Calls the endpoint, and retries where that helps. */
internal class EndpointClient(
    endpoint: String,
    private val session: Session,
    private val http: Http,
    dispatcher: CoroutineDispatcher,
) {
    private val base = endpoint.trimEnd('/')

    init {
        require(URI.create(endpoint).scheme?.lowercase() in setOf("http", "https")) {
            "The endpoint's address must begin with http:// or https://, unlike $endpoint."
        }
    }

    // A session may block its thread, so the thread belongs to no caller, who need not wait for it.
    private val abandonable = CoroutineScope(SupervisorJob() + dispatcher)

    /**
     * Calls an operation, and reads the response. A successful response that cannot be read, for
     * which `read` returns null, comes from something else than the endpoint.
     *
     * @throws RefusedException if a retry does not help
     * @throws UnavailableException if all attempts failed
     */
    suspend fun <T : Any> call(
        method: String,
        path: String,
        body: String? = null,
        read: (Response) -> T?,
    ): T {
        var freshToken: String? = null
        for (attempt in 1..ATTEMPTS) {
            val token = freshToken ?: bearerToken(fresh = false)
            val response = attempt(Request(method, base + path, token, body))
            if (response.isSuccess) {
                read(response)?.let {
                    return it
                }
            } else if (response.status == 401 && freshToken == null && attempt < ATTEMPTS) {
                freshToken = bearerToken(fresh = true)
                continue
            } else if (!response.isTemporary) {
                throw response.refusal
            }
            if (attempt == ATTEMPTS) throw response.unavailability
            delay(pause(attempt, response))
        }
        error("The loop ends with a result or an exception.")
    }

    private suspend fun attempt(request: Request): Response =
        try {
            http.send(request)
        } catch (e: IOException) {
            Response.none(e)
        }

    private suspend fun bearerToken(fresh: Boolean): String {
        val response = abandonable.async { runCatching { session.bearerToken(fresh) } }
        val result =
            try {
                withTimeoutOrNull(SESSION_TIMEOUT) { response.await() }
            } finally {
                response.cancel()
            }
        try {
            return checked(result?.getOrThrow() ?: throw UnavailableException(null, NO_TOKEN))
        } catch (e: CancellationException) {
            currentCoroutineContext().ensureActive()
            // The session was cancelled, and not the caller.
            throw UnavailableException(null, e)
        }
    }

    private companion object {
        const val ATTEMPTS = 6
        val SESSION_TIMEOUT = 1.minutes
        val LONGEST_PAUSE = 60.seconds
        val NO_TOKEN
            get() = IOException("The session returned no bearer token within $SESSION_TIMEOUT.")

        fun pause(attempt: Int, response: Response): Duration {
            val wait = response.retryAfter ?: (1 shl attempt).seconds
            return minOf(wait + Random.nextInt(500).milliseconds, LONGEST_PAUSE)
        }

        // The exception of HttpURLConnection would quote the token.
        fun checked(token: String): String {
            require(token.isNotEmpty() && token.all { it in '!'..'~' }) {
                "The session's bearer token has characters that no header may have."
            }
            return token
        }
    }
}
