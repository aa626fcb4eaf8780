package dev.acstoken.mappings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tool without a command, which only explains its commands. */
@Command(
    name = "mappings",
    description = {
      "Imports and exports the mappings of users to ACS identities.",
      "",
      "The settings are those of the endpoint, as environment variables: TABLE_STORAGE_ENDPOINT or"
          + " TABLE_STORAGE_CONNECTION_STRING, TABLE_STORAGE_TABLE and, to import,"
          + " COMMUNICATION_SERVICES_ENDPOINT and COMMUNICATION_SERVICES_RESOURCE_ID.%n"
    })
final class MappingsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
