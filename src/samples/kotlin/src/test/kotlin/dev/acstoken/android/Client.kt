package dev.acstoken.android

import java.util.concurrent.CancellationException
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** A console app with one signed-in user. src/samples/README.md describes its input and output. */
suspend fun main(arguments: Array<String>) {
    val (endpoint, bearerToken) = arguments
    val freshBearerToken = arguments.getOrElse(2) { bearerToken }
    val session =
        object : Session {
            override suspend fun bearerToken(fresh: Boolean) =
                if (fresh) freshBearerToken else bearerToken

            override fun ended(error: RefusedException) = println("ended ${describe(error)}")
        }
    try {
        val tokens = AcsTokens.signIn(endpoint, session, arguments.drop(3).toSet())
        println("signed in ${tokens.communicationUserId} ${tokens.endpoint}")
        coroutineScope { serve(tokens) }
    } catch (e: Exception) {
        println("failed ${describe(e)}")
    }
    exitProcess(0)
}

private suspend fun CoroutineScope.serve(tokens: AcsTokens) {
    while (true) {
        when (readlnOrNull()) {
            "token" -> launch(Dispatchers.IO) { printToken(tokens) }
            "close" -> tokens.close()
            else -> break
        }
    }
    tokens.signOut()
    println("signed out")
    printToken(tokens)
}

// Gets a token as a chat client does, and prints it. The line before says that the credential has the request.
private fun printToken(tokens: AcsTokens) {
    val requested = tokens.credential.token
    println("asking")
    try {
        println("token ${requested.get().token}")
    } catch (e: Exception) {
        println("failed ${describe(e)}")
    }
}

// The SDK wraps what its refresher throws. A disposed credential cancels the token that it waits for.
private fun describe(error: Throwable): String {
    val causes = generateSequence(error) { it.cause }
    return when (val cause = causes.find { it is AcsTokenException || it is CancellationException }) {
        is RefusedException -> "refused ${cause.status} ${cause.code}"
        is UnavailableException -> "unavailable ${cause.lastStatus ?: 0}"
        is SignedOutException,
        is CancellationException -> "signed out"
        else -> "$error"
    }
}
