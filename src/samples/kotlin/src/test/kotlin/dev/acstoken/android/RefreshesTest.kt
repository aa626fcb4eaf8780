package dev.acstoken.android

import java.io.IOException
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** Verifies that every refresh ends with a token or an error. The time is virtual. */
@OptIn(ExperimentalCoroutinesApi::class)
class RefreshesTest {

    @Test
    fun `concurrent callers share one refresh`() = runTest {
        val http = ScriptedHttp(respond(503), token("new"))
        val client = client(http)
        val callers = List(3) { async { client.refresh() } }

        assertEquals(listOf("new", "new", "new"), callers.map { it.await() })
        assertEquals(2, http.requests.size)
    }

    @Test
    fun `a later caller starts a refresh of its own`() = runTest {
        val client = client(ScriptedHttp(token("one"), token("two")))

        assertEquals(listOf("one", "two"), List(2) { client.refresh() })
    }

    @Test
    fun `a caller that is cancelled ends no refresh of another`() = runTest {
        val client = client(ScriptedHttp(respond(503), token("new")))
        val cancelled = async { client.refresh() }
        val other = async { client.refresh() }
        runCurrent()
        cancelled.cancel()

        assertEquals("new", other.await())
    }

    @Test
    fun `closing ends the pause of a refresh at once, and no request follows`() = runTest {
        val http = ScriptedHttp(respond(503, retryAfter = "50"))
        val client = client(http)
        val refresh = async { runCatching { client.refresh() } }
        advanceTimeBy(1000)
        client.close()

        assertSignedOut(refresh.await())
        assertSignedOut(runCatching { client.refresh() })
        assertSignedOut(runCatching { client.revoke() })
        assertEquals(1000, currentTime)
        testScheduler.advanceUntilIdle()
        assertEquals(1, http.requests.size)
    }

    @Test
    fun `closing ends a request and a session that wait for a response`() = runTest {
        for (session in listOf(ScriptedSession(), HangingSession())) {
            val client = client(ScriptedHttp(), session)
            val refresh = async { runCatching { client.refresh() } }
            runCurrent()
            client.close()

            assertSignedOut(refresh.await())
        }
        assertEquals(0, currentTime)
    }

    @Test
    fun `a token that arrives just before closing reaches no caller`() = runTest {
        lateinit var client: TokenClient
        val http =
            ScriptedHttp({
                launch { client.close() }
                token("new")()
            })
        client = client(http)

        assertSignedOut(runCatching { client.refresh() })
    }

    @Test
    fun `a refresh that runs while the user signs out gets no token`() = runTest {
        val http = ScriptedHttp(respond(503), respond(204))
        val client = client(http)
        val refresh = async { runCatching { client.refresh() } }
        advanceTimeBy(1000)
        client.endRefreshes()
        client.revoke()

        assertSignedOut(refresh.await())
        assertSignedOut(runCatching { client.refresh() })
        assertEquals(listOf("POST", "DELETE"), http.requests.map { it.method })
    }

    @Test
    fun `a sign-in that is cancelled is not continued`() = runTest {
        val http = ScriptedHttp(respond(503), token())
        val client = client(http)
        val signIn = async { client.issue() }
        advanceTimeBy(1000)
        signIn.cancel()
        testScheduler.advanceUntilIdle()

        assertThrows<CancellationException> { signIn.await() }
        assertEquals(1, http.requests.size)
    }

    @Test
    fun `a session that never returns ends a refresh after a minute`() = runTest {
        val client = client(ScriptedHttp(), HangingSession())

        assertThrows<UnavailableException> { client.refresh() }
        assertEquals(60_000, currentTime)
    }

    @Test
    fun `an error of the session is passed on`() = runTest {
        val offline = IOException("offline")
        val session =
            object : ScriptedSession() {
                override suspend fun bearerToken(fresh: Boolean): String = throw offline
            }
        val error = assertThrows<IOException> { client(ScriptedHttp(), session).refresh() }

        assertSame(offline, error.cause ?: error)
    }

    @Test
    fun `a time-out inside the session is an error of the session, and no cancellation`() = runTest {
        val session =
            object : ScriptedSession() {
                override suspend fun bearerToken(fresh: Boolean): String =
                    withTimeout(5) { awaitCancellation() }
            }

        assertThrows<UnavailableException> { client(ScriptedHttp(), session).refresh() }
    }

    @Test
    fun `the session is told that a refresh is refused, and a sign-in is not`() = runTest {
        val session = ScriptedSession()
        val client = client(ScriptedHttp(problem(403), problem(404)), session)

        assertThrows<RefusedException> { client.issue() }
        val error = assertThrows<RefusedException> { client.refresh() }
        runCurrent()
        assertEquals(listOf(error), session.errors)
    }

    @Test
    @Timeout(60)
    fun `a refresh does not wait for the app that is told of its refusal`() = runBlocking {
        val mayReturn = CountDownLatch(1)
        val session =
            object : ScriptedSession() {
                override fun ended(error: RefusedException) = mayReturn.await()
            }
        val client = TokenClient("https://e.example", session, http = ScriptedHttp(problem(404)))

        assertThrows<RefusedException> { client.refresh() }
        mayReturn.countDown()
    }

    private class HangingSession : ScriptedSession() {
        override suspend fun bearerToken(fresh: Boolean): String = awaitCancellation()
    }

    private fun assertSignedOut(result: Result<*>) {
        assertEquals(SignedOutException::class, result.exceptionOrNull()!!::class)
    }

    private fun TestScope.client(http: Http, session: Session = ScriptedSession()) =
        TokenClient(
            "https://e.example/api",
            session,
            emptySet(),
            http,
            StandardTestDispatcher(testScheduler),
        )
}
