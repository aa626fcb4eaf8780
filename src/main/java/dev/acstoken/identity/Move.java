package dev.acstoken.identity;

/**
 * The move of a user whose issuer was renamed: what is stored for the user moves from the key with
 * the old name to the key with the new one. The id stays.
 *
 * @param stage the stage of the move, and thereby its direction
 * @param issuer the other name of the issuer: the new one, or for {@link Stage#FROM} the old one
 */
public record Move(Stage stage, String issuer) {

  /** The stages of a move, as a stored account shows them. */
  public enum Stage {
    /** The account is being moved to the new name. Nothing but the move may change it. */
    MOVING,
    /** The account was moved. All that is left is a pointer to the new name. */
    MOVED,
    /**
     * The account came from the old name. This mark stays when the user has neither an identity nor
     * a policy any more, so that no late attempt of the move brings them back.
     */
    FROM
  }

  /** Returns the same user under the other name of the issuer. */
  public User of(User user) {
    return new User(issuer, user.id());
  }
}
