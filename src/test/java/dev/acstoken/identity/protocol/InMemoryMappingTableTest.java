package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationUserId;
import java.util.Set;

class InMemoryMappingTableTest extends MappingTableContract {

  private final InMemoryMappingTable table = new InMemoryMappingTable(java.time.Clock.systemUTC());

  @Override
  protected MappingTable table() {
    return table;
  }

  @Override
  protected Set<CommunicationUserId> unsettled() {
    return table.unsettled();
  }
}
