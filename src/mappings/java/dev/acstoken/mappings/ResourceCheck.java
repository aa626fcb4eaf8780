package dev.acstoken.mappings;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.mappings.file.Line;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that all identities of a file belong to the configured ACS resource. If its immutable id
 * is not configured, they must at least belong to one resource.
 */
final class ResourceCheck {

  private final AcsResource resource;
  private Line.@Nullable Valid first;

  ResourceCheck(AcsResource resource) {
    this.resource = resource;
  }

  /**
   * Returns the reason to reject a line, if there is one.
   *
   * @throws CommandFailedException if it cannot be decided which lines are wrong
   */
  Optional<String> problemOf(Line.Valid line) {
    Optional<String> actual = resourceOf(line);
    if (actual.isEmpty()) {
      return Optional.empty();
    }
    if (resource.resourceId().isPresent()) {
      return resource.resourceId().equals(actual)
          ? Optional.empty()
          : Optional.of("The identity belongs to another ACS resource: " + actual.get() + ".");
    }
    if (first == null) {
      first = line;
    } else if (!resourceOf(first).equals(actual)) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "The identities in lines %d and %d belong to different ACS resources, %s and %s. Set COMMUNICATION_SERVICES_RESOURCE_ID to the one that the endpoint uses; lines with others are then rejected."
              .formatted(
                  first.number(), line.number(), resourceOf(first).orElse(""), actual.get()));
    }
    return Optional.empty();
  }

  private static Optional<String> resourceOf(Line.Valid line) {
    return line.user().identity().flatMap(CommunicationUserId::resourceId);
  }
}
