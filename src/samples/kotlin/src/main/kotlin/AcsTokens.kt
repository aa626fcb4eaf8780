import com.azure.android.communication.common.CommunicationTokenCredential
import com.azure.android.communication.common.CommunicationTokenRefreshOptions
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import java.util.concurrent.Callable
import java.util.concurrent.FutureTask
import java.util.concurrent.atomic.AtomicReference
import kotlin.random.Random
import org.json.JSONObject

/** The user who is signed in to the app. The app implements this interface. */
interface Session {
    /**
     * Returns the identity provider's access token for the endpoint. If `fresh` is true, the token
     * must not come from a cache.
     */
    fun bearerToken(fresh: Boolean): String

    /**
     * Called when the endpoint issues no more tokens. After a 403, tell the user. After a 401 or a
     * 404, sign the user out.
     */
    fun ended(why: Refused)
}

/** A response of the endpoint for which a retry does not help. */
class Refused(val status: Int) : Exception("The token endpoint responded with $status")

/**
 * The ACS tokens of a user, from signing in to signing out. Do not use it on the main thread.
 *
 * @param endpoint the endpoint's URL, such as https://contoso.azurewebsites.net/api
 */
class AcsTokens(private val endpoint: String, private val session: Session) {
    private val refreshing = AtomicReference<FutureTask<String>?>()

    /** For ChatClientBuilder.credential, CallClient.createCallAgent and similar methods. */
    val credential = CommunicationTokenCredential(
        CommunicationTokenRefreshOptions(Callable { refresh() })
            .setRefreshProactively(true)
            .setInitialToken(token("/users/me/tokens"))
    )

    /** Revokes every token of the user. This may take up to 15 minutes at ACS. */
    fun signOut() {
        try {
            call("DELETE", "/users/me/tokens")
        } finally {
            credential.dispose()
        }
    }

    // A caller that arrives during a refresh shares its result.
    private fun refresh(): String {
        val mine = FutureTask(::refreshOnce)
        if (!refreshing.compareAndSet(null, mine)) {
            return refreshing.get()?.get() ?: refresh()
        }
        mine.run()
        refreshing.set(null)
        return mine.get()
    }

    private fun refreshOnce(): String = try {
        token("/users/me/tokens/refresh")
    } catch (why: Refused) {
        session.ended(why)
        throw why
    }

    private fun token(path: String) = JSONObject(call("POST", path)).getString("token")

    private fun call(method: String, path: String): String {
        var fresh = false
        for (attempt in 1..6) {
            var pause = 1L shl attempt
            try {
                val http = URI(endpoint + path).toURL().openConnection() as HttpURLConnection
                http.requestMethod = method
                http.setRequestProperty("Authorization", "Bearer " + session.bearerToken(fresh))
                http.connectTimeout = 10_000
                http.readTimeout = 15_000
                val status = http.responseCode
                if (status < 300) return http.inputStream.bufferedReader().use { it.readText() }
                if (status == 401 && !fresh) {
                    fresh = true
                    continue
                }
                // A 404 that is no problem comes from the Functions host, and says nothing about the user.
                val isProblem = http.contentType?.startsWith("application/problem+json") == true
                val mayPass = status == 429 || status == 404 && !isProblem
                if (status < 500 && !mayPass) throw Refused(status)
                val inHeader = http.getHeaderField("Retry-After")?.toLongOrNull()
                pause = (inHeader ?: secondsInBody(http))?.takeIf { it > 0 } ?: pause
            } catch (e: IOException) {
                // A lost connection is retried like a 503.
            }
            if (attempt < 6) Thread.sleep(minOf(pause, 60) * 1000 + Random.nextLong(500))
        }
        throw IOException("The token endpoint is unavailable")
    }

    // A gateway may drop the header or send a date. The body of a problem has the same number.
    private fun secondsInBody(http: HttpURLConnection) = runCatching {
        JSONObject(http.errorStream.bufferedReader().use { it.readText() }).getLong("retryAfterSeconds")
    }.getOrNull()
}
