package dev.acstoken.android

import com.azure.android.communication.common.CommunicationTokenCredential
import com.azure.android.communication.common.CommunicationTokenRefreshOptions
import java.util.concurrent.Callable
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/**
 * The ACS tokens of a user, from signing in to signing out.
 *
 * @property endpoint the endpoint of the ACS resource, which chat clients need
 * @property communicationUserId the user's ACS identity, which chat clients need
 */
public class AcsTokens
private constructor(
    private val client: TokenClient,
    token: String,
    public val endpoint: String,
    public val communicationUserId: String,
) : AutoCloseable {

    /** The credential for `ChatClientBuilder`, `CallClient` and similar classes. */
    public val credential: CommunicationTokenCredential =
        CommunicationTokenCredential(
            CommunicationTokenRefreshOptions(Callable { runBlocking { client.refresh() } })
                .setRefreshProactively(true)
                .setInitialToken(token)
        )

    /**
     * Ends the credential, then revokes every token of the user, on all devices. ACS may take up to
     * 15 minutes for it. If it fails, it can be called again; a token that is not revoked expires
     * after a day at most.
     *
     * @throws RefusedException if the endpoint refuses the request
     * @throws UnavailableException if six attempts failed, which takes at least a minute
     * @throws SignedOutException if the tokens are closed before the revocation
     */
    public suspend fun signOut() {
        end()
        client.revoke()
    }

    /**
     * Ends the tokens on this device without revoking them. A running request ends at once with
     * [SignedOutException], and no other starts. It does not block.
     */
    override fun close() {
        client.close()
        end()
    }

    private fun end() {
        client.endRefreshes()
        credential.dispose()
    }

    public companion object {

        /**
         * Gets the first token of the user, and creates the user's ACS identity if there is none. It
         * can be called on any thread, the main thread included.
         *
         * @param endpoint the endpoint's URL, such as `https://contoso.azurewebsites.net/api`
         * @param scopes the scopes of the tokens, such as `chat`; by default all that the user may
         *   have
         * @throws RefusedException if the endpoint refuses the user; a retry does not help
         * @throws UnavailableException if six attempts failed, which takes at least a minute
         * @throws IllegalArgumentException if the endpoint's URL does not begin with `http://` or
         *   `https://`
         */
        public suspend fun signIn(
            endpoint: String,
            session: Session,
            scopes: Set<String> = emptySet(),
        ): AcsTokens {
            val client = TokenClient(endpoint, session, scopes)
            try {
                return withContext(Dispatchers.IO) { ofFirstToken(client) }
            } catch (e: Throwable) {
                client.close()
                throw e
            }
        }

        private suspend fun ofFirstToken(client: TokenClient): AcsTokens {
            val first = client.issue()
            return try {
                AcsTokens(client, first.token, first.endpoint, first.communicationUserId)
            } catch (_: RuntimeException) {
                // The SDK cannot parse the token, which its exception may contain.
                throw UnavailableException(200)
            }
        }
    }
}
