package dev.acstoken.android

import java.io.IOException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** Verifies which responses are retried and after which time. The time is virtual. */
@OptIn(ExperimentalCoroutinesApi::class)
class RetriesTest {

    @Test
    fun `a token is read with the endpoint and the identity`() = runTest {
        val http = ScriptedHttp(token())
        val first = client(http).issue()

        assertEquals("a.b.c", first.token)
        assertEquals("https://acs.example", first.endpoint)
        assertEquals("8:acs:1", first.communicationUserId)
        assertEquals(listOf("POST https://e.example/api/users/me/tokens cached"), http.lines)
        assertNull(http.requests.single().body)
    }

    @Test
    fun `refreshes ask for the scopes of the first token`() = runTest {
        val http = ScriptedHttp(token(), token())
        val client =
            TokenClient(URL, ScriptedSession(), setOf("chat", "voip"), http, dispatcher())
        client.issue()
        client.refresh()

        assertEquals(
            listOf("""{"scopes":["chat","voip"]}""", """{"scopes":["chat","voip"]}"""),
            http.requests.map { it.body },
        )
    }

    @Test
    fun `passing failures are retried six times with growing pauses`() = runTest {
        val http =
            ScriptedHttp(
                respond(500),
                respond(503, "Function host is not running."),
                respond(404),
                { throw IOException("lost") },
                problem(429),
                respond(502, "<html>"),
            )
        val error = assertThrows<UnavailableException> { client(http).issue() }

        assertEquals(502, error.lastStatus)
        assertEquals(6, http.requests.size)
        assertPause(2 + 4 + 8 + 16 + 32, jitters = 5)
    }

    @Test
    fun `a lost connection is the cause of the error`() = runTest {
        val lost = IOException("lost")
        val http = ScriptedHttp(*Array(6) { { throw lost } })
        val error = assertThrows<UnavailableException> { client(http).issue() }

        assertNull(error.lastStatus)
        assertSame(lost, error.cause)
    }

    @Test
    fun `Retry-After comes before the number in the body, and that before the default`() = runTest {
        val http =
            ScriptedHttp(
                respond(429, """{"retryAfterSeconds": 9}""", retryAfter = "5"),
                respond(503, """{"retryAfterSeconds": 9}""", retryAfter = "Wed, 21 Oct 2015 07:28:00 GMT"),
                respond(503, """{"retryAfterSeconds": 9}""", retryAfter = "0"),
                token(),
            )
        client(http).issue()

        assertPause(5 + 9 + 9, jitters = 3)
    }

    @Test
    fun `no pause is longer than a minute`() = runTest {
        client(ScriptedHttp(respond(429, retryAfter = "86400"), token())).issue()

        assertEquals(60_000, currentTime)
    }

    @ParameterizedTest
    @ValueSource(strings = ["", "<html>", "[]", "null", "{}", """{"token": ""}""", """{"token": 5}"""])
    fun `a successful response without a token is none of the endpoint`(body: String) = runTest {
        val http = ScriptedHttp(*Array(6) { respond(200, body) })
        val error = assertThrows<UnavailableException> { client(http).refresh() }

        assertEquals(200, error.lastStatus)
    }

    @Test
    fun `a fresh bearer token is used once after 401`() = runTest {
        val http = ScriptedHttp(problem(401), respond(500), problem(401))
        val error = assertThrows<RefusedException> { client(http).issue() }

        assertEquals(401, error.status)
        assertEquals(listOf("cached", "fresh", "fresh"), http.requests.map { it.bearerToken })
    }

    @Test
    fun `a 401 to the last attempt is a refusal`() = runTest {
        val http = ScriptedHttp(*Array(5) { respond(503) }, problem(401))

        assertThrows<RefusedException> { client(http).issue() }
        assertEquals(6, http.requests.size)
    }

