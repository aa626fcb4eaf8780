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

/** What the app has of its user. */
interface Session {
    /** The identity provider's access token for the endpoint; a fresh one is not from a cache. */
    fun bearerToken(fresh: Boolean): String

    /** There are no more tokens: 403 is to be told, 401 and 404 sign the user out. */
    fun ended(why: Refused)
}

/** The endpoint's answer, when trying again does not help. */
class Refused(val status: Int) : Exception("The token endpoint answers $status")

/**
 * The ACS tokens of a user: made by signing in, ended by signing out. Not on the main thread.
 *
 * @param endpoint such as https://contoso.azurewebsites.net/api
 */
class AcsTokens(private val endpoint: String, private val session: Session) {
    private val refreshing = AtomicReference<FutureTask<String>?>()

    /** For ChatClientBuilder.credential, CallClient.createCallAgent and their like. */
    val credential = CommunicationTokenCredential(
        CommunicationTokenRefreshOptions(Callable { refresh() })
            .setRefreshProactively(true)
            .setInitialToken(token("/users/me/tokens"))
    )

    /** Revokes every token of the user, which may take up to 15 minutes at ACS. */
    fun signOut() {
        try {
            call("DELETE", "/users/me/tokens")
        } finally {
            credential.dispose()
        }
    }

    // Who comes while a refresh is under way gets what comes of it.
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
                if (status < 500 && status != 429) throw Refused(status)
                pause = http.getHeaderField("Retry-After")?.toLongOrNull() ?: pause
            } catch (lost: IOException) {
                // As good as a 503.
            }
            if (attempt < 6) Thread.sleep(minOf(pause, 60) * 1000 + Random.nextLong(500))
        }
        throw IOException("The token endpoint does not answer as it should")
    }
}
