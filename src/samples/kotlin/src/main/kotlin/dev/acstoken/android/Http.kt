package dev.acstoken.android

import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.SocketTimeoutException
import java.net.URI
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/** A request, whose headers contain the bearer token, so it has no text form. */
internal class Request(
    val method: String,
    val url: String,
    val bearerToken: String,
    val body: String?,
)

/** Sends requests to the endpoint. */
internal fun interface Http {
    /**
     * Sends the request once, and ends at once if the caller is cancelled.
     *
     * @throws IOException if there is no response
     */
    suspend fun send(request: Request): Response
}

/** Sends requests with `HttpURLConnection`, which every version of Android contains. */
internal class UrlConnections(private val timeout: Duration = 15.seconds) : Http {

    // A connection cannot be interrupted, so its thread belongs to no caller, who need not wait for it.
    private val abandonable = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    override suspend fun send(request: Request): Response {
        val connection = URI(request.url).toURL().openConnection() as HttpURLConnection
        val exchange =
            abandonable.async { runCatching { exchange(connection, request) { ensureActive() } } }
        try {
            val result = withTimeoutOrNull(timeout) { exchange.await() }
            return result?.getOrThrow() ?: throw SocketTimeoutException("No response in $timeout")
        } finally {
            if (!exchange.isCompleted) {
                exchange.cancel()
                // Android forbids the main thread to close a TLS connection.
                abandonable.launch { runCatching { connection.disconnect() } }
            }
        }
    }

    private fun exchange(
        connection: HttpURLConnection,
        request: Request,
        ensureActive: () -> Unit,
    ): Response {
        connection.connectTimeout = timeout.inWholeMilliseconds.toInt()
        connection.readTimeout = timeout.inWholeMilliseconds.toInt()
        connection.requestMethod = request.method
        // A redirect would carry the bearer token to another server.
        connection.instanceFollowRedirects = false
        connection.useCaches = false
        connection.setRequestProperty("Authorization", "Bearer ${request.bearerToken}")
        if (request.body != null) {
            connection.doOutput = true
            connection.setRequestProperty("Content-Type", "application/json")
        }
        connection.connect()
        ensureActive()
        if (request.body != null) {
            connection.outputStream.use { it.write(request.body.encodeToByteArray()) }
        }
        val status = connection.responseCode
        val stream: InputStream? =
            if (status < 400) connection.inputStream else connection.errorStream
        val body = stream?.use { it.readBytes().decodeToString() }.orEmpty()
        return Response(status, body, header = connection::getHeaderField)
    }
}
