package dev.acstoken.guests;

import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.identity.protocol.IdentityProtocol;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Builds the operations of this package on those of users. */
public final class GuestProtocol {

  private final Invitations invitations;
  private final Guests guests;
  private final GuestRecovery recovery;

  public GuestProtocol(
      InvitationStore store,
      JoinLog log,
      EndSchedule schedule,
      IdentityProtocol users,
      GuestRules rules,
      InstantSource clock) {
    this(
        store,
        log,
        schedule,
        users,
        rules,
        RandomBits.SECURE,
        clock,
        Executors.newCachedThreadPool(DaemonThreads.named("delete-guests")));
  }

  GuestProtocol(
      InvitationStore store,
      JoinLog log,
      EndSchedule schedule,
      IdentityProtocol users,
      GuestRules rules,
      RandomBits random,
      InstantSource clock,
      Executor deletions) {
    var deletion = new GuestDeletion(store, users.identities(), deletions);
    var ending = new Ending(store, schedule, deletion, clock);
    var admission = new Admission(store, clock);
    var completion = new JoinCompletion(store, log, admission, users.identities());
    var terms = new TermsPolicy(rules, users.accessPolicies());
    invitations = new Invitations(store, schedule, terms, ending, random, clock);
    guests =
        new Guests(
            store,
            log,
            admission,
            completion,
            users.tokens(),
            users.accessPolicies(),
            rules,
            random,
            clock);
    recovery = new GuestRecovery(store, log, schedule, ending, completion, clock);
  }

  public Invitations invitations() {
    return invitations;
  }

  public Guests guests() {
    return guests;
  }

  public GuestRecovery recovery() {
    return recovery;
  }
}