    @ParameterizedTest
    @ValueSource(ints = [400, 403, 404, 409])
    fun `a problem is a refusal`(status: Int) = runTest {
        val members = """, "code": "forbidden", "claims": "{}""""
        val http = ScriptedHttp(problem(status, members))
        val error = assertThrows<RefusedException> { client(http).issue() }

        assertEquals(status, error.status)
        assertEquals("forbidden", error.code)
        assertEquals("Why", error.detail)
        assertEquals("r1", error.requestId)
        assertEquals("{}", error.claims)
        assertEquals(1, http.requests.size)
    }

    @ParameterizedTest
    @ValueSource(ints = [400, 403, 431])
    fun `a refusal of something else than the endpoint has only a request id`(status: Int) = runTest {
        val http = ScriptedHttp(respond(status, """{"code": "forbidden"}""", "application/json"))
        val error = assertThrows<RefusedException> { client(http).issue() }

        assertEquals(status, error.status)
        assertNull(error.code)
        assertEquals("r2", error.requestId)
    }

    @ParameterizedTest
    @ValueSource(ints = [429, 500, 502, 503])
    fun `a problem that may pass is retried`(status: Int) = runTest {
        val http = ScriptedHttp(problem(status), token())
        client(http).issue()

        assertEquals(2, http.requests.size)
    }

    @ParameterizedTest
    @ValueSource(ints = [301, 302, 304, 307, 308])
    fun `a redirect is not followed, and tried again`(status: Int) = runTest {
        val http = ScriptedHttp(respond(status), token())
        client(http).issue()

        assertEquals(List(2) { "POST https://e.example/api/users/me/tokens cached" }, http.lines)
    }

    @ParameterizedTest
    @ValueSource(strings = ["localhost:7071/api", "e.example/api", "ftp://e.example/api"])
    fun `an address that is none of the web is an error at once`(address: String) = runTest {
        val http = ScriptedHttp()

        assertThrows<IllegalArgumentException> {
            TokenClient(address, ScriptedSession(), emptySet(), http, dispatcher()).issue()
        }
        assertEquals(0, http.requests.size)
    }

    @Test
    fun `only 204 confirms a revocation`() = runTest {
        val http = ScriptedHttp(respond(200, "<html>"), respond(204))
        client(http).revoke()

        assertEquals(2, http.requests.size)
    }

    @ParameterizedTest
    @ValueSource(strings = ["", "a b", "a\n", "é"])
    fun `a bearer token that no header may have is not sent, and not quoted`(token: String) = runTest {
        val session =
            object : ScriptedSession() {
                override suspend fun bearerToken(fresh: Boolean) = token
            }
        val http = ScriptedHttp()
        val client = TokenClient(URL, session, emptySet(), http, dispatcher())
        val error = assertThrows<IllegalArgumentException> { client.refresh() }

        assertTrue(token.isEmpty() || token !in error.message!!)
        assertEquals(0, http.requests.size)
    }

    @Test
    fun `a revocation needs no body`() = runTest {
        val http = ScriptedHttp(respond(204))
        client(http).revoke()

        assertEquals(listOf("DELETE https://e.example/api/users/me/tokens cached"), http.lines)
    }

    @Test
    fun `no error contains a token`() = runTest {
        val responses = arrayOf(problem(403), *Array(6) { respond(200, """{"token": ["a.b.c"]}""") })
        val client = client(ScriptedHttp(*responses))
        for (error in List(2) { assertThrows<AcsTokenException> { client.refresh() } }) {
            val text = error.stackTraceToString()
            assertTrue("a.b.c" !in text && "cached" !in text, text)
        }
    }

    private fun TestScope.assertPause(seconds: Int, jitters: Int) {
        assertTrue(currentTime >= seconds * 1000L, "$currentTime")
        assertTrue(currentTime < seconds * 1000L + jitters * 500L, "$currentTime")
    }

    private fun TestScope.client(http: Http) =
        TokenClient("$URL/", ScriptedSession(), emptySet(), http, dispatcher())

    private fun TestScope.dispatcher() = StandardTestDispatcher(testScheduler)

    private companion object {
        const val URL = "https://e.example/api"
    }
}
