package dev.acstoken.android

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit.MILLISECONDS
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

@Timeout(60)
class UrlConnectionsTest {
    private val ended = CountDownLatch(1)
    private val threads = Executors.newCachedThreadPool()
    private val requests = mutableListOf<String>()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)

    @AfterEach
    fun stop() {
        ended.countDown()
        server.stop(0)
        threads.shutdown()
    }

    @Test
    fun `sends the body with its length, and reads the headers of an error`() {
        serve {
            requests += "${it.requestHeaders.getFirst("Content-Length")} ${it.readBody()}"
            it.responseHeaders["Retry-After"] = "7"
            it.responseHeaders["Content-Type"] = "application/problem+json"
            it.respond(429, """{"detail": "why"}""")
        }
        val response = runBlocking { UrlConnections().send(request(body = """{"scopes":["chat"]}""")) }

        assertEquals(listOf("""19 {"scopes":["chat"]}"""), requests)
        assertEquals(429, response.status)
        assertEquals(7.seconds, response.retryAfter)
        assertEquals("why", response.refusal.detail)
    }

    @Test
    fun `carries no bearer token to the target of a redirect`() {
        serve {
            requests += it.requestURI.path
            it.responseHeaders["Location"] = "/elsewhere"
            it.respond(301, "")
        }

        assertEquals(301, runBlocking { UrlConnections().send(request()) }.status)
        assertEquals(listOf("/"), requests)
    }

    @Test
    fun `reads an empty response without a content type`() {
        serve { it.respond(500, "") }

        assertEquals(500, runBlocking { UrlConnections().send(request()) }.status)
    }

    @Test
    fun `a response that trickles ends with the time limit`() {
        serve {
            it.sendResponseHeaders(200, 0)
            while (!ended.await(50, MILLISECONDS)) {
                it.responseBody.write(' '.code)
                it.responseBody.flush()
            }
        }

        assertThrows<IOException> { runBlocking { UrlConnections(500.milliseconds).send(request()) } }
    }

    @Test
    fun `a cancelled caller does not wait for the response`() {
        val arrived = CountDownLatch(1)
        serve {
            arrived.countDown()
            ended.await()
        }
        runBlocking {
            val call = launch(Dispatchers.IO) { UrlConnections().send(request()) }
            arrived.await()
            call.cancelAndJoin()
        }
    }

    @Test
    fun `a server that is gone is an IOException`() {
        serve {}
        server.stop(0)

        assertThrows<IOException> { runBlocking { UrlConnections().send(request()) } }
    }

    private fun serve(handler: (HttpExchange) -> Unit) {
        server.executor = threads
        server.createContext("/") { exchange -> exchange.use { handler(it) } }
        server.start()
    }

    private fun HttpExchange.use(handler: (HttpExchange) -> Unit) =
        try {
            handler(this)
        } catch (_: IOException) {
            // The client is gone.
        } finally {
            close()
        }

    private fun HttpExchange.readBody() = requestBody.readBytes().decodeToString()

    private fun HttpExchange.respond(status: Int, body: String) {
        sendResponseHeaders(status, if (body.isEmpty()) -1 else body.length.toLong())
        responseBody.write(body.encodeToByteArray())
    }

    private fun request(body: String? = null) =
        Request("POST", "http://127.0.0.1:${server.address.port}/", "bearer", body)
}
