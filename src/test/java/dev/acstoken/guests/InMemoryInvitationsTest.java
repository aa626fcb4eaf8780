package dev.acstoken.guests;

import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

class InMemoryInvitationsTest {

  private final InMemoryInvitations table = new InMemoryInvitations(InstantSource.system());

  @Nested
  class Invitations extends InvitationStoreContract {

    @Override
    protected InvitationStore store() {
      return table;
    }
  }

  @Nested
  class Joins extends JoinLogContract {

    @Override
    protected JoinLog log() {
      return table;
    }
  }

  @Nested
  class Ends extends EndScheduleContract {

    @Override
    protected EndSchedule schedule() {
      return table;
    }
  }
}
