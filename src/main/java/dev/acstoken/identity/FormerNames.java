package dev.acstoken.identity;

import java.util.Optional;

/** The former names of renamed issuers, under which users may still be stored. */
@FunctionalInterface
public interface FormerNames {

  /** No issuer was renamed. */
  FormerNames NONE = user -> Optional.empty();

  /** Returns the user under the issuer's former name; empty if the issuer was not renamed. */
  Optional<User> of(User user);
}
