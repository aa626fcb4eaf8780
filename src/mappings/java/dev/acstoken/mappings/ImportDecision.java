package dev.acstoken.mappings;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.mappings.file.UserRecord;
import java.util.Arrays;
import java.util.Optional;

/** What an import does with a user for whom something is stored already. */
sealed interface ImportDecision {

  /** All that the line says is stored. */
  record Existing() implements ImportDecision {}

  /**
   * The line is rejected.
   *
   * @param reason a sentence for the user of the tool
   */
  record Refused(String reason) implements ImportDecision {}

  /**
   * The account is changed.
   *
   * @param changed the account to store
   * @param isOverwriting whether the change replaces an identity or an access policy
   * @param isNarrower whether tokens that were issued by the former policy have to be revoked
   */
  record Changed(Account changed, boolean isOverwriting, boolean isNarrower)
      implements ImportDecision {}

  String CHANGING = "A change of the user has not ended. Run the import again in some minutes.";

  String PENDING = "A change of the identity has not ended. Run the import again in some minutes.";

  /**
   * Decides what to do.
   *
   * @param stored the account as it was read
   * @param line what the line says
   * @param mapping the mapping that the line asks for, if it does
   * @param resource the ACS resource of the endpoint
   * @param mayOverwrite whether an identity or a policy may be replaced by another one
   */
  static ImportDecision of(
      Account stored,
      UserRecord line,
      Optional<Mapping> mapping,
      AcsResource resource,
      boolean mayOverwrite) {
    Optional<Refused> moved = refuseMoved(stored);
    if (moved.isPresent()) {
      return moved.get();
    }
    boolean hasIdentity = line.identity().isEmpty() || isMappedTo(stored, line.identity().get());
    boolean hasPolicy = line.policy().filter(it -> !it.equals(stored.policy())).isEmpty();
    if (stored.isChanging()) {
      boolean isRevoking =
          stored.mapping().filter(it -> it.state() == Mapping.State.REVOKING).isPresent();
      return isRevoking && hasIdentity && hasPolicy ? new Existing() : new Refused(CHANGING);
    }
    if (hasIdentity && hasPolicy) {
      return new Existing();
    }
    boolean replacesIdentity = !hasIdentity && stored.mapping().isPresent();
    boolean replacesPolicy =
        !hasPolicy
            && (stored.mapping().isPresent() || !stored.policy().equals(AccessPolicy.INHERITED));
    boolean isOverwriting = replacesIdentity || replacesPolicy;
    return isOverwriting && !mayOverwrite
        ? new Refused(
            replacesIdentity
                ? "The user has another ACS identity."
                : "The user has another access policy.")
        : change(stored, line, mapping, resource, isOverwriting);
  }

  /** Returns the reason if the user is being moved to another name of the issuer, or was moved. */
  static Optional<Refused> refuseMoved(Account stored) {
    return stored
        .move()
        .filter(it -> it.stage() != Move.Stage.FROM)
        .map(move -> new Refused(describe(move)));
  }

  private static ImportDecision change(
      Account stored,
      UserRecord line,
      Optional<Mapping> mapping,
      AcsResource resource,
      boolean isOverwriting) {
    Account changed = stored;
    if (mapping.isPresent() && !isMappedTo(stored, mapping.get().communicationUserId())) {
      changed = changed.withMapping(mapping.get());
    }
    boolean isNarrower = line.policy().filter(it -> isNarrower(it, stored.policy())).isPresent();
    if (line.policy().isPresent()) {
      changed = changed.withPolicy(line.policy().get());
    }
    // The endpoint could not revoke the tokens, and refuses such a change, too.
    if (isNarrower && changed.mapping().filter(it -> !resource.owns(it)).isPresent()) {
      return new Refused("The user's ACS identity belongs to another ACS resource.");
    }
    return new Changed(
        isNarrower ? changed.withState(Mapping.State.REVOKING) : changed,
        isOverwriting,
        isNarrower);
  }

  private static String describe(Move move) {
    return move.stage() == Move.Stage.MOVED
        ? "The issuer was renamed, and the user is stored under the new name. Use %s."
            .formatted(move.issuer())
        : "The user is being moved to another name of the issuer. Complete rename-issuer first.";
  }

  private static boolean isMappedTo(Account account, CommunicationUserId id) {
    return account.mapping().filter(it -> it.communicationUserId().equals(id)).isPresent();
  }

  // The inherited policy allows what the endpoint's settings allow, which may be everything. A
  // needless revocation only makes apps ask for new tokens.
  private static boolean isNarrower(AccessPolicy policy, AccessPolicy former) {
    return !scopes(policy).containsAll(scopes(former));
  }

  private static ScopeSet scopes(AccessPolicy policy) {
    return policy instanceof AccessPolicy.Custom custom
        ? custom.scopes().withCovered()
        : ScopeSet.copyOf(Arrays.asList(TokenScope.values()));
  }
}
