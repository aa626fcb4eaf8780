package com.microsoft.identity.client;

/** Takes the place of MSAL's interface, so that the examples of the guide compile. */
public interface ISingleAccountPublicClientApplication {
  IAuthenticationResult acquireTokenSilent(AcquireTokenSilentParameters parameters);
}
