package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.util.Optional;

/** Gives users their ACS identity, tells which it is, and takes it away. */
public final class Identities {

  private final Lifecycle lifecycle;

  public Identities(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Makes sure that the user has an identity. */
  public Ensured ensure(User user, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      var existing = lifecycle.findOrMakeRoom(user, deadline).mapping();
      if (existing.isPresent()) {
        return new Ensured(existing.get(), false);
      }
      var created = lifecycle.createAlone(user, account -> create(account, deadline), deadline);
      if (created.isPresent()) {
        return new Ensured(created.get(), true);
      }
    }
  }

  private Optional<Mapping> create(Account account, Deadline deadline) {
    var created = lifecycle.acs().create(Lifecycle.forCreation(deadline));
    return lifecycle.establish(account, created, deadline).flatMap(Account::mapping);
  }

  /**
   * The user's mapping.
   *
   * @throws IdentityException with {@link Failure#IDENTITY_NOT_FOUND} if there is none
   */
  public Mapping get(User user, Deadline deadline) {
    return lifecycle.findHere(user, deadline).orElseThrow(Identities::notFound);
  }

  /**
   * Whose ACS identity it is.
   *
   * @throws IdentityException with {@link Failure#IDENTITY_NOT_FOUND} if it is nobody's
   */
  public User owner(CommunicationUserId id, Deadline deadline) {
    return lifecycle
        .findUser(id, deadline)
        .orElseThrow(
            () ->
                new IdentityException(
                    Failure.IDENTITY_NOT_FOUND, "No user has this ACS identity."));
  }

  /**
   * Deletes the user's identity, its tokens with it. When this returns, no token of the user's is
   * valid at this ACS resource and the mapping is gone; a user without identity is no failure. The
   * user's access policy stays.
   */
  public void delete(User user, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      var account = lifecycle.find(user, deadline);
      if (account.mapping().isEmpty() || lifecycle.end(account, deadline)) {
        return;
      }
    }
  }

  static IdentityException notFound() {
    return new IdentityException(Failure.IDENTITY_NOT_FOUND, "This user has no ACS identity.");
  }

  /**
   * @param mapping the user's mapping
   * @param isNew whether this call made it
   */
  public record Ensured(Mapping mapping, boolean isNew) {}
}
