package dev.acstoken.android

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import java.util.Base64

/** Verifies what the app sees, with the credential of the ACS SDK. */
@Timeout(60)
class AcsTokensTest {
    private var token = tokenUntil(4_000_000_000)
    private val requests = mutableListOf<String>()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val endpoint = "http://127.0.0.1:${server.address.port}/api"

    init {
        server.createContext("/") { exchange ->
            requests += "${exchange.requestMethod} ${exchange.requestURI}"
            val isDelete = exchange.requestMethod == "DELETE"
            exchange.sendResponseHeaders(if (isDelete) 204 else 200, if (isDelete) -1 else 0)
            exchange.responseBody.use { if (!isDelete) it.write(body().encodeToByteArray()) }
        }
        server.start()
    }

    @AfterEach fun stop() = server.stop(0)

    @Test
    fun `chat clients get the credential, the endpoint and the identity`() = runBlocking {
        val tokens = AcsTokens.signIn(endpoint, ScriptedSession())

        assertEquals(token, tokens.credential.token.get().token)
        assertEquals("https://acs.example", tokens.endpoint)
        assertEquals("8:acs:1", tokens.communicationUserId)
        tokens.close()
    }

    @Test
    fun `signing out revokes the tokens and ends the credential`() = runBlocking {
        val tokens = AcsTokens.signIn(endpoint, ScriptedSession())
        tokens.signOut()

        assertThrows(Exception::class.java) { tokens.credential.token.get() }
        assertEquals("DELETE /api/users/me/tokens", requests.last())
        assertEquals(2, requests.size)
    }

    @Test
    fun `a credential that the app keeps refreshes its token without the AcsTokens`() = runBlocking {
        val first = token.also { token = tokenUntil(1) }
        val credential = AcsTokens.signIn(endpoint, ScriptedSession()).credential
        System.gc()
        token = first
        while (runCatching { credential.token.get().token }.getOrNull() != first) delay(10)
    }

    @Test
    fun `closing sends no request`() = runBlocking {
        val tokens = AcsTokens.signIn(endpoint, ScriptedSession())
        tokens.close()
        tokens.close()

        assertThrows(Exception::class.java) { tokens.credential.token.get() }
        assertThrows<SignedOutException> { tokens.signOut() }
        assertEquals(listOf("POST /api/users/me/tokens"), requests)
    }

    @Test
    fun `a token that the SDK cannot read is none of the endpoint`() = runBlocking {
        token = "secret"
        val error = assertThrows<UnavailableException> { AcsTokens.signIn(endpoint, ScriptedSession()) }

        assertEquals(200, error.lastStatus)
        assertNull(error.cause)
    }

    private fun body() =
        """{"token": "$token", "endpoint": "https://acs.example",
            "user": {"communicationUserId": "8:acs:1"}}"""

    private fun tokenUntil(seconds: Long): String {
        val claims = """{"exp": $seconds}""".encodeToByteArray()
        return "e30.${Base64.getUrlEncoder().withoutPadding().encodeToString(claims)}.sig"
    }
}
