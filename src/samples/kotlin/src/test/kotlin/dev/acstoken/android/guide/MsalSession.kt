package dev.acstoken.android.guide

import com.microsoft.identity.client.AcquireTokenSilentParameters
import com.microsoft.identity.client.IAccount
import com.microsoft.identity.client.ISingleAccountPublicClientApplication
import dev.acstoken.android.RefusedException
import dev.acstoken.android.Session

/** The session of a user who is signed in with MSAL for Android. */
class MsalSession(
    private val msal: ISingleAccountPublicClientApplication,
    private val account: IAccount,
    private val showProblem: (RefusedException) -> Unit,
) : Session {
    override suspend fun bearerToken(fresh: Boolean): String {
        val request = AcquireTokenSilentParameters.Builder()
        request.forAccount(account).fromAuthority(account.authority).forceRefresh(fresh)
        request.withScopes(listOf("api://<client id>/Tokens.Issue"))
        return msal.acquireTokenSilent(request.build()).accessToken
    }

    override fun ended(error: RefusedException) = showProblem(error)
}
