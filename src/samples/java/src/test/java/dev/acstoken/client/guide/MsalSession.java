package dev.acstoken.client.guide;

import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IPublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import dev.acstoken.client.RefusedException;
import dev.acstoken.client.Session;
import java.util.Set;
import java.util.function.Consumer;

/** The session of a user who is signed in with MSAL4J. */
record MsalSession(
    IPublicClientApplication msal, IAccount account, Consumer<RefusedException> showProblem)
    implements Session {

  private static final Set<String> SCOPES = Set.of("api://<client id>/Tokens.Issue");

  @Override
  public String bearerToken(boolean fresh) throws Exception {
    var request = SilentParameters.builder(SCOPES, account).forceRefresh(fresh).build();
    return msal.acquireTokenSilently(request).join().accessToken();
  }

  @Override
  public void ended(RefusedException error) {
    showProblem.accept(error);
  }
}
