package dev.acstoken.android

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import org.json.JSONArray
import org.json.JSONObject

/** What signing in returns. It contains a token, so it has no text form. */
internal class FirstToken(val token: String, val endpoint: String, val communicationUserId: String)

/** The token operations of one user, until the client is closed. */
internal class TokenClient(
    endpoint: String,
    private val session: Session,
    scopes: Set<String> = emptySet(),
    http: Http = UrlConnections(),
    dispatcher: CoroutineDispatcher = Dispatchers.IO,
) : AutoCloseable {

    private val endpoint = EndpointClient(endpoint, session, http, dispatcher)
    private val body =
        if (scopes.isEmpty()) null else JSONObject().put("scopes", JSONArray(scopes)).toString()
    private val requests = CoroutineScope(SupervisorJob() + dispatcher)
    private val refreshes =
        CoroutineScope(SupervisorJob(requests.coroutineContext[Job]) + dispatcher)
    private val abandonable = CoroutineScope(SupervisorJob() + dispatcher)
    private val lock = Any()
    private var running: Deferred<String>? = null

    suspend fun issue(): FirstToken = unlessClosed {
        endpoint.call("POST", "/users/me/tokens", body, ::readFirstToken)
    }

    /** Gets a new token. A caller that arrives during a refresh shares its result. */
    suspend fun refresh(): String {
        val token = resultOf(sharedRefresh())
        // The client may have been closed since the token arrived. The SDK would start a timer for it.
        if (!refreshes.isActive) throw SignedOutException()
        return token
    }

    /** Ends the refreshes at once with [SignedOutException], and lets none start. */
    fun endRefreshes() {
        refreshes.cancel()
    }

    suspend fun revoke() {
        unlessClosed {
            endpoint.call("DELETE", "/users/me/tokens") { it.takeIf { it.status == 204 } }
        }
    }

    /** Ends every request at once with [SignedOutException], and lets none start. */
    override fun close() {
        requests.cancel()
    }

    private suspend fun <T> unlessClosed(call: suspend () -> T): T {
        val result = requests.async { call() }
        try {
            return resultOf(result)
        } finally {
            result.cancel()
        }
    }

    // Many callers may wait for a refresh, so the cancellation of one does not end it.
    private fun sharedRefresh(): Deferred<String> =
        synchronized(lock) {
            running?.takeIf { it.isActive }
                ?: refreshes.async { refreshOnce() }.also { running = it }
        }

    private suspend fun refreshOnce(): String =
        try {
            endpoint.call("POST", "/users/me/tokens/refresh", body, ::readToken)
        } catch (e: RefusedException) {
            currentCoroutineContext().ensureActive()
            // The refresh does not wait for the app.
            abandonable.launch { session.ended(e) }
            throw e
        }

    private companion object {

        suspend fun <T> resultOf(result: Deferred<T>): T =
            try {
                result.await()
            } catch (_: CancellationException) {
                currentCoroutineContext().ensureActive()
                // The caller was not cancelled, so the client was closed.
                throw SignedOutException()
            }

        fun readToken(response: Response): String? = response.json?.text("token")

        fun readFirstToken(response: Response): FirstToken? {
            val json = response.json ?: return null
            return FirstToken(
                json.text("token") ?: return null,
                json.text("endpoint") ?: return null,
                json.optJSONObject("user")?.text("communicationUserId") ?: return null,
            )
        }
    }
}
