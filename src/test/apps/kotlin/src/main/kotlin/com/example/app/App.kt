package com.example.app

import dev.acstoken.android.AcsTokens
import dev.acstoken.android.RefusedException
import dev.acstoken.android.Session
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** An app that gets a token for each line "token", and then signs its user out. */
suspend fun main(arguments: Array<String>) {
    val (endpoint, bearerToken) = arguments
    val session =
        object : Session {
            override suspend fun bearerToken(fresh: Boolean) = bearerToken

            override fun ended(error: RefusedException) = println("ended $error")
        }
    val tokens = AcsTokens.signIn(endpoint, session)
    println("signed in ${tokens.communicationUserId} ${tokens.endpoint}")
    while (readlnOrNull() == "token") {
        println("asking")
        printToken(tokens)
    }
    tokens.signOut()
    println("signed out")
    printToken(tokens)
    tokens.close()
}

private suspend fun printToken(tokens: AcsTokens) =
    withContext(Dispatchers.IO) {
        runCatching { tokens.credential.token.get().token }
            .fold({ println("token $it") }, { println("failed $it") })
    }
