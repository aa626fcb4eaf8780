package dev.acstoken.azure.table;

import dev.acstoken.azure.Secret;
import java.net.URI;

/**
 * Which table.
 *
 * @param account the storage account
 * @param tableName 3 to 63 letters and digits, starting with a letter
 */
public record TableSettings(Account account, String tableName) {

  /** A storage account and how to be let in. */
  public sealed interface Account {}

  /**
   * An account reached with {@code DefaultAzureCredential}.
   *
   * @param endpoint such as {@code https://contoso.table.core.windows.net}
   */
  public record WithCredential(URI endpoint) implements Account {}

  /**
   * An account reached with a key or a shared access signature.
   *
   * @param connectionString as the Azure portal and Azurite show it
   */
  public record WithConnectionString(Secret connectionString) implements Account {}
}
