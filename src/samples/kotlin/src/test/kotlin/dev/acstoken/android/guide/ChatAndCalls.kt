package dev.acstoken.android.guide

import android.content.Context
import com.azure.android.communication.calling.CallAgent
import com.azure.android.communication.calling.CallClient
import com.azure.android.communication.chat.ChatClient
import com.azure.android.communication.chat.ChatClientBuilder
import dev.acstoken.android.AcsTokens
import dev.acstoken.android.RefusedException
import dev.acstoken.android.Session
import dev.acstoken.android.UnavailableException

/** Lets a user chat and call until they sign out. */
suspend fun chatAndCall(
    context: Context,
    session: Session,
    untilTheUserSignsOut: suspend (ChatClient, CallAgent, String) -> Unit,
): String =
    try {
        AcsTokens.signIn("https://contoso.azurewebsites.net/api", session).use { tokens ->
            val chat =
                ChatClientBuilder()
                    .endpoint(tokens.endpoint)
                    .credential(tokens.credential)
                    .buildClient()
            val calls = CallClient().createCallAgent(context, tokens.credential).get()
            untilTheUserSignsOut(chat, calls, tokens.communicationUserId)
            tokens.signOut()
            "Bye."
        }
    } catch (e: RefusedException) {
        "You may not chat here: ${e.code}. Support knows why from ${e.requestId}."
    } catch (_: UnavailableException) {
        "The chat is unavailable. Try again later."
    }
