package com.microsoft.identity.client;

import java.util.List;

/** Takes the place of MSAL's class, so that the examples of the guide compile. */
public final class AcquireTokenSilentParameters {

  private AcquireTokenSilentParameters() {}

  public static final class Builder {

    public Builder forAccount(IAccount account) {
      return this;
    }

    public Builder fromAuthority(String authority) {
      return this;
    }

    public Builder withScopes(List<String> scopes) {
      return this;
    }

    public Builder forceRefresh(boolean force) {
      return this;
    }

    public AcquireTokenSilentParameters build() {
      return new AcquireTokenSilentParameters();
    }
  }
}
